"""Lab ``translation``."""
