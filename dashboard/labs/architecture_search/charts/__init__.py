"""Charts of lab ``architecture_search``."""
