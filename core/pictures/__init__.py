"""Pictures: their levels, files and sources."""
