"""What may be said of heads and of networks that look things up, each where it holds. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.labs.self_attention.heads import NAMED, Reach, Score
from core.observation import observation

ABOVE = 1.5
"""How many times the uniform share a head must reach to be said to look somewhere."""

ALWAYS = 0.99
"""The share of right answers from which on a distance costs nothing."""

FALLS = 0.1
"""By how much an accuracy must fall to be called falling."""

MOVED = 0.01
"""The least change of a probability that is told."""


@observation(
    "Head {head} of layer {layer} puts {share} of its attention on the answer, {uniform} would be uniform: it looks"
    " back to where the marked token came before, and on to what followed it."
)
def looks_at_what_followed(gold: Score, task: str, causal: bool) -> dict[str, str] | None:
    """A head of a network that copies finds the answer."""
    return _finder(gold) if task == "copying" and causal else None


@observation(
    "Head {head} of layer {layer} puts {share} of its attention on the answer, {uniform} would be uniform: it looks for"
    " the bracket that is closed."
)
def looks_at_the_bracket(gold: Score, task: str, causal: bool) -> dict[str, str] | None:
    """A head of a network for brackets finds the answer."""
    return _finder(gold) if task == "brackets" else None


@observation(
    "No head looks at the answers yet: none puts more than {share} of its attention there, {uniform} would be uniform."
)
def nobody_looks(gold: Score, task: str, causal: bool) -> dict[str, str] | None:
    """Every head looks at the answer no more than chance would."""
    most = float(gold.share.max())
    return {"share": f"{most:.0%}", "uniform": f"{gold.uniform:.0%}"} if most < ABOVE * gold.uniform else None


@observation("“{name}” is right in at least {least} of the cases at every distance: distance costs it nothing.")
def distance_costs_nothing(name: str, reach: Sequence[Reach]) -> dict[str, str] | None:
    """A network that is always right, however far back the answer stands."""
    least = min((one.right / one.count for one in reach), default=0)
    return {"name": name, "least": f"{least:.1%}"} if least >= ALWAYS else None


@observation("“{name}” falls from {near} at distance {first} to {far} at distance {last}.")
def distance_costs(name: str, reach: Sequence[Reach]) -> dict[str, str] | None:
    """A network that is right less often the farther back the answer stands."""
    if len(reach) < 2:
        return None
    best, last = max(reach, key=lambda one: one.right / one.count), reach[-1]
    near, far = best.right / best.count, last.right / last.count
    if best.distance >= last.distance or near - far < FALLS:
        return None
    return {
        "name": name,
        "near": f"{near:.0%}",
        "first": str(best.distance),
        "far": f"{far:.0%}",
        "last": str(last.distance),
    }


@observation(
    "This network has no positional encoding, and yet order counts: exchange {one} and {other}, and the probability"
    " of {answer} at the last position goes from {before} to {after}. The causal mask tells it how many tokens stand"
    " before each, and a second layer can use that."
)
def order_counts(
    before: np.ndarray, after: np.ndarray, words: Sequence[str], swapped: tuple[str, str]
) -> dict[str, str] | None:
    """Exchanging two earlier tokens changes what a network without positions says.

    Parameters
    ----------
    before, after : ndarray, shape (V,)
        The probabilities at a later position, before and after the exchange.
    words : sequence of str
        The V answers.
    swapped : (str, str)
        The tokens that were exchanged.
    """
    moved = int(abs(after - before).argmax())
    if abs(after - before)[moved] < MOVED:
        return None
    shares = {"before": f"{before[moved]:.2f}", "after": f"{after[moved]:.2f}"}
    return {"one": swapped[0], "other": swapped[1], "answer": words[moved], **shares}


@observation(
    "This network has no positional encoding, and order does not count: exchange {one} and {other}, and no"
    " probability at the last position changes by more than {most}. It sees a bag of tokens."
)
def bag_of_tokens(
    before: np.ndarray, after: np.ndarray, words: Sequence[str], swapped: tuple[str, str]
) -> dict[str, str] | None:
    """Exchanging two earlier tokens changes nothing."""
    most = float(abs(after - before).max())
    return {"one": swapped[0], "other": swapped[1], "most": f"{MOVED:.2f}"} if most < MOVED else None


@observation(
    "Without the silenced heads {after} of the held-out answers are right, {before} with them: nobody stands in for"
    " them."
)
def missed(before: float, after: float) -> dict[str, str] | None:
    """Heads whose silence costs accuracy."""
    return {"before": f"{before:.0%}", "after": f"{after:.0%}"} if before - after >= FALLS else None


@observation(
    "Without the silenced heads {after} of the held-out answers are right, {before} with them: others do their work"
    " too, or they do none."
)
def not_missed(before: float, after: float) -> dict[str, str] | None:
    """Heads whose silence costs little."""
    return {"before": f"{before:.0%}", "after": f"{after:.0%}"} if before - after < FALLS else None


def most_missed(untouched: float, without: Mapping[tuple[int, int], float], layers: int) -> tuple[tuple[int, int], ...]:
    """The heads whose silence is worth a look at first: the one that is missed most, if it is; else all of the last
    layer.
    """
    worst = min(without, key=without.__getitem__)
    if untouched - without[worst] >= FALLS:
        return (worst,)
    return tuple(head for head in without if head[0] == layers - 1)


def _finder(gold: Score) -> dict[str, str] | None:
    """The head that puts most of its attention on the answers, if it is enough to be named after that."""
    layer, head = np.unravel_index(int(gold.share.argmax()), gold.share.shape)
    share = float(gold.share[layer, head])
    if share < max(NAMED, ABOVE * gold.uniform):
        return None
    shares = {"share": f"{share:.0%}", "uniform": f"{gold.uniform:.0%}"}
    return {"head": str(int(head) + 1), "layer": str(int(layer) + 1), **shares}
