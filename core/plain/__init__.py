"""A run as code of its own: one plain PyTorch file, and the same as a notebook, that need nothing of this project."""
