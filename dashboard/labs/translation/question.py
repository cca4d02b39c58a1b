"""What one may predict of translation: whether a network that is right also looks at the right place."""

from __future__ import annotations

from core.errors import InputError
from dashboard.labs.translation.subject import Translated
from dashboard.language import translate as _
from dashboard.panels.prediction import Prediction, Revealed, percent

CLEAN, NEAR = 0.01, 0.2
"""Alignment error rates below which attention is the alignment, and below which it is nearly so."""

WORDS = {
    "asked": (
        "At this step {exact} of new sentences are translated without a fault. Read as an alignment, how well does"
        " the attention of this network agree with the true one?"
    ),
    "clean": "Without a fault: it could not be right otherwise",
    "near": "Nearly: some places are off",
    "far": "Badly: more than one link in five is wrong",
    "why": (
        "The loss asks for the right word, and nobody asks where the network looks. Its encoder has read the whole"
        " sentence in both directions, so what it needs of a word can be found beside that word too."
    ),
}


def _metrics(subject: Translated) -> dict[str, float]:
    found = subject.moment.checkpoint.metrics
    if "alignment_error_rate" not in found or "exact_match" not in found:
        raise InputError(
            "This network has no attention, or no true alignment is known for its data, so there is nothing to predict"
            " here. Take the shipped run in “Run in view”."
        )
    return found


def _facts(subject: Translated) -> dict[str, str]:
    return {"exact": percent(_metrics(subject)["exact_match"])}


def _find(subject: Translated) -> Revealed:
    rate = float(_metrics(subject)["alignment_error_rate"])
    told = _("Alignment error rate on held-out sentences: {rate}.", rate=percent(rate))
    return Revealed(0 if rate < CLEAN else 1 if rate < NEAR else 2, told)


QUESTION = Prediction(WORDS, _find, _facts)
