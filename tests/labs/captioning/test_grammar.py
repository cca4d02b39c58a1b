import itertools

import numpy as np
import pytest

from core.labs.captioning.data import (
    CROPS,
    HELD_OUT,
    TRAINING,
    crops,
    held_out_scenes,
    is_held_out,
    is_unseen_combination,
    training_scenes,
)
from core.labs.captioning.grammar import describe, kinds_of_word, vocabulary
from core.labs.captioning.scenes import HUES, SHAPES, Thing, read_scene

KNOBS = [
    (objects, language, sizes, held_out)
    for objects, language, sizes, held_out in [
        (1, "en", False, "pairs"),
        (2, "en", False, "pairs"),
        (2, "zh", True, "combinations"),
        (3, "en", False, "pairs"),
    ]
]
each_kind = pytest.mark.parametrize("knobs", KNOBS)


@pytest.mark.parametrize(
    ("scene", "language", "sizes", "caption"),
    [
        ("red circle 16 8; blue square 16 24", "en", False, "a red circle above a blue square"),
        ("blue square 16 24; red circle 16 8", "en", False, "a red circle above a blue square"),
        ("red circle 8 16; blue square 24 16", "en", False, "a red circle left of a blue square"),
        ("red circle 16 8; blue square 16 24", "zh", False, "红色圆形在蓝色方形上面"),
        ("red circle 8 16 3; blue square 24 16", "en", True, "a small red circle left of a big blue square"),
        ("red circle 8 16 3; blue square 24 16", "zh", True, "小红色圆形在大蓝色方形左边"),
        (
            "red circle 6 6; blue square 6 20; green cross 24 20",
            "en",
            False,
            "a red circle above a blue square that is left of a green cross",
        ),
        (
            "red circle 6 6; blue square 6 20; green cross 24 20",
            "zh",
            False,
            "红色圆形在蓝色方形上面，后者在绿色十字左边",
        ),
    ],
)
def test_a_scene_has_its_caption_in_whatever_order_its_objects_are_given(scene, language, sizes, caption):
    things = read_scene(scene).things
    for order in itertools.permutations(things):
        told = describe(type(read_scene(scene))(order), language, sizes)
        assert told is not None
        assert told.target == caption


@pytest.mark.parametrize("scene", ["empty", "red circle 8 8; blue square 20 20", "red circle 8 8; blue square 8 8"])
def test_where_no_order_is_clear_nothing_is_said(scene):
    assert describe(read_scene(scene)) is None


def test_words_that_say_what_an_object_is_like_name_its_cells():
    told = describe(read_scene("red circle 16 8; blue square 16 24"))
    first, second = (one.cells().ravel() for one in told.things)
    named = {token.strip(): row for token, row in zip(told.tokens, told.gold, strict=True)}
    assert np.array_equal(named["red"], first)
    assert np.array_equal(named["circle"], first)
    assert np.array_equal(named["blue"], second)
    assert np.array_equal(named["square"], second)
    assert not named["above"].any()
    assert not named["a"].any()


@each_kind
def test_every_caption_is_the_one_of_its_scene_in_words_of_the_vocabulary(knobs):
    objects, language, sizes, _ = knobs
    words = set(vocabulary(objects, language, sizes))
    for scenes in (training_scenes(*knobs), held_out_scenes(*knobs)):
        for scene, caption in zip(scenes.scenes, scenes.captions, strict=True):
            told = describe(scene, language, sizes)
            assert told is not None
            assert told.target == caption.target
            assert set(caption.tokens) <= words


@each_kind
def test_what_is_held_out_is_never_learnt(knobs):
    objects, _, _, held_out = knobs
    training, held = training_scenes(*knobs), held_out_scenes(*knobs)
    assert (len(training.scenes), len(held.scenes)) == (TRAINING, HELD_OUT)
    assert not any(is_held_out(scene.things, held_out) for scene in training.scenes)
    if objects > 1:
        assert all(is_held_out(scene.things, held_out) for scene in held.scenes)
    assert not set(training.scenes) & set(held.scenes)


def test_objects_of_a_larger_picture_lie_all_over_it_and_are_as_large_as_ever():
    things = [one for scene in held_out_scenes(2, "en", False, "pairs", 64).scenes for one in scene.things]
    assert all(one.radius <= min(one.x, one.y, 64 - one.x, 64 - one.y) for one in things)
    for place in ([one.x for one in things], [one.y for one in things]):
        assert np.histogram(place, bins=4, range=(0, 64))[0].min() > 0.1 * len(things)
    usual = [one for scene in held_out_scenes(2, "en", False, "pairs").scenes for one in scene.things]
    assert {one.radius for one in things} == {one.radius for one in usual}


def test_every_colour_and_every_shape_is_learnt_in_another_combination():
    seen = [
        (colour, shape) for colour in HUES for shape in SHAPES if not is_unseen_combination(Thing(colour, shape, 9, 9))
    ]
    assert len(seen) == 20
    assert {colour for colour, _ in seen} == set(HUES)
    assert {shape for _, shape in seen} == set(SHAPES)


@pytest.mark.parametrize("held_out", ["pairs", "combinations"])
def test_eye_is_shown_every_combination_but_those_held_out(held_out):
    shown = crops(held_out)
    pairs = set(zip(shown.colours.tolist(), shown.shapes.tolist(), strict=True))
    assert len(shown.pixels) == CROPS
    assert len(pairs) == (24 if held_out == "pairs" else 20)


def test_content_words_are_told_apart_in_both_languages():
    for language in ("en", "zh"):
        words = set(vocabulary(2, language, True))
        assert all(set(some) <= words for some in kinds_of_word(language).values())
