"""Drawn components of lab ``gates``."""
