"""Charts of lab ``gates``."""
