"""Scheduled sampling: in training, the network ever more often reads its own notes (Bengio et al. 2015).

At each place a die decides: with probability ε_i the true note is fed back, else the network's own. ε_i falls over the
training steps i::

    linear            max(0, 1 − i/D)
    exponential       .01^(i/D)
    inverse sigmoid   k / (k + exp(i/k))     k such that it is ½ at D/2

No gradient goes through what was fed back; so the notes are written first, and then read as if they were known.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.labs.generation_tips.config import TipsConfig
from core.labs.generation_tips.examples import draw_melodies, held_out_melodies
from core.labs.generation_tips.networks import PAIR
from core.labs.generation_tips.networks.follower import Follower, shifted
from core.labs.generation_tips.tips.tip import Networks
from core.task import Step, TrainState

LATE = 8
"""How many notes at the end of a melody are counted as late ones."""


class ScheduledSampling:
    """Melodies heard badly, the true notes fed back or ever fewer of them (see `Tip`)."""

    def __init__(self, config: TipsConfig) -> None:
        self.config = config

    def batch(self, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """What is heard and what is true, (B, T) each."""
        return draw_melodies(self.config.batch_size, generator)

    def step(self, networks: Networks, batch: tuple[Tensor, Tensor], state: TrainState) -> Step:
        """Cross-entropy in nats per note: without the remedy, the true notes are fed back."""
        (heard, true), share = batch, true_share(self.config.decay, state.step, self.config.decay_steps)
        forced = shifted(true)  # (B, T)
        before = forced if share == 1 else networks["with"].write(heard, true, share, state.generator)[1]  # (B, T)
        losses = {
            "without": followed(networks["without"], heard, forced, true),
            "with": followed(networks["with"], heard, before, true),
        }
        return Step(losses, {"with_cross_entropy": losses["with"].item(), "true_share": share})

    def judged(self, networks: Networks, count: int) -> dict[str, float]:
        """The tip is judged by the share of notes that are right as the network writes alone.

        ``forced_…`` is the share that is right if the true notes are fed back, ``late_…`` of the last notes, ``off_…``
        how many notes it is off.
        """
        heard, true = (part[:count] for part in held_out_melodies())
        found = {}
        for name in PAIR:
            written, _ = networks[name].write(heard)  # (B, T)
            right = (written == true).float()  # (B, T)
            with torch.no_grad():
                forced = networks[name](heard, shifted(true))[0].argmax(-1) == true  # (B, T)
            found |= {
                f"{name}_tip": float(right.mean()),
                f"forced_{name}": float(forced.float().mean()),
                f"late_{name}": float(right[:, -LATE:].mean()),
                f"off_{name}": float((written - true).abs().float().mean()),
            }
        return found


def followed(network: Follower, heard: Tensor, before: Tensor, true: Tensor) -> Tensor:
    """Cross-entropy of the true notes, where `before` is fed back; all (B, T)."""
    logits, _ = network(heard, before)  # (B, T, N)
    return cross_entropy(logits.flatten(0, 1), true.flatten())


def true_share(decay: str, step: int, steps: int) -> float:
    """ε after `step` training steps, where it is to be 0, or nearly so, after `steps`."""
    match decay:
        case "linear":
            return max(0.0, 1 - step / steps)
        case "exponential":
            return 0.01 ** (step / steps)
        case "inverse_sigmoid":
            k = _steepness(steps / 2)
            return k / (k + math.exp(min(step / k, 700)))
        case "own":
            return 0.0
    raise ValueError(f"no decay is called {decay!r}")


def _steepness(half: float) -> float:
    """The k > 1 at which k / (k + exp(half/k)) is ½: k ln k = half."""
    k = math.e
    for _ in range(50):
        k = (k + half) / (math.log(k) + 1)  # Newton on k ln k − half
    return k
