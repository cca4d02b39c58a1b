"""The lab ``lstm_variants``."""
