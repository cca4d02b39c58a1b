"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"length": 12, "hidden_size": 8, "batch_size": 8}

CHOICES = (
    {"cell": "lstm_cifg", "forget_bias": 1.0, "weight_scale": 1.5},
    {"cell": "gru", "forget_bias": -1.0, "layers": 3, "initialisation": "uniform"},
)

SAME_CODE = ("cell",)  # as of other labs
