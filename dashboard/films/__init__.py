"""Films of a training as files: drawn on the server from the traces of its checkpoints, without a browser."""
