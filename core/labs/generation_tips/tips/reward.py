"""Reward: the whole caption is judged, not each word (Ranzato et al. 2016).

A caption y is drawn from the network, word by word; a judge says how good it is as a whole, R(y); and what was said
becomes likelier or less likely, by its advantage over the usual reward b::

    ∂L/∂θ = − (R(y) − b) Σ_t ∂ log p(y_t)/∂θ + λ ∂CE/∂θ        b ← .9 b + .1 R̄

The first term is REINFORCE with a baseline (Williams 1992), the second goes on imitating captions (Wu et al. 2016,
equation 9): without it, a network may find a way to earn the reward and say nothing. It begins where imitation has come
to, for a network that says anything would seldom earn a reward. The judge need not know the caption: that no word comes
twice can be seen without it.

References
----------
- Williams 1992, "Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning".
- Ranzato, Chopra, Auli, Zaremba 2016, "Sequence Level Training with Recurrent Neural Networks".
- Wu et al. 2016, "Google's Neural Machine Translation System", section 5.
"""

from __future__ import annotations

from torch import Tensor

from core.labs.generation_tips.config import TipsConfig
from core.labs.generation_tips.examples import FRAMES, draw_videos
from core.labs.generation_tips.networks import PAIR
from core.labs.generation_tips.networks.captioner import VideoTeller
from core.labs.generation_tips.tips.captions import Captioned, Captions, imitation, judge, measured, written
from core.labs.generation_tips.tips.tip import Networks
from core.task import Step, TrainState

KEEPS = 0.9
"""How much of the baseline is kept from step to step."""


class Reward(Captions):
    """Captions imitated and then, with the remedy, judged as a whole (see `core.labs.generation_tips.tips.tip.Tip`)."""

    def step(self, networks: Networks, batch: Captioned, state: TrainState) -> Step:
        """Cross-entropy; with the remedy, from some step on, what REINFORCE makes small, on videos without captions."""
        without, _ = imitation(networks["without"], batch)
        imitated, _ = imitation(networks["with"], batch)
        if state.step < self.config.reward_from:
            return Step({"without": without, "with": imitated})
        frames, items = draw_videos(self.config.batch_size, state.generator)
        words = networks["with"].say(frames, state.generator)[0].words  # (B, L)
        earned = rewards(self.config, words, items)  # (B,)
        usual = state.carry.get("baseline", earned.mean())
        loss = reinforced(networks["with"], frames, words, earned - usual) + self.config.imitation * imitated
        baseline = KEEPS * usual + (1 - KEEPS) * earned.mean()
        return Step({"without": without, "with": loss}, {"reward": earned.mean().item()}, {"baseline": baseline})

    def judged(self, networks: Networks, count: int) -> dict[str, float]:
        """The tip is judged by the share of captions that are right; see `measured` for the rest."""
        found = {}
        for name in PAIR:
            found |= measured(networks[name], count, name)
            found[f"{name}_tip"] = found[f"right_{name}"]
        return found


def rewards(config: TipsConfig, words: Tensor, items: Tensor) -> Tensor:
    """What captions (B, L) of videos that show `items` (B, K) earn, (B,)."""
    told = judge(words, items)
    return (
        config.reward_exact * told.right.float()
        + config.reward_no_repeat * (~told.repeats).float()
        + config.reward_length * told.ends.float()
        + config.reward_words * told.words / FRAMES
    )


def reinforced(network: VideoTeller, frames: Tensor, words: Tensor, advantage: Tensor) -> Tensor:
    """The loss whose gradient is that of REINFORCE, per word that was said.

    Parameters
    ----------
    network : VideoTeller
        Who speaks.
    frames : Tensor, shape (B, K, D)
        What was spoken of.
    words : Tensor, shape (B, L), int64
        What was drawn from the network.
    advantage : Tensor, shape (B,)
        Of each caption.
    """
    logits, _ = network(frames, words)  # (B, L, V)
    told = logits.log_softmax(-1).gather(2, words.unsqueeze(-1)).squeeze(-1)  # (B, L)
    said = written(words)  # (B, L)
    return -(advantage.unsqueeze(1) * told * said).sum() / said.sum()
