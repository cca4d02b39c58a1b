"""Drawn components of lab ``generation_tips``."""
