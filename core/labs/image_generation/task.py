"""Learning to paint: how many bits a pixel costs, and whether what is painted can be recognised."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.analyses.sample_quality import sample_accuracy
from core.data.text import read_file
from core.labs.image_generation.config import ImageConfig
from core.labs.image_generation.data import pictures
from core.labs.image_generation.model import PixelModel
from core.nn.sampling import Sampling
from core.pictures.own import own_pictures
from core.task import SupervisedTask

QUICK = 2_048
"""Held-out pixels on which the bits are measured at a checkpoint, at least `FEWEST` pictures; at the end, all."""

FEWEST = 16

AT_ONCE = 8_192
"""Pixels that are read together when all are measured."""

SAMPLES, SEED = 400, 0
"""Pictures that are painted to be recognised, and the seed of their dice."""


class PictureBatch(NamedTuple):
    """Pictures and what they show.

    Attributes
    ----------
    pictures : Tensor, shape (B, height, width), int64
    classes : Tensor, shape (B,), int64
    """

    pictures: Tensor
    classes: Tensor


class PaintingTask(SupervisedTask[PixelModel, PictureBatch]):
    """Pictures of one size, whose pixels have few levels (see `core.task.Task`).

    Parameters
    ----------
    config : ImageConfig
    data : Path, optional
        The viewer's own pictures.

    Raises
    ------
    InputError
        If they cannot be used.
    """

    def __init__(self, config: ImageConfig, data: Path | None = None) -> None:
        self.config = config
        if data is None:
            self.pictures = pictures(config.data, config.levels, config.size)
        else:
            self.pictures, self.report = own_pictures(
                read_file(data), data.name, config.size, config.levels, config.coloured
            )
        self.training = _batch(self.pictures.train, self.pictures.train_classes)
        self.held_out = _batch(self.pictures.test, self.pictures.test_classes)

    def model(self, generator: torch.Generator) -> PixelModel:
        """A fresh painter, its weights drawn from `generator`."""
        source = self.pictures
        model = PixelModel(
            self.config, source.height, source.width, source.levels, source.classes, source.palette.tolist()
        )
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> PictureBatch:
        """Pictures drawn from those to learn from."""
        drawn = torch.randint(len(self.training.pictures), (self.config.batch_size,), generator=generator)  # (B,)
        return PictureBatch(*(values[drawn] for values in self.training))

    def loss(self, model: PixelModel, batch: PictureBatch, generator: torch.Generator) -> Tensor:
        """Cross-entropy in nats per pixel."""
        logits = model(batch.pictures, batch.classes, generator)  # (B, h, w, L)
        return cross_entropy(logits.flatten(0, 2), batch.pictures.flatten())

    def quick_eval(self, model: PixelModel) -> dict[str, float]:
        """``bits_per_pixel`` of some held-out pictures."""
        count = max(FEWEST, QUICK // (model.height * model.width))
        return {"bits_per_pixel": bits_per_pixel(model, PictureBatch(*(values[:count] for values in self.held_out)))}

    def final_eval(self, model: PixelModel) -> dict[str, float]:
        """``bits_per_pixel`` of all held-out pictures, and, if classes are told, ``sample_accuracy``.

        That is the share of `SAMPLES` painted pictures in which a classifier that learnt from real ones sees the class
        that was asked for (see `core.analyses.sample_quality`).
        """
        metrics = {"bits_per_pixel": bits_per_pixel(model, self.held_out)}
        if model.conditional:
            classes = np.arange(SAMPLES) % len(model.classes)
            painted = model.paint(SAMPLES, classes.tolist(), Sampling(), SEED).pictures
            metrics["sample_accuracy"] = sample_accuracy(painted, classes, self.pictures)
        return metrics


@torch.no_grad()
def bits_per_pixel(model: PixelModel, batch: PictureBatch) -> float:
    """The mean surprise of a pixel, −log₂ p, each given those before it."""
    nats = 0.0
    for part, classes in zip(
        *(values.split(max(1, AT_ONCE // (model.height * model.width))) for values in batch), strict=True
    ):
        logits = model(part, classes)  # (B, h, w, L)
        nats += float(cross_entropy(logits.flatten(0, 2), part.flatten(), reduction="sum"))
    return nats / batch.pictures.numel() / math.log(2)


def _batch(pixels: np.ndarray, classes: np.ndarray) -> PictureBatch:
    return PictureBatch(torch.from_numpy(pixels.astype(np.int64)), torch.from_numpy(classes))
