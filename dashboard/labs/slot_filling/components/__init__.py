"""Drawn components of lab ``slot_filling``."""
