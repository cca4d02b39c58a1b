"""The lab ``slot_filling``."""
