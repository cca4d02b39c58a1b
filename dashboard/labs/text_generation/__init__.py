"""The lab ``text_generation``."""
