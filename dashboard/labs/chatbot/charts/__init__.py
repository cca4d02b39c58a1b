"""Charts of lab ``chatbot``."""
