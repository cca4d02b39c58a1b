"""Charts of lab ``self_attention``."""
