"""What is shown of networks beside one trace: what they draw, as a judge pays it, and how likely it is in truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch

from core.labs.generation_tips.examples import ITEMS, Given
from core.labs.generation_tips.languages import CROSSROADS, MODES
from core.labs.generation_tips.model import Tipped
from core.labs.generation_tips.networks.captioner import END
from core.labs.generation_tips.tips.reward import rewards
from core.text.vocabulary import EOS

DRAWN, SHOWN, SENTENCES = 64, 5, 12
"""Captions that are drawn to know the usual reward, those that are shown, and sentences that are shown."""


@torch.no_grad()
def drawn_captions(model: Tipped, example: Given, remedy: bool, earns: Mapping[str, float]) -> list[dict[str, Any]]:
    """Captions that a network draws for a video, with their reward and their advantage over the mean of `DRAWN`.

    Parameters
    ----------
    model : Tipped
        Of the tip "reward".
    example : Given
        The video.
    remedy : bool
        Which network.
    earns : mapping of str to float
        What a judge pays, by the knobs ``reward_…``.

    Returns
    -------
    list of dict
        ``tokens``, ``reward`` and ``advantage`` of the most frequent ones, at most `SHOWN`.
    """
    frames, items = example.video()
    numbers = torch.tensor([[ITEMS.index(item) for item in items]])  # (1, K)
    said, _ = model.network(remedy).say(
        frames.expand(DRAWN, -1, -1), torch.Generator().manual_seed(example.number)
    )  # (D, L)
    earned = rewards(replace(model.config, **earns), said.words, numbers.expand(DRAWN, -1))  # (D,)
    advantage = earned - earned.mean()  # (D,)
    found: dict[tuple[str, ...], tuple[int, float, float]] = {}
    for words, reward, more in zip(said.words.tolist(), earned.tolist(), advantage.tolist(), strict=True):
        end = words.index(END) + 1 if END in words else len(words)
        caption = tuple([*ITEMS, EOS][word] for word in words[:end])
        found[caption] = (found.get(caption, (0,))[0] + 1, round(reward, 4), round(more, 4))
    often = sorted(found.items(), key=lambda one: -one[1][0])[:SHOWN]
    return [{"tokens": list(caption), "reward": told[1], "advantage": told[2]} for caption, told in often]


@torch.no_grad()
def drawn_sentences(model: Tipped, example: Given, mixture: float) -> list[dict[str, Any]]:
    """Sentences of the tip "distribution": each as ``text``, and whether it is ``whole``: one of the language."""
    network = model.network(True)
    words, _ = network.draw(SENTENCES, mixture, torch.Generator().manual_seed(example.number))
    said = [network.sentence(row) for row in words.tolist()]
    return [{"text": " ".join(sentence), "whole": sentence in MODES.probability} for sentence in said]


def truth_of(tokens: list[str]) -> float:
    """How likely, in truth, a sentence of the tip "beam" is; 0, if it is none."""
    return CROSSROADS.probability.get(tuple(token for token in tokens if token != EOS), 0.0)
