"""What joins a system to its data and its held-out metrics: one task a file."""
