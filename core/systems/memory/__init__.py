"""Delayed recall, the latest digit, and adding: one network, two labs."""
