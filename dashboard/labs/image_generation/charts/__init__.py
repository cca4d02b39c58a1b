"""Charts of lab ``image_generation``."""
