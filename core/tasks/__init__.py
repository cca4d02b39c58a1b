"""What joins a system to its data and its held-out figures: one task a file."""
