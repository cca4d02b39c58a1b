"""Drawn components of lab ``self_attention``."""
