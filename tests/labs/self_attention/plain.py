"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"hidden_size": 16, "batch_size": 8}

CHOICES = ({"task": "brackets", "positions": "sinusoidal", "heads": 2}, {"layers": 1, "mlp": False, "residual": False})
