"""Charts of lab ``vanishing_gradients``."""
