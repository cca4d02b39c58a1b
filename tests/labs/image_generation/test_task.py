"""Learning to paint digits, and pictures of one's own."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.image_generation.architectures.family import PAINTER_KEYS
from core.labs.image_generation.config import ImageConfig
from core.labs.image_generation.task import PaintingTask
from core.training.loop import Training, train

STEPS = 300


@pytest.fixture(scope="module")
def learnt():
    training = Training.fresh(PaintingTask(ImageConfig(hidden_size=64)), seed=0)
    before = training.task.evaluate(training.model.eval())
    for _ in train(training, steps=STEPS):
        pass
    return training.task, before, training.task.evaluate(training.model.eval())


def bits_of_each_place_alone(task) -> float:
    """What a held-out pixel costs if one knows how often each level stands at its place, and nothing else."""
    L, train_, test = task.config.levels, task.pictures.train, task.pictures.test
    counts = np.stack([(train_ == level).sum(0) + 1 for level in range(L)])  # (L, h, w)
    return float(-np.log2(np.take_along_axis(counts / counts.sum(0), test.astype(int), 0)).mean())


def test_a_trained_network_foresees_more_of_a_pixel_than_its_place_tells(learnt):
    task, before, after = learnt
    assert before["bits_per_pixel"] > 0.9 * math.log2(17)
    assert after["bits_per_pixel"] < 0.85 * bits_of_each_place_alone(task)


def test_what_a_trained_network_paints_can_be_recognised(learnt):
    _, before, after = learnt
    assert before["sample_accuracy"] < 0.2
    assert after["sample_accuracy"] > 0.4


def test_equal_seeds_train_alike():
    def losses():
        training = Training.fresh(PaintingTask(ImageConfig(hidden_size=8)), seed=3)
        return [event.metrics["train_loss"] for event in train(training, steps=3) if hasattr(event, "metrics")]

    assert losses() == losses()


@pytest.mark.parametrize("architecture", PAINTER_KEYS)
def test_every_architecture_learns_from_every_source(architecture):
    sources = [("digits", 8, 4), ("coloured_shapes", 9, 16), ("glyphs", 8, 2)]
    for data, size, levels in sources:
        config = ImageConfig(architecture=architecture, data=data, size=size, levels=levels, hidden_size=8)
        training = Training.fresh(PaintingTask(config), seed=0)
        losses = [event.metrics["train_loss"] for event in train(training, steps=8) if hasattr(event, "metrics")]
        assert losses[-1] < 0.98 * losses[0]
        model = training.model
        assert (model.height, model.width, model.levels) == (size, size, levels)
        assert len(model.palette) == levels


def test_own_binary_pictures_of_28_by_28_train_without_a_hitch(tmp_path):
    dice = np.random.default_rng(0)
    blobs = np.indices((28, 28)).sum(0)[None] < dice.permutation(60)[:, None, None]
    file = tmp_path / "blobs.npz"
    np.savez(file, images=np.where(blobs, 255, 0).astype(np.uint8), labels=np.arange(60) % 2)
    task = PaintingTask(ImageConfig(size=28, levels=2, hidden_size=12), data=file)
    assert task.report.pictures > 0
    training = Training.fresh(task, seed=0)
    before = task.glance(training.model.eval())["bits_per_pixel"]
    for _ in train(training, steps=12):
        pass
    assert task.glance(training.model.eval())["bits_per_pixel"] < 0.8 * before


def test_pictures_without_classes_are_painted_without_being_told(tmp_path):
    file = tmp_path / "plain.npz"
    np.savez(file, images=np.random.default_rng(0).integers(0, 256, (60, 8, 8)).astype(np.uint8))
    task = PaintingTask(ImageConfig(levels=4, hidden_size=8), data=file)
    model = task.model(torch.Generator().manual_seed(0)).eval()
    assert not model.conditional
    assert set(task.evaluate(model)) == {"bits_per_pixel"}


def test_a_file_without_pictures_is_refused(tmp_path):
    file = tmp_path / "text.npz"
    file.write_bytes(b"no pictures here")
    with pytest.raises(InputError):
        PaintingTask(ImageConfig(), data=file)
