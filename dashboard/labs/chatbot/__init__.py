"""The lab ``chatbot``."""
