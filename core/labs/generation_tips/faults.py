"""Where networks go wrong, on many held-out examples: captions that are not right, notes by their place, sentences by
what is fed back, answers by the width of the beam.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor

from core.labs.generation_tips.examples import ITEMS, held_out_melodies, held_out_videos
from core.labs.generation_tips.languages import CROSSROADS
from core.labs.generation_tips.model import Tipped
from core.labs.generation_tips.networks.captioner import END
from core.labs.generation_tips.networks.follower import shifted
from core.labs.generation_tips.tips.captions import judge
from core.labs.generation_tips.tips.writing import coherent
from core.nn.beam_search import beam_search


class Mistold(NamedTuple):
    """A held-out video that the network without the remedy captions wrongly.

    Attributes
    ----------
    number : int
        Of the video, from 1.
    video, without, having : str
        What it shows, and what both networks say.
    mended : bool
        Whether the network with the remedy is right.
    """

    number: int
    video: str
    without: str
    having: str
    mended: bool


def mistold(model: Tipped, count: int = 200) -> list[Mistold]:
    """The videos, of the first `count`, that the network without the remedy captions wrongly."""
    frames, items = (part[:count] for part in held_out_videos())
    said = {remedy: model.network(remedy).say(frames)[0].words for remedy in (False, True)}  # (B, L) each
    right = {remedy: judge(words, items).right for remedy, words in said.items()}  # (B,) each
    return [
        Mistold(k + 1, _caption(items[k]), _caption(said[False][k]), _caption(said[True][k]), bool(right[True][k]))
        for k in torch.nonzero(~right[False])[:, 0].tolist()
    ]


def _caption(words: Tensor) -> str:
    return " ".join(ITEMS[word] for word in words.tolist() if word != END)


@torch.no_grad()
def by_place(model: Tipped) -> dict[str, list[float]]:
    """The share of held-out melodies in which each note is right: ``alone_…`` and ``forced_…``, without the remedy and
    with it.
    """
    heard, true = held_out_melodies()
    found = {}
    for remedy, side in ((False, "without"), (True, "with")):
        network = model.network(remedy)
        alone, _ = network.write(heard)  # (B, T)
        forced = network(heard, shifted(true))[0].argmax(-1)  # (B, T)
        found[f"alone_{side}"] = (alone == true).float().mean(0).tolist()
        found[f"forced_{side}"] = (forced == true).float().mean(0).tolist()
    return found


@torch.no_grad()
def by_mixture(model: Tipped, count: int = 300) -> list[tuple[float, float]]:
    """The share of sentences that hold together, for m = 0, .1 … 1."""
    return [(m / 10, coherent(model.network(True), m / 10, count)[0]) for m in range(11)]


LENGTH_PENALTY = 1.0
"""α of the other ranking in `by_width`: so large that a longer sentence is not lost for its length."""


def by_width(model: Tipped, widest: int = 10) -> list[dict[str, Any]]:
    """What a beam of each width finds: ``width``, ``sentence``, ``words``, its ``probability`` and its ``truth``; and
    what it finds under `LENGTH_PENALTY`: ``penalised``.
    """
    rows = []
    for width in range(1, widest + 1):
        found = beam_search(model.network(True), None, width, 0.0)
        best = found.best
        truth = CROSSROADS.probability.get(best.tokens, 0.0)
        probability = float(torch.tensor(best.log_probability).exp())
        rows.append(
            {
                "width": width,
                "sentence": " ".join(best.tokens),
                "words": len(best.tokens),
                "probability": probability,
                "truth": truth,
                "penalised": " ".join(found.ranked(LENGTH_PENALTY).best.tokens),
            }
        )
    return rows
