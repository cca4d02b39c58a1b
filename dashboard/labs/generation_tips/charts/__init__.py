"""Charts of lab ``generation_tips``."""
