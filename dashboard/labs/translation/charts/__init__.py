"""Charts of lab ``translation``."""
