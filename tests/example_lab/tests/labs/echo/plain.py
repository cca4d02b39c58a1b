"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"hidden_size": 8, "batch_size": 8}
