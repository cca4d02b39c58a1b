"""Panels of the memory labs."""
