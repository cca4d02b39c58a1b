"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"hidden_size": 16, "batch_size": 8}

CHOICES = ({"copying": True, "dropout": 0.2}, {"attention": "none", "turns": 1})
