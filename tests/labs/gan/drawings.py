"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

import numpy as np
import torch

from core.labs.gan.config import GanConfig
from core.labs.gan.data import Examples
from core.labs.gan.task import GanTask
from dashboard.labs.gan.components.distances import distances
from dashboard.labs.gan.components.forging import forging
from dashboard.labs.gan.components.forging_film import ForgedFrame, forging_film
from dashboard.labs.gan.components.point_board import point_board

LOSSES = {
    "history": np.arange(1, 21, dtype=np.float32),
    "critic_loss": np.linspace(-2, -0.1, 20, dtype=np.float32),
    "train_loss": np.linspace(0, 1, 20, dtype=np.float32),
}


def forged(**knobs):
    """A fresh network of a world: its trace with real examples, and what is known of each sample."""
    task = GanTask(GanConfig(hidden_size=8, **knobs))
    real = task.world.draw(20, torch.Generator().manual_seed(1))
    model = task.model(torch.Generator().manual_seed(0)).eval()
    trace = model.trace(0, real=real.x.numpy(), classes=real.classes.numpy())
    x = torch.from_numpy(trace["forged"].values).flatten(1)
    return trace, task.world.judge(Examples(x, torch.from_numpy(trace["class"].values)))


def _forging() -> None:
    for data in ("gaussians", "digits", "words"):
        for loss in ("js", "wasserstein_gp"):
            forging(*forged(data=data, loss=loss), LOSSES, step=20, key="k", cursor=3)


def _film() -> None:
    for data in ("ring", "digits", "words"):
        frames = [ForgedFrame(step, *forged(data=data), "told") for step in (0, 8)]
        forging_film(frames, key="k", current_step=8)


DRAW = {
    "forging": _forging,
    "distances": lambda: distances(key="k"),
    "forging_film": _film,
    "point_board": lambda: point_board(key="k"),
}
