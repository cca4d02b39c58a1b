"""Gradients of which something may be said, and others of which it may not."""

from __future__ import annotations

TIMES = [1, 20, 40, 60, 70, 80, 90, 99, 100]


def norms(share, along_c=None):
    """Norms over 100 steps that shrink or grow to `share` within thirty."""
    told = {"time": TIMES, "hidden_state": [share ** ((100 - t) / 30) for t in TIMES]}
    if along_c is not None:
        told["cell_state"] = [along_c ** ((100 - t) / 30) for t in TIMES[:-1]] + [0.0]
    return told


ELMAN, GRU, WILD = norms(1e-6), norms(0.5), norms(1e6)
LSTM, SHUT = norms(0.004, 0.23), norms(1e-6, 1e-6)
SHORT = {"time": [2], "hidden_state": [1.0]}

CASES = {
    "vanished": ([[{"Elman": ELMAN, "GRU": GRU}]], [[{"GRU": GRU}], [{"Elman": WILD}], [{}], [{"Elman": SHORT}]]),
    "exploded": ([[{"Elman": WILD}]], [[{"Elman": ELMAN, "GRU": GRU}]]),
    "kept": ([[{"GRU": GRU}]], [[{"Elman": ELMAN}], [{"Elman": WILD}], [{"LSTM": LSTM}]]),
    "kept_along_the_cell_state": (
        [[{"LSTM": LSTM}]],
        [[{"LSTM": SHUT}], [{"GRU": GRU}], [{"LSTM": norms(0.9, 0.8)}]],
    ),
}
