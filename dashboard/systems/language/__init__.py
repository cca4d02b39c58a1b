"""Panels of the language labs."""
