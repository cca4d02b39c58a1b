"""Drawn components of the lab ``captioning``."""
