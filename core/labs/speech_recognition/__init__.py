"""Lab ``speech_recognition``."""
