"""Panels of systems that more than one lab asks about."""
