"""The lab ``gates``."""
