"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"hidden_size": 16, "batch_size": 4, "lessons": 20}

CHOICES = (
    {"architecture": "hard_attention", "dropout": 0.1},
    {"architecture": "soft_attention", "first_look": "mean", "lessons": 0},
)

SAME_CODE = ("language", "sizes", "held_out")
