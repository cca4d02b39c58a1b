"""Charts of lab ``memory``."""
