"""The systems that are taught: one a file, readable from top to bottom."""
