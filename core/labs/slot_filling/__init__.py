"""Lab ``slot_filling``."""
