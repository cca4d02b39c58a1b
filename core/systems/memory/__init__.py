"""Delayed recall and adding: one network, two labs."""
