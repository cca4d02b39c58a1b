"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

from functools import cache

import numpy as np
import torch

from core.labs.autoencoders.config import AutoencoderConfig
from core.labs.autoencoders.laid_out import LaidOut
from core.labs.autoencoders.task import AutoencoderTask
from dashboard.labs.autoencoders.components.decoded_rows import PictureRow, decoded_rows
from dashboard.labs.autoencoders.components.latent import latent
from dashboard.labs.autoencoders.components.latent_film import LatentFrame, latent_film
from dashboard.labs.autoencoders.components.one_code import one_code


@cache
def fresh(**knobs):
    """A small network that has learnt nothing, and its task."""
    task = AutoencoderTask(AutoencoderConfig(hidden_size=8, **knobs))
    return task.model(torch.Generator().manual_seed(0)).eval(), task


def _latent() -> None:
    for knobs in ({}, {"latent_size": 5}, {"variational": False, "data": "shapes"}):
        latent(LaidOut.of(*fresh(**knobs)), key="k", cursor=(700, 300, 3))
    latent(LaidOut.of(*fresh(latent_size=5)), key="k", cursor=(500, 500, 0))


def _one_code() -> None:
    for variational in (True, False):
        model, task = fresh(variational=variational)
        one_code(model.trace(task.pictures.picture(0)), key="k")


def _rows() -> None:
    pictures = np.random.default_rng(0).random((3, 8, 8))
    decoded_rows(
        [PictureRow("some", pictures, ["a", "b", "c"], [True, False, True]), PictureRow("", pictures[:2])],
        key="k",
        label="rows",
    )


def _film() -> None:
    dice = np.random.default_rng(0)
    frames = [LatentFrame(step, dice.normal(size=(6, 2)), dice.random((9, 8, 8)), "told") for step in (0, 8)]
    for names in (["x", "y"], ["one", "two"], [""]):
        latent_film(frames, np.arange(6) % len(names), names, 3.0, key="k", current_step=8)


DRAW = {"latent": _latent, "one_code": _one_code, "decoded_rows": _rows, "latent_film": _film}
