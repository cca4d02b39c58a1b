"""A tournament: who competes in which order, how the table is sorted, and when a difference counts as one."""

from __future__ import annotations

import numpy as np
import pytest

from core.analyses.significance import FAMILY_ERROR
from core.runs.comparison import REFERENCE, Comparison, Entry, standings, verdicts


def entry(cell, seed, accuracy, loss=0.1, solved=None, state="finished", parameters=10):
    curve = ((0, 0.1, 2.0), *([(solved, 0.99, 0.2)] if solved else []), (100, accuracy, loss))
    return Entry(cell, 20, seed, parameters, curve, state)


def ranked(*entries):
    return {row.cell: row for row in standings(entries)}


def test_entrants_come_seed_by_seed_with_all_cells_at_all_lengths():
    competition = Comparison(("gru", "lstm"), (5, 9), (3, 4), 100, {"hidden_size": 8})
    entrants = competition.entrants()
    assert [seed for _, seed in entrants] == [3] * 4 + [4] * 4
    assert [(knobs["cell"], knobs["length"]) for knobs, _ in entrants[:4]] == [
        ("gru", 5),
        ("lstm", 5),
        ("gru", 9),
        ("lstm", 9),
    ]
    assert all(knobs["hidden_size"] == 8 for knobs, _ in entrants)


def test_the_table_is_sorted_by_accuracy_then_speed_then_loss():
    rows = standings(
        [
            entry("elman", 0, 0.5),
            entry("gru", 0, 1.0, solved=60),
            entry("lstm", 0, 1.0, solved=30),
            entry("lstm_nog", 0, 0.5, loss=0.05),
            entry("lstm_fgr", 0, 0.9, state="running"),
        ]
    )
    assert [row.cell for row in rows] == ["lstm", "gru", "lstm_nog", "elman", "lstm_fgr"]


def test_only_networks_that_are_done_count():
    row = ranked(entry("lstm", 0, 1.0), entry("lstm", 1, 0.1, state="running"), entry("lstm", 2, 0.2, state="queued"))[
        "lstm"
    ]
    assert (row.entered, row.finished, row.accuracy.mean) == (3, 1, 1.0)
    assert ranked(entry("lstm", 0, 1.0, state="running"))["lstm"].accuracy is None


def test_the_spread_is_the_range_over_seeds():
    row = ranked(entry("lstm", 0, 0.9), entry("lstm", 1, 0.7), entry("lstm", 2, 0.8))["lstm"]
    assert (row.accuracy.low, row.accuracy.high) == (0.7, 0.9)
    assert row.accuracy.mean == pytest.approx(0.8)


def test_steps_to_the_goal_are_those_of_the_first_checkpoint_that_reached_it():
    assert entry("lstm", 0, 1.0, solved=40).solved_at == 40
    assert entry("lstm", 0, 1.0).solved_at == 100
    assert entry("lstm", 0, 0.98).solved_at is None
    row = ranked(entry("lstm", 0, 1.0, solved=40), entry("lstm", 1, 1.0, solved=60), entry("lstm", 2, 0.5))["lstm"]
    assert (row.solved, row.steps.mean) == (2, 50)


def networks(cell, *solved, accuracy=1.0):
    """Networks of one kind; None stands for one that did not solve the task."""
    return [entry(cell, seed, accuracy if step else 0.5 + seed / 100, solved=step) for seed, step in enumerate(solved)]


APART = (10, 12, 14, 16, 18, 20)


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        (networks("gru", 10, 12, 14, 16), "faster"),
        (networks("gru", 80, 90, 85, 95), "slower"),
        (networks("gru", None, None, None, None), "worse"),
        (networks("gru", 80, 90, 85, None), "worse"),
        (networks("gru", 10, 90, 45, 35), "alike"),
        (networks("gru", 30, 40, 50, 60), "alike"),
        (networks("gru", 10, 12, 14), "unknown"),
    ],
)
def test_a_difference_counts_where_chance_would_hardly_deal_such_ranks(variant, expected):
    rows = standings([*variant, *networks("lstm", 30, 40, 50, 60)])
    assert verdicts(rows, "lstm") == {"gru": expected}
    opposite = {"worse": "better", "faster": "slower", "slower": "faster"}
    assert verdicts(rows, "gru") == {"lstm": opposite.get(expected, expected)}


def test_with_more_networks_the_ranges_may_meet():
    rows = standings([*networks("gru", 40, 70, 80, 90, 95), *networks("lstm", 20, 30, 35, 45, 60)])
    assert verdicts(rows, "lstm") == {"gru": "slower"}


def test_what_counts_alone_may_not_count_among_many():
    fast, vanilla = networks("gru", *APART[:4]), networks("lstm", 30, 40, 50, 60)
    middling = [one for cell in ("elman", "jordan", "lstm_nfg") for one in networks(cell, 25, 45, 55, 35)]
    assert verdicts(standings([*fast, *vanilla]), "lstm")["gru"] == "faster"
    assert set(verdicts(standings([*fast, *vanilla, *middling]), "lstm").values()) == {"unknown"}


def test_a_ranking_without_the_reference_compares_nothing():
    assert verdicts(standings(networks("gru", 10, 12))) == {}


@pytest.mark.parametrize("seeds", [6, 8])
def test_at_most_one_in_twenty_tournaments_of_equals_reports_a_difference(seeds):
    rng = np.random.default_rng(2017)
    cells = [REFERENCE, *(f"variant {k}" for k in range(11))]
    tournaments, reported = 1_000, 0
    for _ in range(tournaments):
        entries = [
            entry(
                cell,
                seed,
                1.0 if solved else 0.5 + rng.random() / 4,
                solved=int(rng.integers(1, 9)) if solved else None,
            )
            for cell in cells
            for seed in range(seeds)
            for solved in [rng.random() < 0.8]
        ]
        reported += bool(set(verdicts(standings(entries)).values()) - {"alike"})
    noise = 3 * (FAMILY_ERROR * (1 - FAMILY_ERROR) / tournaments) ** 0.5
    assert reported / tournaments <= FAMILY_ERROR + noise
