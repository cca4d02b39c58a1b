"""Lab ``vanishing_gradients``."""
