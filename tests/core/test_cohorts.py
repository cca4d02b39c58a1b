"""Runs that are started together: listed under their leader, found again from any of them; and older databases."""

from __future__ import annotations

import sqlite3

import pytest

from core.errors import InputError
from core.runs.store import RunStore
from core.runs.tables import RUNS
from tests.core.toy import toy  # noqa: F401  (a fixture)


@pytest.fixture
def store(tmp_path, toy):
    store = RunStore(folder=tmp_path)
    yield store
    store.close()


def entrants(count):
    return [({"hidden_size": 4 + n}, n) for n in range(count)]


def test_a_cohort_is_listed_as_its_leader_alone(store):
    alone = store.create("toy", {}, 0)
    runs = store.create_comparison("toy", entrants(3), max_steps=7)
    later = store.create("toy", {}, 1)
    assert [run.id for run in store.runs("toy")] == [later.id, runs[0].id, alone.id]
    assert [run.leads for run in runs] == [True, False, False]
    assert not alone.leads


def test_a_cohort_is_found_from_each_of_its_runs(store):
    runs = store.create_comparison("toy", entrants(3), max_steps=7)
    other = store.create_comparison("toy", entrants(2), max_steps=7)
    for run in runs:
        assert store.compared(run) == runs
    assert store.compared(other[1]) == other
    assert [(run.config["hidden_size"], run.seed, run.max_steps) for run in runs] == [(4, 0, 7), (5, 1, 7), (6, 2, 7)]


def test_a_run_alone_is_its_own_cohort(store):
    run = store.create("toy", {}, 0)
    assert store.compared(run) == [run]


def test_a_fork_and_a_replay_leave_the_cohort(store):
    first, second = store.create_comparison("toy", entrants(2), max_steps=7)
    assert store.replay(second.id).cohort is None
    assert len(store.compared(first)) == 2


def test_of_a_cohort_with_one_impossible_run_none_is_made(store):
    with pytest.raises(InputError, match="hidden_size"):
        store.create_comparison("toy", [*entrants(2), ({"hidden_size": 0}, 0)], max_steps=7)
    assert store.runs("toy") == []


def test_runs_whose_leader_is_deleted_are_listed_themselves(store):
    leader, *others = store.create_comparison("toy", entrants(3), max_steps=7)
    store.delete(leader.id)
    assert {run.id for run in store.runs("toy")} == {run.id for run in others}


def older(store, tmp_path):
    """The store's database as a version without cohorts left it."""
    run = store.create("toy", {}, 5)
    store.close()
    with sqlite3.connect(tmp_path / "unrolled.db") as database:
        for (index,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%cohort%'"
        ).fetchall():
            database.execute(f"DROP INDEX {index}")
        database.execute("ALTER TABLE runs DROP COLUMN cohort")
    database.close()
    return run


def test_a_database_of_an_older_version_gets_the_column_and_keeps_its_runs(store, tmp_path):
    run = older(store, tmp_path)
    again = RunStore(folder=tmp_path)
    assert again.get(run.id) == run
    assert len(again.create_comparison("toy", entrants(2), max_steps=7)) == 2
    with sqlite3.connect(tmp_path / "unrolled.db") as database:
        assert {row[1] for row in database.execute("PRAGMA table_info(runs)")} == {
            column.name for column in RUNS.columns
        }
        assert database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'ix_runs_cohort'").fetchone() == (1,)
    database.close()
    again.close()


def test_a_second_process_that_opens_an_older_database_at_once_does_no_harm(store, tmp_path, monkeypatch):
    run = older(store, tmp_path)
    first = RunStore(folder=tmp_path)
    looks = iter([[RUNS.c.cohort]])  # what the second one saw before the first had added the column
    import core.runs.tables as tables

    seen = tables._missing
    monkeypatch.setattr(
        tables, "_missing", lambda engine, table: next(looks, None) or seen(engine, table) if table is RUNS else []
    )
    second = RunStore(folder=tmp_path)
    assert second.refusal is None
    assert second.get(run.id) == run
    first.close()
    second.close()
