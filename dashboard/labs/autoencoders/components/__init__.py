"""Drawn components of lab ``autoencoders``."""
