"""Videos with captions, and how captions are judged: what the tips "coverage" and "reward" share."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, one_hot, pad

from core.labs.generation_tips.config import TipsConfig
from core.labs.generation_tips.examples import FRAMES, ITEMS, draw_videos, held_out_videos
from core.labs.generation_tips.networks.captioner import END, VideoTeller

VIDEOS_SEED = 2015
"""Fixes the captioned videos: the same in every run."""


class Captioned(NamedTuple):
    """Videos whose captions are known.

    Attributes
    ----------
    frames : Tensor, shape (B, K, D)
    words : Tensor, shape (B, K + 1), int64
        One for each frame, and `END`.
    """

    frames: Tensor
    words: Tensor


class Judged(NamedTuple):
    """What is true of captions, each (B,) of bool but the last.

    Attributes
    ----------
    right : Tensor
        It names the frames in their order, and ends.
    complete : Tensor
        It names every frame.
    repeats : Tensor
        It says a word twice.
    ends : Tensor
        It has as many words as the video has frames.
    words : Tensor, int64
        How many words it has.
    """

    right: Tensor
    complete: Tensor
    repeats: Tensor
    ends: Tensor
    words: Tensor


class Captions:
    """Captioned videos to learn from.

    Parameters
    ----------
    config : TipsConfig
    """

    def __init__(self, config: TipsConfig) -> None:
        self.config = config
        generator = torch.Generator().manual_seed(VIDEOS_SEED)
        frames, items = draw_videos(config.examples, generator)
        if config.order == "random":
            items = items.gather(1, torch.rand(items.shape, generator=generator).argsort(1))  # (B, K)
        self.known = Captioned(frames, pad(items, (0, 1), value=END))

    def batch(self, generator: torch.Generator) -> Captioned:
        """Some of the captioned videos."""
        chosen = torch.randint(len(self.known.frames), (self.config.batch_size,), generator=generator)  # (B,)
        return Captioned(self.known.frames[chosen], self.known.words[chosen])


def imitation(network: VideoTeller, batch: Captioned) -> tuple[Tensor, Tensor]:
    """Cross-entropy in nats per word, and the alignment (B, K + 1, K) by which the words were said."""
    logits, alignment = network(batch.frames, batch.words)  # (B, K + 1, V), (B, K + 1, K)
    return cross_entropy(logits.flatten(0, 1), batch.words.flatten()), alignment


def judge(words: Tensor, items: Tensor) -> Judged:
    """What is true of captions (B, L), filled up with the end, of videos that show `items` (B, K)."""
    K = items.shape[1]
    said = one_hot(words, len(ITEMS) + 1)[..., :END].sum(1)  # (B, I): how often each word
    count = said.sum(1)  # (B,)
    ends = count == K
    return Judged(
        right=(words[:, :K] == items).all(1) & ends,
        complete=(said.gather(1, items) > 0).all(1),
        repeats=(said > 1).any(1),
        ends=ends,
        words=count,
    )


def written(words: Tensor) -> Tensor:
    """Which places of captions (B, L) are written: the words and the first end, as 0 and 1."""
    ended = words == END  # (B, L)
    return ((ended.cumsum(1) - ended.int()) == 0).float()


def measured(network: VideoTeller, count: int, suffix: str) -> dict[str, float]:
    """How a network captions held-out videos: shares of captions that are ``right``, ``complete``, that repeat a word
    (``repeats``); of frames that got less than half of their share of attention (``unseen``); and ``words`` a caption.
    """
    frames, items = (part[:count] for part in held_out_videos())
    said, _ = network.say(frames)
    told = judge(said.words, items)
    looked = (said.alignment * written(said.words).unsqueeze(-1)).sum(1)  # (B, K)
    found = {
        "right": told.right,
        "complete": told.complete,
        "repeats": told.repeats,
        "unseen": looked[:, :FRAMES] < 0.5,
        "words": told.words,
    }
    return {f"{name}_{suffix}": float(values.float().mean()) for name, values in found.items()}
