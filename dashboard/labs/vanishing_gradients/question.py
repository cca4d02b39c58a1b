"""What one may predict of vanishing gradients: what a longer sequence costs in weights."""

from __future__ import annotations

from typing import Any

from core.course import lab_of
from core.knobs import configure
from dashboard.language import translate as _
from dashboard.panels.prediction import Prediction, Revealed
from dashboard.systems.memory.inside import Remembered

WORDS = {
    "asked": "The sequences get twice as long. How many more weights does this network need?",
    "none": "None at all",
    "double": "Twice as many as before",
    "square": "Four times as many",
    "each": "One more for every step",
    "why": (
        "Every step is read by a copy of the same cell: what grows with the sequence is the time it takes, not what"
        " is learnt."
    ),
}


def _find(read: Remembered) -> Revealed:
    run = read.moments[0].run
    length = run.config["length"]
    now, longer = _weights(run.config), _weights({**run.config, "length": 2 * length})
    right = {0: 0, now: 1, 3 * now: 2, length: 3}.get(longer - now, 1)
    told = _(
        "At T = {length} this network has {now} weights; built anew for T = {twice} it has {longer}.",
        length=length,
        twice=2 * length,
        now=f"{now:,}",
        longer=f"{longer:,}",
    )
    return Revealed(right, told)


def _weights(config: dict[str, Any]) -> int:
    import torch

    lab = lab_of("vanishing_gradients")
    model = lab.task(configure(lab.config, config)).model(torch.Generator().manual_seed(0))
    return sum(one.numel() for one in model.parameters())


QUESTION = Prediction(WORDS, _find)
