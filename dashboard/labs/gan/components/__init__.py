"""Drawn components of lab ``gan``."""
