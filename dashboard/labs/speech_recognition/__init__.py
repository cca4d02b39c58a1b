"""The lab ``speech_recognition``."""
