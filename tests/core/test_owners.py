"""Whose runs are: who may look, who may change, whose turn it is in line, and what is removed when it is old."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from core.errors import InputError
from core.limits import Limits, limits
from core.runs.owners import SERVER, Viewer
from core.runs.tables import RUNS
from core.runs.upkeep import DAY, clean, space
from tests.core.stores import clock, store, toy  # noqa: F401  (fixtures)

ADA, BOB = Viewer(ids=("ada",)), Viewer(ids=("bob",))
KEEPER = Viewer(ids=("keeper",), administers=True)


def made(store, maker, **more):
    return store.create("toy", {}, 0, maker=maker, **more)


def age(store, run, days):
    with store.database.write() as connection:
        connection.execute(sa.update(RUNS).where(RUNS.c.id == run.id).values(opened=RUNS.c.opened - days * DAY))


def test_new_run_is_its_makers_and_private(store):
    run = made(store, ADA)
    assert (run.owner, run.shared, run.room) == ("ada", False, None)
    assert ADA.may_look(run)
    assert ADA.may_change(run)
    assert not BOB.may_look(run)
    assert not BOB.may_change(run)
    with pytest.raises(InputError, match="private"):
        BOB.check_look(run)


def test_shared_run_can_be_looked_at_and_not_changed(store):
    run = made(store, ADA)
    store.owners.share(run.id)
    run = store.get(run.id)
    BOB.check_look(run)
    with pytest.raises(InputError, match="not yours to change"):
        BOB.check_change(run)
    store.owners.share(run.id, False)
    assert not BOB.may_look(store.get(run.id))


def test_run_of_a_room_is_seen_there_and_changed_by_its_lecturer(store):
    student = Viewer(ids=("student",), follows="K7F3Q")
    lecturer, neighbour = Viewer(ids=("lecturer",), drives="K7F3Q"), Viewer(ids=("neighbour",), follows="K7F3Q")
    run = made(store, student)
    assert run.room == "K7F3Q"
    assert neighbour.may_look(run)
    assert not neighbour.may_change(run)
    assert lecturer.may_change(run)
    assert not Viewer(ids=("other",), drives="ZZZZZ").may_look(run)


def test_run_that_is_shown_in_a_room_is_seen_there(store):
    run = made(store, ADA)
    store.owners.show(run.id, "K7F3Q")
    assert Viewer(follows="K7F3Q").may_look(store.get(run.id))
    assert not BOB.may_look(store.get(run.id))


def test_administrator_may_change_every_run_but_the_shipped_one(store):
    KEEPER.check_change(made(store, ADA))
    KEEPER.check_change(made(store, SERVER))
    shipped = store.shipped("gates")
    assert shipped is not None
    with pytest.raises(InputError, match="stays as it is"):
        KEEPER.check_change(shipped)


def test_run_of_the_terminal_is_seen_by_all_and_changed_by_no_viewer(store):
    run = made(store, SERVER)
    assert run.owner is None
    assert BOB.may_look(run)
    assert not BOB.may_change(run)


def test_run_of_a_browser_that_keeps_nothing_is_shared_from_the_start(store):
    assert made(store, Viewer(ids=("session",), keeps=False)).shared


def test_fork_and_replay_belong_to_who_makes_them(store):
    from tests.core.stores import trained

    parent = trained(store, maker=ADA)
    assert store.fork(parent.id, 3, maker=BOB).owner == "bob"
    assert store.replay(parent.id, BOB).owner == "bob"


def test_list_has_ones_own_first_and_nothing_private_of_others(store):
    theirs, shared = made(store, BOB), made(store, BOB)
    store.owners.share(shared.id)
    first, second = made(store, ADA), made(store, ADA)
    store.owners.pin(first.id)
    newest = made(store, SERVER)
    listed = [run.id for run in store.owners.runs(ADA, "toy")]
    assert listed == [first.id, second.id, newest.id, shared.id]
    assert theirs.id in [run.id for run in store.owners.runs(KEEPER, "toy")]
    assert [run.id for run in store.owners.own(ADA)] == [first.id, second.id]


def test_what_is_said_of_a_leader_holds_for_those_started_with_it(store):
    runs = store.create_comparison("toy", [({}, 0), ({}, 1)], max_steps=5, maker=ADA)
    store.owners.share(runs[0].id)
    assert all(store.get(run.id).shared for run in runs)


def test_nothing_is_said_of_a_run_that_is_gone_or_shipped(store):
    with pytest.raises(InputError, match="no run"):
        store.owners.pin("nowhere")
    with pytest.raises(InputError, match="stays as it is"):
        store.owners.share("shipped-gates")


# ---- the line ----


def test_one_viewers_fifty_do_not_stand_before_anothers_first(store):
    store.queue.beat("engine", 1)
    many = [made(store, ADA) for _ in range(50)]
    for run in many:
        store.queue.enqueue(run.id, "engine")
    only = made(store, BOB)
    store.queue.enqueue(only.id, "engine")
    line = store.queue.waiting("engine")
    assert line.index(only.id) == 1
    assert [run for run in line if run != only.id] == [run.id for run in many]
    assert store.queue.claim(many[0].id, "engine", "worker")
    assert store.queue.waiting("engine")[0] == only.id


def test_viewer_may_have_so_many_runs_in_training_and_in_line(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_RUNS_PER_VIEWER", "2")
    made(store, ADA)
    store.owners.check_room_for("ada")
    made(store, ADA)
    with pytest.raises(InputError, match=r"2 runs .* allows for 2"):
        store.owners.check_room_for("ada")
    store.owners.check_room_for("bob")
    assert (store.owners.left("ada"), store.owners.left("bob")) == (0, 2)
    monkeypatch.setenv("UNROLLED_RUNS_PER_SERVER", "2")
    assert store.owners.left("bob") == 0
    with pytest.raises(InputError, match="all that it takes"):
        store.owners.check_room_for("bob")


def test_run_that_has_trained_for_all_its_minutes_is_told_so_until_somebody_presses_play(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_RUN_MINUTES", "1")
    run = made(store, ADA)
    store.queue.beat("engine", 1)
    store.queue.enqueue(run.id, "engine")
    assert store.queue.claim(run.id, "engine", "worker")
    assert not store.queue.tire(run.id, "worker", 40.0)
    assert store.queue.tire(run.id, "worker", 40.0)
    store.queue.play(run.id, "engine")
    assert not store.queue.tire(run.id, "worker", 40.0)


@pytest.mark.parametrize("said", ["-1", "0", "nan", "inf", "many"])
def test_limit_that_is_no_positive_number_is_one_sentence(said, monkeypatch):
    monkeypatch.setenv("UNROLLED_DISK_GB", said)
    with pytest.raises(InputError, match="UNROLLED_DISK_GB"):
        limits()


def test_limits_are_what_the_environment_says(monkeypatch):
    monkeypatch.setenv("UNROLLED_PARAMETERS", "1000")
    assert limits() == Limits(parameters=1000)


# ---- what is removed ----


def test_old_run_is_removed_unless_it_is_pinned_shared_nobodys_or_training(store):
    old, pinned, shared, nobodys, busy, young = (
        made(store, maker, state=state)
        for maker, state in [(ADA, "stopped")] * 3 + [(SERVER, "stopped"), (ADA, "running"), (ADA, "stopped")]
    )
    store.owners.pin(pinned.id)
    store.owners.share(shared.id)
    for run in (old, pinned, shared, nobodys, busy):
        age(store, run, 200)
    age(store, young, 100)
    assert clean(store) == [old.id]
    assert not (store.folder / "runs" / old.id).exists()


def test_run_whose_viewer_has_left_it_waiting_is_removed_once_it_is_old(store):
    forgotten = [made(store, ADA, state=state) for state in ("queued", "paused")]
    for run in forgotten:
        age(store, run, 200)
    assert sorted(clean(store)) == sorted(run.id for run in forgotten)


def test_where_space_is_short_the_run_that_was_opened_least_lately_goes_first(store, monkeypatch):
    runs = [made(store, ADA, state="stopped") for _ in range(3)]
    for run, days in zip(runs, (3, 9, 6), strict=True):
        store.checkpoint_path(run.id, 1).write_bytes(b"\0" * 1_000_000)
        age(store, run, days)
    monkeypatch.setenv("UNROLLED_DISK_GB", str(2_500_000 / 2**30))
    assert clean(store) == [runs[1].id]
    assert clean(store) == []
    assert space(store).runs == {runs[0].id: 1_000_000, runs[2].id: 1_000_000}


def test_run_that_was_open_today_is_not_removed_however_short_space_is(store, monkeypatch):
    run = made(store, ADA, state="stopped")
    store.checkpoint_path(run.id, 1).write_bytes(b"\0" * 1_000_000)
    monkeypatch.setenv("UNROLLED_DISK_GB", "0.0001")
    assert clean(store) == []


def test_opening_a_run_makes_it_young(store):
    run = made(store, ADA, state="stopped")
    age(store, run, 200)
    store.owners.opened([run.id])
    assert clean(store) == []


def test_data_that_no_run_has_is_removed_once_it_is_old(store):
    import os

    used, unused, fresh = (store.add_data(text, "text.txt") for text in (b"used", b"unused", b"fresh"))
    made(store, ADA, data=used, data_name="text.txt")
    for key in (used, unused):
        os.utime(store.folder / "data" / key, (0, 0))
    clean(store)
    assert {file.name for file in (store.folder / "data").iterdir()} == {used, fresh}
