"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"length": 8, "hidden_size": 6, "batch_size": 4, "layers": 2, "forget_bias": 1.0}
