"""The five experiments, by the name of their tip."""

from __future__ import annotations

from core.labs.generation_tips.tips.coverage import Coverage
from core.labs.generation_tips.tips.reward import Reward
from core.labs.generation_tips.tips.scheduled_sampling import ScheduledSampling
from core.labs.generation_tips.tips.tip import Tip
from core.labs.generation_tips.tips.writing import BeamSearched, FedBack

TIPS: dict[str, type[Tip]] = {
    "coverage": Coverage,
    "scheduled_sampling": ScheduledSampling,
    "distribution": FedBack,
    "beam": BeamSearched,
    "reward": Reward,
}
