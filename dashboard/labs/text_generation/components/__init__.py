"""Drawn components of lab ``text_generation``."""
