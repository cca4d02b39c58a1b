import numpy as np
import pytest
import xarray as xr
from sklearn.metrics import f1_score

from core.analyses.alignment import alignment_error_rate, hard_links, links_in_blocks, trace_error_rate

SURE = np.array([[1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]], dtype=bool)
POSSIBLE = np.array([[1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]], dtype=bool)


def test_worked_example():
    # A has 3 links, S has 2; one of A's is sure (top left), two are possible: 1 − (1 + 2) / (3 + 2).
    proposed = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]], dtype=bool)
    assert alignment_error_rate(proposed, SURE, POSSIBLE) == pytest.approx(2 / 5)


def test_known_example_of_the_natural_language_toolkit():
    # Documentation of nltk.translate.metrics: reference 0-0 1-1 2-2, hypothesis 0-0 1-2 2-1 gives 0.666…
    reference, hypothesis = np.eye(3, dtype=bool), np.array([[1, 0, 0], [0, 0, 1], [0, 1, 0]], dtype=bool)
    assert alignment_error_rate(hypothesis, reference, reference) == pytest.approx(2 / 3)


def test_it_joins_the_precision_and_recall_of_och_and_ney():
    # Och & Ney 2003: recall |A ∩ S| / |S|, precision |A ∩ P| / |A|; a sure link missed costs recall, an impossible one
    # precision.
    links = np.random.default_rng(0).random((12, *SURE.shape)) < 0.4
    for proposed in links[links.any(axis=(1, 2))]:
        recall = (proposed & SURE).sum() / SURE.sum()
        precision = (proposed & POSSIBLE).sum() / proposed.sum()
        joined = (recall * SURE.sum() + precision * proposed.sum()) / (SURE.sum() + proposed.sum())
        assert alignment_error_rate(proposed, SURE, POSSIBLE) == pytest.approx(1 - joined)


def test_where_every_possible_link_is_sure_it_is_one_minus_f1():
    # Fraser & Marcu 2007, "Measuring Word Alignment Quality for Statistical Machine Translation".
    for seed in range(5):
        proposed = np.random.default_rng(seed).random(SURE.shape) < 0.5
        expected = 1 - f1_score(SURE.ravel(), proposed.ravel())
        assert alignment_error_rate(proposed, SURE, SURE) == pytest.approx(expected)


def test_all_sure_and_any_possible_links_are_no_error():
    assert alignment_error_rate(SURE, SURE, POSSIBLE) == 0
    assert alignment_error_rate(POSSIBLE, SURE, POSSIBLE) == 0


def test_only_impossible_links_are_all_error():
    assert alignment_error_rate(~POSSIBLE, SURE, POSSIBLE) == 1


def test_missing_a_sure_link_is_an_error():
    # A has 1 link, sure and possible; S has 2: 1 − (1 + 1) / (1 + 2).
    proposed = np.zeros_like(SURE)
    proposed[0, 0] = True
    assert alignment_error_rate(proposed, SURE, POSSIBLE) == pytest.approx(1 / 3)


def test_sure_links_count_as_possible_unmarked():
    assert alignment_error_rate(SURE, SURE, np.zeros_like(SURE)) == 0


def test_nothing_proposed_and_nothing_sure_is_no_error():
    nothing = np.zeros((2, 3), dtype=bool)
    assert alignment_error_rate(nothing, nothing, nothing) == 0


def test_hard_links_take_the_heaviest_source_position_of_each_row():
    links = hard_links(np.array([[0.2, 0.5, 0.3], [0.4, 0.2, 0.4]]))
    assert links.tolist() == [[False, True, False], [True, False, False]]


BLOCKS = np.array([[0, 0, 1, 1], [0, 0, 1, 1], [1, 0, 0, 0], [0, 0, 0, 0]], dtype=bool)


def trace_of(weights, **more):
    return xr.Dataset({"alignment": (("target", "source"), np.array(weights))} | more)


def test_alignment_within_its_blocks_has_no_error():
    weights = [[0.1, 0.0, 0.6, 0.3], [0.1, 0.0, 0.3, 0.6], [0.7, 0.1, 0.1, 0.1], [0.1, 0.7, 0.1, 0.1]]
    trace = trace_of(weights, gold_alignment=(("target", "source"), BLOCKS.astype(float)))
    assert trace_error_rate(trace) == 0
    assert trace_error_rate(trace.transpose("source", "target")) == 0


def test_error_in_blocks_is_the_share_of_targets_that_look_outside():
    weights = np.array([[0.1, 0.6, 0.2, 0.1], [0.1, 0.0, 0.3, 0.6], [0.7, 0.1, 0.1, 0.1], [0.1, 0.7, 0.1, 0.1]])
    assert alignment_error_rate(*links_in_blocks(weights, BLOCKS)) == pytest.approx(1 / 3)


def test_trace_without_attention_or_without_the_truth_has_no_error_rate():
    assert trace_error_rate(trace_of([[1.0]])) is None
    assert trace_error_rate(xr.Dataset({"gold_alignment": (("target", "source"), np.ones((1, 1)))})) is None
