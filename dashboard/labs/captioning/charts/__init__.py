"""Charts of the lab ``captioning``."""
