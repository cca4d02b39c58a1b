"""The lab ``self_attention``."""
