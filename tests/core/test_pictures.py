"""Pictures to learn from: what their levels mean, what is held out, and which picture a text names."""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from core.data.digits import HELD_OUT
from core.data.levels import Picture, greys, quantised
from core.data.pictures import pictures, read_example
from core.errors import InputError


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


def test_no_held_out_digit_is_learnt_from():
    found = pictures("digits", 17)
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
