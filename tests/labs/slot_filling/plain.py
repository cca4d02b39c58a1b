"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"hidden_size": 8, "batch_size": 8}

CHOICES = ({"bidirectional": False, "dropout": 0.2, "layers": 2}, {"cell": "none", "word_dropout": 0.0})

SAME_CODE = ("cell",)  # as of other labs
