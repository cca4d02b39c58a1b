"""What is real in each world, and how forgeries are measured."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.gan.config import GanConfig
from core.labs.gan.data import MODES, NEAR, SPREAD, DigitWorld, Examples, PlaneWorld, WordWorld
from core.labs.gan.dice import read_dice
from core.labs.gan.language import ALPHABET, LENGTH, WORDS_OF_IT, grammatical, one_hot, spelt
from core.labs.gan.moves import MOST_STEPS, read_moves, written_moves
from core.labs.gan.task import EXTENT, GanTask


def dice(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def at(points) -> Examples:
    x = torch.as_tensor(points, dtype=torch.float32)
    return Examples(x, torch.zeros(len(x), dtype=torch.int64))


@pytest.mark.parametrize("data", ["gaussians", "ring"])
def test_real_points_are_good_ones_of_all_modes(data):
    world = PlaneWorld(data)
    found = world.measure(world.draw(2_000, dice()))
    assert found["modes"] == MODES
    assert found["good_samples"] > 0.97


def test_points_of_one_mode_are_good_and_all_others_are_missed():
    world = PlaneWorld("gaussians")
    assert world.measure(at(world.centres[:1].expand(50, 2))) == {"modes": 1.0, "good_samples": 1.0}
    assert world.measure(at(torch.zeros(50, 2))) == {"modes": 0.0, "good_samples": 0.0}
    between = (world.centres[0] + world.centres[1]) / 2
    assert not world.good(between[None]).any()
    assert PlaneWorld("ring").good(torch.tensor([[0.0, 1.0], [0.0, 1 + NEAR * SPREAD + 0.01]])).tolist() == [
        True,
        False,
    ]


def test_a_mode_that_is_hardly_ever_reached_is_not_counted():
    world = PlaneWorld("gaussians")
    counts = torch.tensor([99, 1, 50, 50])
    assert world.measure(at(world.centres[:4].repeat_interleave(counts, 0)))["modes"] == 3


def test_own_points_are_drawn_and_measured_by_their_nearest():
    cloud = torch.rand(300, 2, generator=dice()) * 0.5
    world = PlaneWorld("gaussians", (cloud[:240], cloud[240:]))
    found = world.measure(world.draw(1_000, dice(1)))
    assert found["good_samples"] > 0.95
    assert found["modes"] == MODES
    assert world.measure(at(torch.full((20, 2), -0.9)))["good_samples"] == 0


def test_language_has_sixty_four_words_that_are_spelt_as_they_are_written():
    assert len(set(WORDS_OF_IT)) == 64
    assert all(len(word) == LENGTH and set(word) <= set(ALPHABET) for word in WORDS_OF_IT)
    assert spelt(one_hot(WORDS_OF_IT)) == list(WORDS_OF_IT)
    assert grammatical("abcd-dc.")
    assert not any(map(grammatical, ("abcd-dc-", "aacd-dc.", "", "abcddc..")))


def test_real_words_and_digits_are_what_they_are():
    words, digits = WordWorld(), DigitWorld()
    assert words.measure(words.draw(500, dice()))["grammatical"] == 1
    assert words.measure(words.draw(500, dice()))["kinds"] == 64
    assert digits.measure(digits.draw(200, dice()))["sample_accuracy"] > 0.95
    real = digits.draw(100, dice())
    assert digits.measure(Examples(real.x, (real.classes + 1) % 10))["sample_accuracy"] < 0.05
    assert digits.judge(Examples(real.x, real.classes))["seen"] == pytest.approx(real.classes.tolist(), abs=9)
    assert 0 <= float(real.x.min()) < float(real.x.max()) == 1
    shown = {k: int(np.argmin([(x - y).abs().sum() for y in digits.x])) for k, x in enumerate(real.x[:5])}
    assert [int(digits.classes[shown[k]]) for k in range(5)] == real.classes[:5].tolist()


@pytest.mark.parametrize("text", ["", "dice", "dice x", "7", "dice 10000", "<b>"])
def test_what_names_no_dice_is_said_in_a_sentence(text):
    with pytest.raises(InputError, match="names no dice"):
        read_dice(text)
    assert read_dice(" dice 12 ") == 12


def test_moves_are_read_and_written_and_too_many_are_refused():
    assert read_moves("c10.g1.c5") == (("critic", 10), ("generator", 1), ("critic", 5))
    assert read_moves("") == ()
    assert written_moves((("critic", 1), ("critic", 10), ("generator", 1))) == "c11.g1"
    assert read_moves(written_moves(read_moves("g3.c2"))) == (("generator", 3), ("critic", 2))
    for text in ("x1", "c", "c1000", "10", "c1,g1"):
        with pytest.raises(InputError, match="names no moves"):
            read_moves(text)
    with pytest.raises(InputError, match=f"at most {MOST_STEPS}"):
        read_moves("c200.g200")


def test_own_points_fill_the_plane_and_are_refused_where_they_cannot_be_forged(tmp_path):
    file = tmp_path / "points.csv"
    places = np.random.default_rng(0).random((100, 2)) * [0.2, 0.1] + 5
    file.write_text("x,y\n" + "\n".join(f"{x:.4f},{y:.4f}" for x, y in places))
    task = GanTask(GanConfig(), file)
    cloud = torch.cat(task.world.cloud)
    assert float(cloud[:, 0].min()) == pytest.approx(-EXTENT, abs=1e-5)
    assert float(cloud[:, 0].max()) == pytest.approx(EXTENT, abs=1e-5)
    assert float(cloud.abs().max()) <= EXTENT + 1e-5
    with pytest.raises(InputError, match="Choose the world gaussians or ring"):
        GanTask(GanConfig(data="digits"), file)
    file.write_text("1,2\n" * 100)
    with pytest.raises(InputError, match="1 different points"):
        GanTask(GanConfig(), file)
