"""What one may predict of painting: what a pixel costs before anything is learnt."""

from __future__ import annotations

import math

from dashboard.labs.image_generation.subject import Studio
from dashboard.language import translate as _
from dashboard.panels.prediction import Prediction, Revealed
from dashboard.resources import checkpoints_of

WORDS = {
    "asked": (
        "Before the first step of training, with {levels} levels that a pixel may have: how many bits does a pixel"
        " cost?"
    ),
    "zero": "0 bits: nothing has been learnt",
    "one": "1 bit: a guess is right or wrong",
    "log": "log₂ {levels} = {bits} bits",
    "all": "{levels} bits",
    "why": (
        "Who knows nothing gives every level the same probability, and −log₂ of that is what a pixel costs. A loss"
        " means little without this number beside it."
    ),
}


def _facts(subject: Studio) -> dict[str, str]:
    levels = subject.model.levels
    return {"levels": str(levels), "bits": f"{math.log2(levels):.2f}"}


def _find(subject: Studio) -> Revealed:
    first = checkpoints_of(subject.moment.run)[0]
    bits, levels = float(first.metrics["bits_per_pixel"]), subject.model.levels
    candidates = (0.0, 1.0, math.log2(levels), float(levels))
    right = min(range(len(candidates)), key=lambda k: abs(candidates[k] - bits))
    told = _(
        "At step {step} this run paid {bits} bits a pixel on held-out pictures; at the step in view it pays {now}.",
        step=first.step,
        bits=f"{bits:.2f}",
        now=f"{float(subject.moment.checkpoint.metrics['bits_per_pixel']):.2f}",
    )
    return Revealed(right, told)


QUESTION = Prediction(WORDS, _find, _facts)
