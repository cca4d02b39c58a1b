"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"hidden_size": 16, "batch_size": 8}
CHOICES = (
    {"attention": "none", "handover": "once", "encoder": "gnmt"},
    {"attention": "none", "encoder": "last_state", "shared_weights": True},
    {"attention": "bilinear", "encoder": "gnmt", "first_query": "learnt", "layers": 3},
    {"attention": "additive", "encoder": "residual", "order": "attend_first", "softmax": False, "dropout": 0.0},
)
