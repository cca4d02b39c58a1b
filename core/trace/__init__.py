"""Traces: the labelled internals of a forward pass, their schema and their files."""
