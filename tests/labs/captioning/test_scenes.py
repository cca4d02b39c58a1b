import numpy as np
import pytest

from core.errors import InputError
from core.labs.captioning.scenes import (
    CELL,
    COLOURS,
    GROUND,
    MOST_OBJECTS,
    NOISE,
    SHAPES,
    SIDE,
    Scene,
    Thing,
    coverage,
    drawn,
    read_scene,
)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_covers_the_area_of_its_outline(shape):
    r = 5.0
    arm = 0.34 * r
    area = {
        "circle": np.pi * r**2,
        "square": (2 * 0.85 * r) ** 2,
        "triangle": 0.5 * (2 * 0.95 * r) * (1.75 * r),
        "cross": 2 * (2 * r) * (2 * arm) - (2 * arm) ** 2,
    }[shape]
    assert coverage(shape, 16, 16, r).sum() == pytest.approx(area, rel=0.03)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_moves_with_its_place(shape):
    here, there = coverage(shape, 10, 12, 4.5), coverage(shape, 17, 9, 4.5)
    assert np.allclose(np.roll(here, (-3, 7), (0, 1)), there)


def test_the_middle_of_an_object_has_its_colour_and_the_rest_is_ground():
    picture = drawn([Thing("red", "circle", 8, 20)])
    assert picture[20, 8].tolist() == list(COLOURS["red"])
    assert picture[2, 29].tolist() == list(GROUND)


def test_later_objects_lie_on_earlier_ones():
    both = drawn([Thing("red", "circle", 16, 16), Thing("blue", "square", 16, 16)])
    assert both[16, 16].tolist() == list(COLOURS["blue"])


def test_the_same_scene_is_the_same_picture_and_its_noise_is_small():
    scene = read_scene("red circle 15 8")
    assert np.array_equal(scene.seen(), read_scene("red circle 15 8").seen())
    difference = scene.seen() - drawn(scene.things)
    assert np.std(difference[SIDE // 2 :]) == pytest.approx(255 * NOISE, rel=0.3)


def test_cells_of_an_object_are_those_that_it_covers():
    cells = Thing("red", "square", 2 * CELL, 3 * CELL, 4.7).cells()
    assert np.argwhere(cells).tolist() == [[2, 1], [2, 2], [3, 1], [3, 2]]


@pytest.mark.parametrize("text", ["red circle 15 8", "black cross 1 32 2.5; green triangle 31.5 0.2", "empty"])
def test_a_scene_is_read_as_it_is_written(text):
    assert str(read_scene(text)) == text


def test_an_empty_scene_is_the_ground():
    assert Scene(()).seen().mean() == pytest.approx(np.mean(GROUND), abs=3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "names no object"),
        ("red circle", "names no object"),
        ("pink circle 1 1", "names no object"),
        ("red blob 1 1", "names no object"),
        ("red circle 1 nan", "names no object"),
        ("red circle -1 3", "names no object"),
        ("red circle 1 1; ", "names no object"),
        ("red circle 65 1", "does not lie in the picture"),
        ("red circle 1 1 99", "does not lie in the picture"),
        ("; ".join(["red circle 1 1"] * (MOST_OBJECTS + 1)), "takes up to"),
        ("x" * 100_000, "names no object"),
    ],
)
def test_what_is_no_scene_is_said_in_a_sentence(text, told):
    with pytest.raises(InputError, match=told) as caught:
        read_scene(text)
    assert len(str(caught.value)) < 400
