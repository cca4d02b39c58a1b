"""Where the examples come from: one source a file."""
