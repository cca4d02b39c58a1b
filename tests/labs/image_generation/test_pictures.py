"""Pictures to learn from: what their levels mean, what is held out, and which picture a text names."""

from itertools import product

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier

from core.errors import InputError
from core.labs.image_generation.data import DATA, pictures, read_example
from core.pictures.digits import HELD_OUT
from core.pictures.drawings import glyphs
from core.pictures.levels import Picture, greys, quantised


def test_with_all_levels_a_digit_is_what_scikit_learn_has():
    known, found = load_digits(), pictures("digits", 17)
    np.testing.assert_array_equal(np.concatenate([found.train, found.test]), known.images)
    np.testing.assert_array_equal(np.concatenate([found.train_classes, found.test_classes]), known.target)
    assert len(found.test) == HELD_OUT


@pytest.mark.parametrize("levels", [2, 4, 16, 17])
def test_digits_use_every_level_and_a_darker_pixel_never_becomes_brighter(levels):
    fine, coarse = pictures("digits", 17).train.ravel(), pictures("digits", levels).train.ravel()
    assert set(coarse) == set(range(levels))
    by_shade = [set(coarse[fine == shade]) for shade in range(17)]
    assert all(len(found) == 1 for found in by_shade)
    assert sorted(by_shade, key=min) == by_shade


@pytest.mark.parametrize(("data", "levels"), [("digits", 17), *product(DATA[1:], (2, 4, 16, 17))])
def test_no_held_out_picture_is_learnt_from(data, levels):
    found = pictures(data, levels)
    assert not {picture.tobytes() for picture in found.train} & {picture.tobytes() for picture in found.test}


def test_two_levels_of_seventeen_part_at_nine_and_of_a_byte_at_128():
    assert list(quantised(np.array([0, 8, 9, 16]), 17, 2)) == [0, 0, 1, 1]
    assert list(quantised(np.array([0, 127, 128, 255]), 256, 2)) == [0, 0, 1, 1]


def test_grey_palettes_go_from_black_to_white():
    assert greys(4).tolist() == [[0, 0, 0], [85, 85, 85], [170, 170, 170], [255, 255, 255]]


def test_an_example_is_the_held_out_digit_of_that_number():
    example, found = read_example("test 12"), pictures("digits", 17)
    np.testing.assert_array_equal(example.pixels, found.test[11])
    assert example.label == found.test_classes[11]
    np.testing.assert_array_equal(read_example(" train 1500 ").pixels, found.train[-1])


def test_an_example_in_fewer_levels_is_the_digit_of_the_coarser_data():
    np.testing.assert_array_equal(read_example("test 3").at(4).pixels, pictures("digits", 4).test[2])


@pytest.mark.parametrize("text", ["", "test", "test 0", "test 298", "12", "test -1", "train 1501", "test 9999999999"])
def test_a_text_that_names_no_picture_is_refused_in_one_sentence(text):
    with pytest.raises(InputError, match="from 1 to 297"):
        read_example(text)


def test_a_picture_is_not_shown_in_more_levels_or_in_other_colours():
    with pytest.raises(InputError, match="has 2 levels"):
        Picture(np.zeros((8, 8), np.uint8), 2).at(4)
    with pytest.raises(InputError, match="has 4 levels"):
        Picture(np.zeros((8, 8), np.uint8), 4, graded=False).at(2)


@pytest.mark.parametrize(
    ("data", "size", "levels"),
    [
        ("shapes", 8, 2),
        ("shapes", 28, 17),
        ("coloured_shapes", 12, 16),
        ("coloured_glyphs", 12, 11),
        ("glyphs", 8, 4),
        ("glyphs", 20, 2),
    ],
)
def test_drawings_have_the_size_and_the_levels_asked_for_and_equally_many_of_each_class(data, size, levels):
    found = pictures(data, levels, size)
    assert found.train.shape == (1560, size, size)
    assert found.test.shape == (312, size, size)
    assert set(np.unique(found.train)) == set(range(levels))
    assert len(found.palette) == levels
    assert len(set(np.bincount(found.train_classes))) == len(set(np.bincount(found.test_classes))) == 1
    assert len(np.bincount(found.train_classes)) == len(found.classes)


@pytest.mark.parametrize("data", ["shapes", "coloured_shapes", "glyphs", "coloured_glyphs"])
def test_the_classes_of_drawings_can_be_told_apart(data):
    found = pictures(data, 17, 12)
    inked = [(found.palette[side].max(axis=-1) / 255).reshape(len(side), -1) for side in (found.train, found.test)]
    knows = KNeighborsClassifier(3).fit(inked[0], found.train_classes)
    assert knows.score(inked[1], found.test_classes) > 5 / len(found.classes)


def test_drawings_are_the_same_whenever_they_are_drawn():
    np.testing.assert_array_equal(glyphs(8, 4, coloured=False).train, pictures("glyphs", 4).train)


def test_a_coloured_shape_has_one_hue_and_every_hue_occurs_in_every_class():
    found = pictures("coloured_shapes", 17)
    hues = [set((picture[picture > 0] - 1) // 4) for picture in found.train]
    assert all(len(seen) == 1 for seen in hues)
    assert {(label, *seen) for label, seen in zip(found.train_classes, hues, strict=True)} == {
        (label, hue) for label in range(6) for hue in range(4)
    }


def test_grey_pictures_know_that_their_levels_are_shades_and_coloured_ones_that_they_are_not():
    assert pictures("shapes", 4).graded
    assert pictures("digits", 17).graded
    assert not pictures("coloured_shapes", 17).graded
