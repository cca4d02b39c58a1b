"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"hidden_size": 16, "batch_size": 16}

CHOICES = ({"variational": True, "second_term": "kl", "layers": 3}, {"data": "shapes", "size": 9})
