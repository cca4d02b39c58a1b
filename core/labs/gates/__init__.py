"""Lab ``gates``."""
