"""Drawn components of lab ``image_generation``."""
