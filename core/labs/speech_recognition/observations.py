"""What may be said of listeners and their alignments, each where it holds. Imports no torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.observation import observation, signed

WORSE = 0.2
"""How much larger an error rate must be to be called so."""


class Listened(NamedTuple):
    """One network of the table: what it learnt from, how it attends, and how it did.

    Attributes
    ----------
    data : str
        "digits" (drawn at random) or "counting".
    attention : str
        "content" or "location".
    errors : mapping of str to float
        Error rate on held-out sentences, by the data they are of.
    off : mapping of str to float
        The mean distance of attention from the true stretch in ms, by the same.
    """

    data: str
    attention: str
    errors: dict[str, float]
    off: dict[str, float]


@observation(
    "The kind of attention decides how well it aligns, whatever was learnt from: on held-out sentences of the kind"
    " that each learnt from, attention by content and location is {near} ms off, by content alone {far} ms."
)
def attention_decides(table: Sequence[Listened]) -> dict[str, str] | None:
    """Every network with location attention aligns better than every one without."""
    by_kind = {kind: [one.off[one.data] for one in table if one.attention == kind] for kind in KINDS}
    if not all(by_kind.values()) or max(by_kind["location"]) >= min(by_kind["content"]):
        return None
    return {"near": _span(by_kind["location"]), "far": _span(by_kind["content"])}


@observation(
    "On digits drawn at random, who learnt from counted ones makes {guessers} errors, with either attention, and who"
    " learnt from random ones {listeners}: the right words on counted digits were guesses."
)
def counters_guess(table: Sequence[Listened]) -> dict[str, str] | None:
    """Who learnt from sentences that can be guessed fails on others, and the others do not."""
    found = {
        data: [one.errors["digits"] for one in table if one.data == data and "digits" in one.errors] for data in DATA
    }
    if not all(found.values()) or min(found["counting"]) < max(found["digits"]) + WORSE:
        return None
    return {"guessers": _span(found["counting"], share=True), "listeners": _span(found["digits"], share=True)}


@observation(
    "So a good alignment is no sign of listening: the network that counts on with location attention is {off} ms off on"
    " counted digits, and makes {errors} errors on random ones."
)
def good_alignment_bad_listener(table: Sequence[Listened]) -> dict[str, str] | None:
    """A guesser whose alignment is as good as that of the best listener with content attention or better."""
    guesser = next((one for one in table if (one.data, one.attention) == ("counting", "location")), None)
    listener = next((one for one in table if (one.data, one.attention) == ("digits", "content")), None)
    if guesser is None or listener is None:
        return None
    if guesser.errors["digits"] < WORSE or guesser.off["counting"] >= listener.off["digits"]:
        return None
    return {"off": f"{guesser.off['counting']:.0f}", "errors": f"{guesser.errors['digits']:.0%}"}


@observation(
    "Both wrote the same: every token of it had a probability of {least} or more, so nothing is won by keeping more"
    " hypotheses. Take another voice, an earlier training step or a sentence it never learnt, and look again."
)
def sure_of_everything(probabilities: np.ndarray) -> dict[str, str] | None:
    """Greedy and beam search agree because no step was in doubt."""
    least = float(np.min(probabilities, initial=1))
    return {"least": f"{least:.0%}"} if len(probabilities) and least >= 0.5 else None


@observation(
    "The sound that is spoken here comes {count} times in the sentence. By content alone its scores are {scores}: a"
    " like sound may be scored alike, but each state of the encoder has read what stands around it, and so they need"
    " not be the same."
)
def like_sounds(scores: Sequence[float]) -> dict[str, str] | None:
    """One phoneme that is spoken several times, and its score at each place.

    Parameters
    ----------
    scores : sequence of float
        At the middle of each stretch in which that phoneme is spoken.
    """
    if len(scores) < 2:
        return None
    return {"count": str(len(scores)), "scores": ", ".join(map(signed, scores))}


KINDS, DATA = ("location", "content"), ("digits", "counting")


def _span(values: Sequence[float], share: bool = False) -> str:
    low, high = (f"{value:.0%}" if share else f"{value:.0f}" for value in (min(values), max(values)))
    return low if low == high else f"{low} … {high}"
