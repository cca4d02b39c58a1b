"""The lab ``vanishing_gradients``."""
