"""The lab ``pointer_network``."""
