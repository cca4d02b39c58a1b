"""What is kept of a training: runs, metrics, checkpoints, and who may claim them."""
