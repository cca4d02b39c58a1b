"""Whether the figures of painted pictures tell a painter from a copier and from noise."""

import numpy as np
import pytest

from core.analyses.sample_quality import (
    diversity,
    nearest_training,
    quality,
    real_quality,
    recognised,
    sample_accuracy,
)
from core.labs.image_generation.data import pictures
from core.pictures.levels import Pictures

DIGITS = pictures("digits", 17)
DICE = np.random.default_rng(0)
CLASSES = np.repeat(np.arange(10), 8)
NOISE = DICE.integers(0, 17, (80, 8, 8))
COPIED = np.concatenate([np.flatnonzero(DIGITS.train_classes == number)[:8] for number in range(10)])
COPY = DIGITS.train[COPIED]
SHUFFLED = DICE.permuted(DIGITS.train.reshape(1500, 64), axis=0)[:80].reshape(80, 8, 8)
"""Each pixel has the right levels, and knows nothing of the others."""


def test_the_classifier_knows_real_digits_that_it_never_saw():
    assert real_quality(DIGITS).accuracy > 0.96


def test_a_copier_is_recognised_and_found_out():
    found, real = quality(COPY, CLASSES, DIGITS), real_quality(DIGITS)
    assert found.accuracy > 0.95
    assert found.distance == 0
    assert found.copied == 1
    assert real.distance > 0.1
    assert 0 < real.copied < 0.05


@pytest.mark.parametrize("samples", [NOISE, SHUFFLED], ids=["noise", "shuffled pixels"])
def test_noise_is_diverse_and_nobody_recognises_it(samples):
    found, real = quality(samples, CLASSES, DIGITS), real_quality(DIGITS)
    assert found.accuracy < 0.3
    assert found.diversity > 1.15 * real.diversity
    assert found.distance > 1.3 * real.distance
    assert found.copied == 0


def test_real_pictures_that_were_not_learnt_look_real():
    found, real = quality(DIGITS.test[:100], DIGITS.test_classes[:100], DIGITS), real_quality(DIGITS)
    assert abs(found.accuracy - real.accuracy) < 0.05
    assert abs(found.diversity / real.diversity - 1) < 0.1
    assert abs(found.distance / real.distance - 1) < 0.1


def test_one_picture_painted_again_and_again_has_no_diversity():
    assert quality(DIGITS.test[:1].repeat(40, axis=0), np.zeros(40, int), DIGITS).diversity == pytest.approx(
        0, abs=1e-3
    )


def test_asked_for_the_wrong_classes_nothing_is_recognised():
    assert sample_accuracy(COPY, (CLASSES + 1) % 10, DIGITS) < 0.05
    np.testing.assert_array_equal(recognised(COPY[:8], DIGITS), 0)


def test_without_classes_there_is_no_accuracy_and_diversity_is_that_of_all():
    found = quality(COPY, None, DIGITS)
    assert found.accuracy is None
    assert found.diversity > quality(COPY, CLASSES, DIGITS).diversity


def test_the_nearest_training_picture_of_a_copy_is_its_original():
    found = nearest_training(COPY, DIGITS)
    np.testing.assert_array_equal(found.number, COPIED)
    np.testing.assert_array_equal(found.distance, 0)


def test_the_nearest_training_picture_is_what_comparing_with_each_finds():
    found = nearest_training(DIGITS.test[:20], DIGITS)
    differences = (DIGITS.test[:20, None].astype(float) - DIGITS.train) / 16
    distances = np.sqrt((differences**2).mean(axis=(2, 3)))
    np.testing.assert_allclose(found.distance, distances.min(axis=1), rtol=1e-2)  # a palette has whole shades
    np.testing.assert_array_equal(found.number, distances.argmin(axis=1))


def test_pictures_beyond_the_first_few_thousand_are_compared_with_too():
    many = DICE.integers(0, 2, (5_000, 8, 8), dtype=np.uint8)
    found = Pictures(many, many[:10], np.zeros(5_000, int), np.zeros(10, int), 2, ("",), pictures("digits", 2).palette)
    np.testing.assert_array_equal(nearest_training(many[[4_999, 0, 4_500]], found).number, [4_999, 0, 4_500])


def test_distances_of_colours_are_distances_of_what_is_seen():
    shapes = pictures("coloured_shapes", 17)
    black, red, dark_red = (np.full((1, 8, 8), level) for level in (0, 4, 3))
    between = [diversity(np.concatenate([black, other]), np.zeros(2, int), shapes) for other in (dark_red, red)]
    assert 0 < between[0] < between[1] < 1


def test_classes_of_one_picture_have_no_diversity():
    assert np.isnan(diversity(COPY[::8], np.arange(10), DIGITS))


@pytest.mark.parametrize(
    ("data", "levels", "least"),
    [("digits", 2, 0.9), ("shapes", 17, 0.97), ("coloured_shapes", 16, 0.95), ("glyphs", 4, 0.95)],
)
def test_the_classifier_knows_every_kind_of_real_picture(data, levels, least):
    assert real_quality(pictures(data, levels)).accuracy > least
