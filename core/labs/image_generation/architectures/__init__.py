"""Architectures that paint: each says, at every pixel, what the pixels before it mean for this one."""
