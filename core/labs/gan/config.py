"""The knobs of a forger and a detective, and of their training: lab ``gan``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, learning_rate
from core.knobs import check_config, knob

PLANE = ("gaussians", "ring")
"""The worlds whose examples are points of the plane."""

WASSERSTEIN = ("wasserstein_clip", "wasserstein_gp")
"""The losses whose critic measures a distance; the others have a detective that gives a probability."""

NOISE = {"gaussians": 2, "ring": 2, "digits": 16, "words": 16}
"""How many numbers of noise suit each world."""

CRITIC_STEPS = {"js": 1, "js_saturating": 1, "wasserstein_clip": 5, "wasserstein_gp": 2}
"""How many steps of the critic suit each loss: a detective who is too far ahead teaches nothing, a critic cannot be."""


@dataclass(frozen=True)
class GanConfig:
    """Knobs of a generator and a critic, and of their training (lab ``gan``)."""

    data: str = knob(
        "gaussians",
        "World",
        "What is forged: points of the plane (eight Gaussians, a ring, or the points that you bring), handwritten"
        " digits by class, or words of a small language.",
        choices=(*PLANE, "digits", "words"),
    )
    loss: str = knob(
        "wasserstein_gp",
        "Loss",
        "What both play for: js is the GAN, js_saturating the same before its authors mended the generator’s loss;"
        " wasserstein_clip and wasserstein_gp are the WGAN with clipped weights and with a gradient penalty.",
        choices=("js", "js_saturating", *WASSERSTEIN),
    )
    critic_steps: int = knob(
        0,
        "Critic steps k",
        "How many times the critic learns before the generator learns once; 0 takes as many as suit the loss.",
        low=0,
        high=10,
    )
    noise_size: int = knob(
        0,
        "Noise size",
        "How many random numbers z the generator starts from; 0 takes as many as suit the world.",
        low=0,
        high=64,
    )
    penalty: float = knob(
        1.0,
        "Penalty λ",
        "How much the critic pays where its slope is not 1; only the gradient penalty asks for it.",
        low=0.01,
        high=100.0,
        log=True,
    )
    weight_bound: float = knob(
        0.2,
        "Weight bound c",
        "The greatest weight that a clipped critic may have; only the WGAN with clipping asks for it.",
        low=0.001,
        high=1.0,
        log=True,
    )
    hidden_size: int = knob(
        64, "Hidden size", "How many units each of the two layers of either player has.", low=4, high=256
    )
    batch_size: int = knob(
        256, "Batch size", "How many real and how many forged examples a step compares.", low=1, high=512
    )
    learning_rate: float = learning_rate(0.003)
    critic_learning_rate: float = knob(
        0.003,
        "Critic’s learning rate",
        "How far each step moves the critic’s weights.",
        low=1e-6,
        high=100.0,
        log=True,
    )
    clip: float = clip(10.0)

    def __post_init__(self) -> None:
        check_config(self)

    @property
    def noise(self) -> int:
        """How many numbers of noise there are: Z."""
        return self.noise_size or NOISE[self.data]

    @property
    def k(self) -> int:
        """How many steps the critic makes for one of the generator."""
        return self.critic_steps or CRITIC_STEPS[self.loss]

    @property
    def wasserstein(self) -> bool:
        """Whether the critic measures a distance."""
        return self.loss in WASSERSTEIN

    @property
    def planar(self) -> bool:
        """Whether the examples are points of the plane."""
        return self.data in PLANE
