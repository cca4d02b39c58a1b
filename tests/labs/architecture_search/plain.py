"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"hidden_size": 8}

CHOICES = ({"free": 3, "batch_size": 2, "children": 2}, {"controller": "random"})
