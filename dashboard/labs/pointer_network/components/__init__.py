"""Drawn components of lab ``pointer_network``."""
