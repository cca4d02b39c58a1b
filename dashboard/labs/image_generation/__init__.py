"""What one may ask a network that paints, one question a file."""
