from __future__ import annotations

import numpy as np
import pytest

from core.errors import InputError
from core.nn.sampling import STAGES, Sampling, draw, pick, reshape, stages

GENERATOR = np.random.default_rng(0)
DISTRIBUTIONS = GENERATOR.dirichlet(np.full(40, 0.3), size=20)  # (20, V), peaked and flat ones


def softmax(logits):
    weights = np.exp(logits - logits.max(-1, keepdims=True))
    return weights / weights.sum(-1, keepdims=True)


def test_the_default_changes_nothing():
    np.testing.assert_allclose(reshape(DISTRIBUTIONS, Sampling()), DISTRIBUTIONS, rtol=1e-12)


@pytest.mark.parametrize(
    "sampling", [Sampling(0), Sampling(0.5), Sampling(2.0, 5), Sampling(1.0, 0, 0.9), Sampling(1.3, 7, 0.5)]
)
def test_every_distribution_sums_to_one(sampling):
    reshaped = reshape(DISTRIBUTIONS.astype(np.float32), sampling)
    np.testing.assert_allclose(reshaped.sum(-1), 1)
    assert reshaped.min() >= 0


@pytest.mark.parametrize("temperature", [0.05, 0.7, 1.0, 3.0])
def test_temperature_divides_the_logits(temperature):
    logits = GENERATOR.normal(size=(5, 30)) * 4
    reshaped = reshape(softmax(logits), Sampling(temperature))
    np.testing.assert_allclose(reshaped, softmax(logits / temperature), rtol=1e-9, atol=1e-15)


def test_temperature_zero_is_greedy_and_small_ones_approach_it():
    likeliest = np.eye(40)[DISTRIBUTIONS.argmax(-1)]
    np.testing.assert_array_equal(reshape(DISTRIBUTIONS, Sampling(0)), likeliest)
    np.testing.assert_allclose(reshape(DISTRIBUTIONS, Sampling(1e-3)), likeliest, atol=1e-6)


def test_temperature_zero_takes_the_first_of_equals():
    np.testing.assert_array_equal(reshape(np.array([0.2, 0.4, 0.4]), Sampling(0)), [0, 1, 0])


@pytest.mark.parametrize("k", [1, 2, 7, 40, 100])
def test_top_k_keeps_the_k_likeliest_in_their_proportions(k):
    for before, after in zip(DISTRIBUTIONS, reshape(DISTRIBUTIONS, Sampling(top_k=k)), strict=True):
        kept = after > 0
        assert kept.sum() == min(k, 40)
        assert before[kept].min() >= before[~kept].max(initial=0)
        np.testing.assert_allclose(after[kept], before[kept] / before[kept].sum())


def test_top_k_keeps_k_even_of_equals():
    np.testing.assert_allclose(reshape(np.full(4, 0.25), Sampling(top_k=3)), [1 / 3, 1 / 3, 1 / 3, 0])


@pytest.mark.parametrize("p", [0.05, 0.5, 0.9, 0.999])
def test_the_nucleus_reaches_p_and_would_not_without_its_last_token(p):
    for before, after in zip(DISTRIBUTIONS, reshape(DISTRIBUTIONS, Sampling(top_p=p)), strict=True):
        kept = after > 0
        assert before[kept].sum() >= p > before[kept].sum() - before[kept].min()
        assert before[kept].min() >= before[~kept].max(initial=0)
        np.testing.assert_allclose(after[kept], before[kept] / before[kept].sum())


def test_a_nucleus_that_is_full_takes_no_more_whatever_the_rounding():
    assert sum([0.7, 0.1]) < 0.8  # in floating point
    np.testing.assert_allclose(reshape(np.array([0.1, 0.7, 0.1, 0.1]), Sampling(top_p=0.8)), [1 / 8, 7 / 8, 0, 0])


def test_temperature_acts_before_the_nucleus():
    flat = np.array([0.5, 0.3, 0.2])
    assert (reshape(flat, Sampling(top_p=0.7)) > 0).sum() == 2
    assert (reshape(flat, Sampling(temperature=0.25, top_p=0.7)) > 0).sum() == 1


def test_top_k_acts_before_the_nucleus():
    flat = np.array([0.4, 0.3, 0.2, 0.1])
    assert (reshape(flat, Sampling(top_p=0.55)) > 0).sum() == 2
    assert (reshape(flat, Sampling(top_k=2, top_p=0.55)) > 0).sum() == 1  # 0.4 of 0.7


def test_rows_do_not_mix():
    sampling = Sampling(0.8, 9, 0.7)
    np.testing.assert_array_equal(reshape(DISTRIBUTIONS, sampling), [reshape(row, sampling) for row in DISTRIBUTIONS])


def test_what_was_given_stays_as_it_was():
    before = DISTRIBUTIONS.copy()
    reshape(DISTRIBUTIONS, Sampling(0.5, 3, 0.5))
    np.testing.assert_array_equal(DISTRIBUTIONS, before)


def test_tokens_are_drawn_as_often_as_they_are_probable():
    p = np.array([0.0, 0.5, 0.0, 0.3, 0.2, 0.0])
    dice, n = np.random.default_rng(1), 20_000
    counts = np.bincount([draw(p, dice) for _ in range(n)], minlength=6)
    assert not counts[p == 0].any()
    assert (abs(counts - n * p) <= 4 * np.sqrt(n * p * (1 - p))).all()


def test_equal_seeds_draw_equal_tokens():
    first, again = (
        [draw(p, dice) for p in DISTRIBUTIONS] for dice in (np.random.default_rng(7), np.random.default_rng(7))
    )
    assert first == again


@pytest.mark.parametrize(
    "setting",
    [
        {"temperature": -0.1},
        {"temperature": 101.0},
        {"temperature": float("nan")},
        {"top_k": -1},
        {"top_k": 2.5},
        {"top_p": 0.0},
        {"top_p": 1.1},
        {"top_p": float("nan")},
    ],
)
def test_a_setting_out_of_range_is_named(setting):
    with pytest.raises(InputError, match=next(iter(setting))):
        Sampling(**setting)


@pytest.mark.parametrize("sampling", [Sampling(0), Sampling(0.5), Sampling(2.0, 5), Sampling(1.3, 7, 0.5)])
def test_stages_begin_with_the_networks_distribution_and_end_with_the_one_that_is_drawn_from(sampling):
    shown = stages(DISTRIBUTIONS, sampling)
    assert shown.shape == (len(STAGES), *DISTRIBUTIONS.shape)
    np.testing.assert_array_equal(shown[0], DISTRIBUTIONS)
    np.testing.assert_allclose(shown[-1], reshape(DISTRIBUTIONS, sampling), rtol=1e-12)
    np.testing.assert_allclose(shown.sum(-1), 1)


def test_each_stage_is_what_its_setting_makes_of_the_one_before():
    sampling = Sampling(0.7, 9, 0.6)
    network, tempered, kept, nucleus = stages(DISTRIBUTIONS, sampling)
    np.testing.assert_allclose(tempered, reshape(network, Sampling(0.7)))
    np.testing.assert_allclose(kept, reshape(tempered, Sampling(top_k=9)))
    np.testing.assert_allclose(nucleus, reshape(kept, Sampling(top_p=0.6)))


@pytest.mark.parametrize("sampling", [Sampling(0.5), Sampling(1.3, 7, 0.5)])
def test_many_are_drawn_as_one_by_one(sampling):
    reshaped = reshape(DISTRIBUTIONS, sampling)
    together = pick(reshaped, np.random.default_rng(3).random(len(reshaped)))
    dice = np.random.default_rng(3)
    assert together.tolist() == [draw(reshape(row, sampling), dice) for row in DISTRIBUTIONS]


def test_a_die_falls_on_the_stretch_of_its_token():
    p = np.array([0.0, 0.25, 0.0, 0.5, 0.25])
    assert pick(np.tile(p, (5, 1)), np.array([0.0, 0.2499, 0.25, 0.7499, 0.9999])).tolist() == [1, 1, 3, 3, 4]


def test_tokens_that_are_never_drawn_are_taken_out_before_the_settings_act():
    never = [3, 17]
    left = DISTRIBUTIONS.copy()
    left[:, never] = 0
    left /= left.sum(-1, keepdims=True)
    for sampling in (Sampling(0.6), Sampling(0.6, 5, 0.8)):
        shown = stages(DISTRIBUTIONS, sampling, never)
        np.testing.assert_array_equal(shown[0], DISTRIBUTIONS)
        assert not shown[1:, :, never].any()
        np.testing.assert_allclose(shown[-1], reshape(left, sampling))
        np.testing.assert_allclose(reshape(DISTRIBUTIONS, sampling, never), shown[-1])
