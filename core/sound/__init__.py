"""Sound: synthesis, files, features."""
