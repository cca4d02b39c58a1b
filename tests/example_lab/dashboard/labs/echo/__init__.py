"""The lab ``echo``."""
