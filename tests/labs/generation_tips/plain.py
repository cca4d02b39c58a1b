"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"hidden_size": 8, "batch_size": 8, "reward_from": 10}

CHOICES = (
    {"tip": "reward", "reward_from": 2, "order": "random", "reward_words": 0.5, "reward_exact": 1.0},
    {"tip": "scheduled_sampling", "decay": "inverse_sigmoid", "decay_steps": 10},
    {"tip": "scheduled_sampling", "decay": "exponential"},
    {"tip": "scheduled_sampling", "decay": "own"},
)
