"""Coverage: every frame gets its share of attention (Xu et al. 2015, section 4.2.1).

To the cross-entropy is added, with K frames and the words of the caption::

    λ Σ_i (1 − Σ_t α_ti)²

It is a regulariser: it helps while captions are few. Where the order of the words cannot be known, it hurts.
"""

from __future__ import annotations

from torch import Tensor

from core.labs.generation_tips.networks import PAIR
from core.labs.generation_tips.tips.captions import Captioned, Captions, imitation, measured
from core.labs.generation_tips.tips.tip import Networks
from core.task import Step, TrainState


class Coverage(Captions):
    """Captions of few videos, with the penalty and without (see `core.labs.generation_tips.tips.tip.Tip`)."""

    def step(self, networks: Networks, batch: Captioned, state: TrainState) -> Step:
        """Cross-entropy; with the remedy, and the penalty."""
        without, _ = imitation(networks["without"], batch)
        imitated, alignment = imitation(networks["with"], batch)
        penalty = uncovered(alignment[:, :-1])
        losses = {"without": without, "with": imitated + self.config.coverage * penalty}
        return Step(losses, {"with_cross_entropy": imitated.item(), "penalty": penalty.item()})

    def judged(self, networks: Networks, count: int) -> dict[str, float]:
        """The tip is judged by the share of captions that name every frame; see `measured` for the rest."""
        found = {}
        for name in PAIR:
            found |= measured(networks[name], count, name)
            found[f"{name}_tip"] = found[f"complete_{name}"]
        return found


def uncovered(alignment: Tensor) -> Tensor:
    """Σ_i (1 − Σ_t α_ti)² of alignments (B, T, K), averaged over the batch."""
    return (1 - alignment.sum(1)).square().sum(1).mean()
