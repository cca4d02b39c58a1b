"""The lab ``architecture_search``."""
