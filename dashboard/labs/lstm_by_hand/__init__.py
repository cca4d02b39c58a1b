"""The lab ``lstm_by_hand``."""
