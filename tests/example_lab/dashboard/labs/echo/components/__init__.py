"""Drawn components of the lab ``echo``."""
