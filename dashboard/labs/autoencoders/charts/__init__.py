"""Charts of lab ``autoencoders``."""
