"""Charts of lab ``pointer_network``."""
