"""Charts of lab ``gan``."""
