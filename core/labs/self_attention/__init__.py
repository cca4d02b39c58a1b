"""Lab ``self_attention``."""
