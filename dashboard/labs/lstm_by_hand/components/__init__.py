"""Drawn components of lab ``lstm_by_hand``."""
