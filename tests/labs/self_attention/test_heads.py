"""What heads do, measured, and what reading costs, counted."""

import numpy as np
import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from core.labs.self_attention.config import SelfAttentionConfig
from core.labs.self_attention.cost import cost
from core.labs.self_attention.data import NONE, TASKS
from core.labs.self_attention.heads import PATTERNS, best_head, by_distance, patterns, roles, scores, visible
from core.labs.self_attention.task import SelfAttentionTask, baseline, held_out

TOKENS = np.array([[0, 5, 6, 0, 5, 6]])  # |KD|KD
GOLD = np.array([[NONE, NONE, NONE, 1, 2, 3]])


def uniform(T: int, causal: bool) -> np.ndarray:
    seen = visible(T, causal)
    return np.broadcast_to(seen / seen.sum(1, keepdims=True), (1, 2, 3, T, T))


def looking(cells: np.ndarray, causal: bool) -> np.ndarray:
    """A head that puts all its weight on some cells, and spreads the weight of rows that have none."""
    seen = visible(cells.shape[1], causal)
    rows = np.where(cells.any(-1, keepdims=True), cells, seen)
    return (rows / rows.sum(-1, keepdims=True))[:, None, None]


@pytest.mark.parametrize("causal", [True, False])
def test_head_that_looks_everywhere_alike_has_the_uniform_share_of_everything(causal):
    found = scores([(uniform(6, causal), TOKENS, GOLD)], causal)
    for name, score in found.items():
        np.testing.assert_allclose(score.share, score.uniform, atol=1e-9, err_msg=name)
    assert found["auc"].uniform == pytest.approx(0.5)
    assert [role.pattern for row in roles(found) for role in row] == ["even"] * 6


@pytest.mark.parametrize("causal", [True, False])
@pytest.mark.parametrize("name", PATTERNS)
def test_head_that_does_one_thing_is_named_after_it(name, causal):
    cells = patterns(TOKENS, GOLD, causal)[name]
    if not cells.any():  # nobody looks ahead under the mask
        assert (name, causal) == ("next", True)
        return
    found = scores([(looking(cells, causal), TOKENS, GOLD)], causal)
    assert found[name].share[0, 0] == pytest.approx(1)
    assert roles(found)[0][0].pattern == name


def test_area_is_one_at_the_gold_place_and_zero_anywhere_else():
    gold = patterns(TOKENS, GOLD, True)["gold"]
    assert scores([(looking(gold, True), TOKENS, GOLD)], True)["auc"].share[0, 0] == pytest.approx(1)
    elsewhere = visible(6, True) & ~gold
    assert scores([(looking(elsewhere, True), TOKENS, GOLD)], True)["auc"].share[0, 0] == 0


def test_shares_of_several_batches_are_weighed_by_their_rows():
    tokens, _, gold = TASKS["copying"](3, 12, torch.Generator().manual_seed(0))
    longer, _, more = TASKS["copying"](5, 18, torch.Generator().manual_seed(0))
    rng = np.random.default_rng(0)
    batches = []
    for some, places in ((tokens, gold), (longer, more)):
        weights = rng.random((len(some), 2, 3, some.shape[1], some.shape[1])) * visible(some.shape[1], True)
        batches.append((weights / weights.sum(-1, keepdims=True), some.numpy(), places.numpy()))
    expected, rows = np.zeros((2, 3)), 0
    for weights, _, places in batches:
        for b, i in zip(*(places != NONE).nonzero(), strict=True):
            expected += weights[b, :, :, i, places[b, i]]
            rows += 1
    np.testing.assert_allclose(scores(batches, True)["gold"].share, expected / rows)


def test_best_head_looks_most_at_the_answer():
    alignment = np.concatenate(
        [uniform(6, True)[:, :1, :1], looking(patterns(TOKENS, GOLD, True)["gold"], True)], axis=2
    )
    assert best_head(scores([(alignment, TOKENS, GOLD)], True)) == (0, 1)


def test_right_answers_are_counted_by_distance():
    right = np.array([[False, True, True], [False, False, True]])
    gold = np.array([[NONE, 0, 0], [NONE, 0, 1]])
    assert [tuple(reach) for reach in by_distance([(right, gold)])] == [(1, 2, 3), (2, 1, 1)]


@pytest.mark.parametrize("knobs", [{}, {"mlp": False, "layers": 3}, {"heads": 8, "hidden_size": 64, "layers": 1}])
def test_multiply_adds_of_attention_are_those_that_torch_counts(knobs):
    config = SelfAttentionConfig(**knobs)
    model = SelfAttentionTask(config).model(torch.Generator().manual_seed(0))
    T = 21
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model(torch.zeros(1, T, dtype=torch.int64))
    output = T * config.hidden_size * 27
    assert counter.get_total_flops() == 2 * (cost(config, T).products + output)


@pytest.mark.parametrize(("cell", "kind"), [("elman", torch.nn.RNN), ("gru", torch.nn.GRU), ("lstm", torch.nn.LSTM)])
def test_multiply_adds_of_a_cell_are_one_a_weight_and_step(cell, kind):
    weights = sum(p.numel() for name, p in kind(32, 32, 2).named_parameters() if name.startswith("weight"))
    assert cost(SelfAttentionConfig(architecture=cell), 10).products == 10 * weights


def test_attention_is_one_step_away_from_everything_and_recurrence_is_not():
    attention, recurrence = (cost(SelfAttentionConfig(architecture=kind), 100) for kind in ("attention", "gru"))
    assert (attention.path, attention.steps, attention.scores) == (1, 2, 2 * 4 * 100 * 100)
    assert (recurrence.path, recurrence.steps, recurrence.scores) == (99, 200, 0)
    assert cost(SelfAttentionConfig(), 200).scores == 4 * attention.scores


def test_simple_rule_closes_the_last_bracket_that_opened():
    sequences = [held_out("brackets", 15, 50)]
    right = total = 0
    for tokens, answer in zip(sequences[0].tokens.tolist(), sequences[0].answer.tolist(), strict=True):
        last = None
        for token, wanted in zip(tokens, answer, strict=True):
            if token >= 2:
                last = token - 2
            elif wanted != NONE:
                total += 1
                right += last == wanted
    assert baseline(sequences, "brackets") == pytest.approx(right / total)
