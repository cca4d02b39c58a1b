"""The lab ``gan``."""
