"""Lab ``image_generation``."""
