"""Charts of lab ``speech_recognition``."""
