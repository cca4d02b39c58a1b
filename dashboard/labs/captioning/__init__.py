"""The lab ``captioning``."""
