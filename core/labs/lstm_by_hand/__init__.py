"""Lab ``lstm_by_hand``."""
