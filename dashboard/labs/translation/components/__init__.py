"""Drawn components of lab ``translation``."""
