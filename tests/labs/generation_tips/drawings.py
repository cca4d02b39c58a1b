"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

import torch

from core.labs.generation_tips.config import TipsConfig
from core.labs.generation_tips.examples import Given
from core.labs.generation_tips.task import TipsTask
from dashboard.labs.generation_tips.components.tip import SIDES, tip

MORE = {
    "distribution": {"sentences": [{"text": "you are", "whole": False}, {"text": "i am", "whole": True}]},
    "beam": {"truth": 0.1},
    "reward": {"drawn": [{"tokens": ["sun", "sun"], "reward": 0.5, "advantage": -0.5}]},
}


def _tip() -> None:
    for name in ("coverage", "scheduled_sampling", "distribution", "beam", "reward"):
        model = TipsTask(TipsConfig(tip=name)).model(torch.Generator().manual_seed(0)).eval()
        traces = {side: model.trace(Given(3), remedy=side == "with") for side in SIDES}
        tip(
            name, traces, {side: MORE.get(name, {}) for side in SIDES}, key="k", cursor=1, view={"width": 2, "tree": ""}
        )


DRAW = {"tip": _tip}
