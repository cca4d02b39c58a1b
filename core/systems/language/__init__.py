"""A language model: read and written by two labs."""
