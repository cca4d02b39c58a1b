"""Drawn components of lab ``chatbot``."""
