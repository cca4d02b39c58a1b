"""The lab ``translation``."""
