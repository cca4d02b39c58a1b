"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

from dataclasses import asdict

import torch

from core.labs.pointer_network.config import PointerConfig
from core.labs.pointer_network.points import read_points
from core.labs.pointer_network.task import PointerTask
from dashboard.labs.pointer_network.components.pointing import pointing
from dashboard.labs.pointer_network.subject import solution_of

POINTS = read_points("0.1 0.3; 0.3 0.85; 0.5 0.15; 0.62 0.6; 0.9 0.5")


def _pointing() -> None:
    for task, architecture in (("hull", "pointer"), ("sorting", "attention"), ("tour", "fixed")):
        config = PointerConfig(task=task, architecture=architecture, points=4)
        model = PointerTask(config).model(torch.Generator().manual_seed(0)).eval()
        solution = solution_of(task, POINTS)
        pointing(model.trace(POINTS), POINTS, solution, asdict(config), key="k", cursor=1)


DRAW = {"pointing": _pointing}
