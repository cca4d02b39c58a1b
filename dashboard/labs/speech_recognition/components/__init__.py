"""Drawn components of lab ``speech_recognition``."""
