"""Words and their vocabulary."""
