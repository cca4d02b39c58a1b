"""The line of runs: who trains what, in which order, and what viewers want of it."""

from __future__ import annotations

import pytest

import core.runs.queue
from core.runs.queue import MAX_STEPS, Superseded
from tests.core.stores import clock, keep, store, trained  # noqa: F401  (fixtures)
from tests.core.toy import toy  # noqa: F401  (a fixture)

# ---- the line, and what viewers want ----


def waiting(store, count, workers=1):
    store.queue.beat("engine", workers)
    runs = [store.create("toy", {}, seed).id for seed in range(count)]
    for run_id in runs:
        store.queue.enqueue(run_id, "engine")
    return runs


def test_runs_beyond_the_workers_have_a_place_in_line(store):
    runs = waiting(store, 4, workers=2)
    assert [store.queue.position(run_id) for run_id in runs] == [0, 0, 1, 2]
    store.queue.claim(runs[0], "engine", "w1")
    store.queue.claim(runs[1], "engine", "w2")
    assert [store.queue.position(run_id) for run_id in runs] == [0, 0, 1, 2]
    assert store.queue.waiting("engine") == runs[2:]


@pytest.mark.parametrize("leave", ["stop", "pause", "delete"])
def test_waiting_run_can_leave_the_line(store, leave):
    first, second = waiting(store, 2)
    (store.delete if leave == "delete" else getattr(store.queue, leave))(first)
    assert store.queue.waiting("engine") == [second]
    assert store.queue.position(second) == 0
    if leave == "stop":
        assert store.get(first).state == "stopped"
        assert not store.queue.claim(first, "engine", "worker")
    if leave == "pause":
        assert store.get(first).state == "paused"
        store.queue.play(first, "engine")
        assert store.queue.waiting("engine") == [second, first]


def test_only_one_engine_can_claim_a_run(store):
    [run] = waiting(store, 1)
    assert not store.queue.claim(run, "another engine", "thief")
    assert store.queue.claim(run, "engine", "worker")
    assert store.get(run).state == "running"


def test_step_adds_up_when_pressed_fast(store):
    run = trained(store)
    store.queue.pause(run.id)
    for _ in range(3):
        store.queue.advance(run.id, "engine")
    assert store.queue.control(run.id).until_step == 6
    store.queue.play(run.id, "engine")
    assert store.queue.control(run.id).until_step is None


def test_held_run_is_not_queued_again(store):
    run = trained(store)
    store.queue.pause(run.id)
    store.queue.play(run.id, "another engine")
    assert store.get(run.id).state == "running"
    assert store.queue.waiting("another engine") == []


def test_worker_cannot_give_up_a_run_that_was_just_played(store):
    run = trained(store)
    store.queue.pause(run.id)
    store.queue.play(run.id, "engine")
    assert not store.queue.leave(run.id, "worker", "paused")
    store.queue.stop(run.id)
    assert store.queue.leave(run.id, "worker", "stopped")
    assert store.get(run.id).state == "stopped"


def test_finished_run_that_is_played_gets_as_many_steps_again(store):
    run = trained(store, max_steps=3)
    assert store.queue.leave(run.id, "worker", "finished")
    store.queue.play(run.id, "engine")
    assert store.get(run.id).max_steps == 3 + MAX_STEPS
    assert store.queue.waiting("engine") == [run.id]


def test_finished_run_can_be_advanced(store):
    run = trained(store, max_steps=3)
    store.queue.leave(run.id, "worker", "finished")
    store.queue.advance(run.id, "engine")
    assert store.get(run.id).max_steps == 4


def test_run_whose_engine_and_worker_fell_silent_is_interrupted(store, clock):
    run = trained(store)
    clock.now += core.runs.queue.LEASE_SECONDS - 1
    assert store.get(run.id).state == "running"
    clock.now += 2
    assert store.get(run.id).state == "interrupted"
    store.queue.beat("engine", 1)  # the worker may be silent for long, as long as its engine looks after it
    assert store.get(run.id).state == "running"


def test_interrupted_run_is_played_by_another_engine(store, clock):
    run = trained(store)
    clock.now += core.runs.queue.LEASE_SECONDS + 1
    store.queue.beat("new engine", 1)
    store.queue.play(run.id, "new engine")
    assert store.get(run.id).state == "queued"
    assert store.queue.claim(run.id, "new engine", "new worker")
    with pytest.raises(Superseded):
        store.queue.mark(run.id, "worker", "running")


def test_interrupted_run_is_stopped_at_once(store, clock):
    run = trained(store)
    clock.now += core.runs.queue.LEASE_SECONDS + 1
    store.queue.stop(run.id)
    assert store.get(run.id).state == "stopped"


def test_engine_that_ends_interrupts_its_runs(store):
    running, queued = trained(store), waiting(store, 1)[0]
    store.queue.interrupt("engine")
    assert {store.get(run_id).state for run_id in (running.id, queued)} == {"interrupted"}
    assert store.queue.control(running.id).worker is None


# ---- turns, and runs that nobody looks at ----


def test_runs_started_together_share_the_workers_with_one_that_came_later(store):
    store.queue.beat("engine", 2)
    cohort = [run.id for run in store.create_comparison("toy", [({}, seed) for seed in range(4)], max_steps=9)]
    alone = store.create("toy", {}, 9).id
    for run_id in (*cohort, alone):
        store.queue.enqueue(run_id, "engine")
    assert store.queue.waiting("engine") == [cohort[0], alone, *cohort[1:]]
    store.queue.claim(cohort[0], "engine", "w1")
    store.queue.claim(cohort[1], "engine", "w2")
    assert store.queue.waiting("engine") == [alone, *cohort[2:]]
    assert store.queue.wanted(cohort[0])
    assert store.queue.ahead(cohort[2]) == [*cohort[:2], alone]


def test_worker_is_wanted_only_by_runs_of_others_for_which_no_other_is_free(store):
    store.queue.beat("engine", 2)
    cohort = [run.id for run in store.create_comparison("toy", [({}, seed) for seed in range(4)], max_steps=9)]
    for run_id in cohort:
        store.queue.enqueue(run_id, "engine")
    store.queue.claim(cohort[0], "engine", "w1")
    store.queue.claim(cohort[1], "engine", "w2")
    assert not store.queue.wanted(cohort[0])
    alone = store.create("toy", {}, 9).id
    store.queue.enqueue(alone, "engine")
    assert store.queue.wanted(cohort[0])
    store.queue.beat("engine", 3)
    assert not store.queue.wanted(cohort[0])


def test_run_whose_turn_is_over_goes_to_the_end_of_the_line(store, clock):
    run = trained(store)
    later = sorted(waiting(store, 2))  # of one moment: then by id
    clock.now += 1
    assert store.queue.leave(run.id, "worker", "queued")
    assert store.queue.waiting("engine") == [*later, run.id]
    assert store.get(run.id).state == "queued"


def test_run_that_was_just_paused_does_not_go_back_into_the_line(store):
    run = trained(store)
    store.queue.pause(run.id)
    assert not store.queue.leave(run.id, "worker", "queued")


def test_engines_that_share_a_cluster_have_one_line_and_each_deals_out_its_own(store):
    for engine in ("one", "two"):
        store.queue.beat(engine, 1, "tcp://scheduler:8786")
    store.queue.beat("elsewhere", 1)
    first, second, third = (store.create("toy", {}, seed).id for seed in range(3))
    for run_id, engine in ((first, "one"), (second, "two"), (third, "elsewhere")):
        store.queue.enqueue(run_id, engine)
    assert store.queue.waiting("one") == store.queue.waiting("two") == [first, second]
    assert (store.queue.dealt("one"), store.queue.dealt("two")) == ({first}, {second})
    assert store.queue.claim(first, "one", "worker")
    assert store.queue.position(second) == 1
    assert store.queue.ahead(second) == [first]
    assert store.queue.wanted(first), "its turn ends for a run of another app"
    assert store.queue.waiting("elsewhere") == [third]


def test_run_that_nobody_looks_at_for_a_minute_is_not_in_the_line_until_somebody_does(store, clock):
    first, second = sorted(waiting(store, 2))  # of one moment: then by id
    store.queue.look([first])
    clock.now += core.runs.queue.SEEN_SECONDS + 1
    store.queue.beat("engine", 1)
    assert store.queue.waiting("engine") == [second]
    assert store.queue.control(first).unseen
    assert not store.queue.control(second).unseen, "no viewer has ever looked at it: it trains without any"
    assert store.queue.look([first])
    assert store.queue.waiting("engine") == [first, second]


def test_look_at_one_run_is_a_look_at_all_that_were_started_with_it(store, clock):
    cohort = [run.id for run in store.create_comparison("toy", [({}, seed) for seed in range(3)], max_steps=9)]
    store.queue.look(cohort[:1])
    clock.now += core.runs.queue.SEEN_SECONDS + 1
    assert all(store.queue.control(run_id).unseen for run_id in cohort)
    store.queue.look(cohort[1:2])
    assert not any(store.queue.control(run_id).unseen for run_id in cohort)


def test_run_that_its_viewer_leaves_waits_unless_somebody_else_looks_at_it(store):
    run = trained(store)
    store.queue.look([run.id])
    store.queue.look_away(run.id)
    assert store.queue.control(run.id).unseen
    store.queue.look([run.id])
    assert not store.queue.control(run.id).unseen


def test_run_without_viewers_does_not_wait_for_any(store):
    run = trained(store)
    store.queue.look_away(run.id)
    assert not store.queue.control(run.id).unseen


# ---- workers that die ----


def test_run_whose_worker_died_waits_at_the_head_of_the_line(store):
    run = trained(store)
    later = waiting(store, 2)
    store.queue.requeue("engine", run.id)
    assert store.queue.waiting("engine") == [run.id, *later]


def test_runs_of_an_engine_that_ended_without_a_word_are_interrupted_and_count_no_longer(store, clock):
    trains, paused = trained(store), trained(store)
    store.queue.mark(paused.id, "worker", "paused")
    waits = waiting(store, 1)[0]
    never = store.create("toy", {}, 7).id
    clock.now += core.runs.queue.GONE_SECONDS - 1
    store.queue.interrupt_silent()
    assert store.owners.active() == 4
    store.queue.beat("another engine", 1)
    clock.now += 2
    store.queue.interrupt_silent()
    assert store.owners.active() == 0
    assert [state(store, run) for run in (trains.id, paused.id, waits, never)] == [
        "interrupted",
        "paused",
        "interrupted",
        "interrupted",
    ]
    store.queue.play(trains.id, "another engine")
    assert store.queue.waiting("another engine") == [trains.id]


def state(store, run_id):
    return store.get(run_id).state
