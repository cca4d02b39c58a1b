"""The lab ``image_generation``."""
