"""Charts of lab ``slot_filling``."""
