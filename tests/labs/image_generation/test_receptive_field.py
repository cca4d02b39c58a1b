"""The measured receptive field of every architecture, against the wiring and against what a changed pixel changes."""

import numpy as np
import pytest
import torch

from core.labs.image_generation.architectures.family import PAINTERS
from core.labs.image_generation.config import ImageConfig
from core.labs.image_generation.data import pictures
from core.labs.image_generation.model import PixelModel
from core.labs.image_generation.receptive_field import _with_a_vector_for_each_pixel, bits, gradient_field
from core.labs.image_generation.task import PaintingTask

DIGITS = pictures("digits", 4)
PIXELS, CLASSES = DIGITS.test[:3], DIGITS.test_classes[:3]
PLACE = (4, 3)


def network(architecture, **more):
    config = ImageConfig(architecture=architecture, levels=4, hidden_size=8, **more)
    model = PixelModel(config, 8, 8, 4, DIGITS.classes, DIGITS.palette)
    model.initialise(torch.Generator().manual_seed(0))
    return model


@pytest.fixture(params=[kind.key for kind in PAINTERS])
def model(request):
    return network(request.param)


def test_nothing_outside_the_theoretical_field_has_a_gradient(model):
    measured = gradient_field(model, PIXELS, CLASSES, *PLACE)
    assert measured.shape == (8, 8)
    assert not measured[~model.field(*PLACE)].any()
    assert measured[PLACE[0], PLACE[1] - 1] > 0


def test_a_pixel_whose_change_changes_the_belief_has_a_gradient(model):
    measured = gradient_field(model, PIXELS[:1], CLASSES[:1], *PLACE)
    changed = np.repeat(PIXELS[:1], 64, axis=0).astype(np.int64)
    changed.reshape(64, 64)[np.arange(64), np.arange(64)] += 1
    changed %= 4
    with torch.no_grad():
        beliefs = model(torch.from_numpy(changed), torch.from_numpy(CLASSES[:1]).repeat(64))[:, *PLACE]  # (64, L)
    moved = (beliefs - beliefs[-1]).abs().amax(1).numpy().reshape(8, 8)  # the last pixel comes after all
    assert (moved > 1e-5).sum() > 3
    assert (measured[moved > 1e-5] > 0).all()


def test_the_gradient_is_that_of_a_small_step_of_one_vector():
    model, (row, column) = network("raster_patch").double(), (2, 5)
    measured = gradient_field(model, PIXELS[:1], CLASSES[:1], row, column)
    single, numbers, vectors = _with_a_vector_for_each_pixel(model, torch.from_numpy(PIXELS[:1].astype(np.int64)))

    def log_p():
        logits = single(numbers, torch.from_numpy(CLASSES[:1]))[0, row, column]
        return float(logits.log_softmax(-1)[int(PIXELS[0, row, column])])

    slopes = []
    with torch.no_grad():
        for unit in range(vectors.shape[1]):
            ends = []
            for step in (1e-4, -1e-4):
                vectors[numbers[0, 1, 4], unit] += step
                ends.append(log_p())
                vectors[numbers[0, 1, 4], unit] -= step
            slopes.append((ends[0] - ends[1]) / 2e-4)
    assert measured[1, 4] == pytest.approx(np.linalg.norm(slopes), rel=1e-5)


def test_the_field_of_several_pictures_is_the_mean_of_theirs():
    model = network("grid_2d")
    each = [gradient_field(model, PIXELS[n : n + 1], CLASSES[n : n + 1], *PLACE) for n in range(3)]
    np.testing.assert_allclose(gradient_field(model, PIXELS, CLASSES, *PLACE), np.mean(each, axis=0), atol=1e-6)


def test_the_first_pixel_depends_on_none(model):
    assert not gradient_field(model, PIXELS, CLASSES, 0, 0).any()


def test_measuring_leaves_the_network_as_it_was():
    model = network("row_lstm")
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    gradient_field(model, PIXELS, CLASSES, *PLACE)
    assert all(torch.equal(weight, before[name]) for name, weight in model.state_dict().items())
    assert all(weight.grad is None for weight in model.parameters())


def test_bits_are_those_of_the_trace_and_their_mean_is_the_figure_of_the_task():
    model, task = network("raster_pixel"), PaintingTask(ImageConfig(levels=4))
    found = bits(model, DIGITS.test, DIGITS.test_classes)
    assert found.shape == DIGITS.test.shape
    np.testing.assert_allclose(found[5], model.trace(DIGITS.picture(5))["surprisal"], atol=1e-5)
    assert found.mean() == pytest.approx(task.final_eval(model)["bits_per_pixel"], abs=1e-5)


def test_training_makes_the_empty_rim_cheap_and_the_strokes_cost_most():
    config = ImageConfig(levels=2, hidden_size=24)
    task = PaintingTask(config)
    model = task.model(torch.Generator().manual_seed(0))
    before = bits(model, DIGITS.test // 2, DIGITS.test_classes).mean(0)
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    dice = torch.Generator().manual_seed(1)
    for _ in range(40):
        optimizer.zero_grad()
        task.loss(model, task.batch(dice), dice).backward()
        optimizer.step()
    after = bits(model, task.pictures.test, task.pictures.test_classes).mean(0)  # (8, 8)
    assert before[:, 0].mean() > 0.8
    assert after[:, 0].mean() < 0.1
    assert after[:, 2:6].mean() > 3 * after[:, 0].mean()
