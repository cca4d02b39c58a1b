"""The lab ``autoencoders``."""
