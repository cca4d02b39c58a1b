"""Drawn components of the lab ``architecture_search``."""
