"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"batch_size": 4, "window": 64}

CHOICES = ({"conditional": False, "cycles": 2, "astray": 0.0}, {"data": "vowels", "levels": 256})

SAME_CODE = ("data", "rate")
