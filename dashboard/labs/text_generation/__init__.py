"""Lab ``text_generation``."""
