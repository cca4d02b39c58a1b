"""Numbers about traces: one question a file."""
