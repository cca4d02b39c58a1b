"""The lab ``generation_tips``."""
