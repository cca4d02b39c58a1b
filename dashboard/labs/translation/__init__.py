"""The closer looks at a translation: each asks one question about where the decoder looks."""
