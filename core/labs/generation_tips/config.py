"""The knobs of the five experiments on generating: lab ``generation_tips``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, learning_rate
from core.knobs import check_config, knob


@dataclass(frozen=True)
class TipsConfig:
    """Knobs of one experiment: which, its remedy, and its training (lab ``generation_tips``)."""

    tip: str = knob(
        "coverage",
        "Tip",
        "Which fault is mended. Held out, with_tip and without_tip are: captions that name every frame (coverage);"
        " notes that are right when it reads its own (scheduled_sampling); sentences that hold together, a word or the"
        " distribution fed back (distribution); the probability of the sentence that a beam of 2, or greedy, finds"
        " (beam); captions that are right (reward).",
        choices=("coverage", "scheduled_sampling", "distribution", "beam", "reward"),
    )
    coverage: float = knob(
        1.0,
        "Coverage λ",
        "How much it costs in training when a frame gets more or less than its share of attention (coverage).",
        low=0.0,
        high=10.0,
    )
    examples: int = knob(
        80, "Captioned videos", "How many captions there are to learn from (coverage, reward).", low=10, high=2000
    )
    order: str = knob(
        "time",
        "Order of the words",
        "Whether a caption names the frames as they follow each other, or in an order that nobody can know (coverage,"
        " reward).",
        choices=("time", "random"),
    )
    decay: str = knob(
        "linear",
        "Decay",
        "How ε falls, the share of true notes among those that are fed back in training; with own there are none from"
        " the start (scheduled_sampling).",
        choices=("linear", "exponential", "inverse_sigmoid", "own"),
    )
    decay_steps: int = knob(
        300,
        "Steps of the decay",
        "After how many training steps ε is 0, or nearly so (scheduled_sampling).",
        low=10,
        high=2000,
    )
    reward_from: int = knob(
        300,
        "Reward from step",
        "How many training steps imitate captions before the reward takes over (reward).",
        low=0,
        high=2000,
    )
    reward_exact: float = knob(
        0.0, "Reward: right", "What a caption earns that is right from beginning to end (reward).", low=0.0, high=1.0
    )
    reward_no_repeat: float = knob(
        1.0, "Reward: no word twice", "What a caption earns that says no word twice (reward).", low=0.0, high=1.0
    )
    reward_length: float = knob(
        1.0, "Reward: five words", "What a caption earns that has a word for each frame (reward).", low=0.0, high=1.0
    )
    reward_words: float = knob(
        0.0, "Reward: each word", "What a caption earns for each word, whichever it is (reward).", low=0.0, high=1.0
    )
    imitation: float = knob(
        0.5,
        "Imitation beside the reward",
        "How much the cross-entropy of the captions still counts once the reward has taken over; with 0, nothing but"
        " the reward does (reward).",
        low=0.0,
        high=2.0,
    )
    hidden_size: int = knob(32, "Hidden size", "How many units each network has.", low=4, high=128)
    batch_size: int = knob(32, "Batch size", "How many examples one training step sees.", low=1, high=256)
    learning_rate: float = learning_rate(0.005)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)
