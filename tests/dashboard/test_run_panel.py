"""The run panel: what a run is called, where it stands, its buttons, and what a damaged checkpoint does to the page."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from core.course import lab_of
from core.engine.worker import work
from core.errors import InputError
from core.runs.store import RunStore
from dashboard.panels.controls import duration
from tests.core.test_damaged import DAMAGES
from tests.reading import complaints, letters
from tests.test_contract import opened

LAB = lab_of("slot_filling")
STEPS = 12


@pytest.fixture
def store():
    store = RunStore()
    yield store
    store.close()


@pytest.fixture
def run(store):
    """A run that has trained to its end."""
    run = store.create(LAB.key, {"hidden_size": 16}, 3, max_steps=STEPS)
    store.queue.beat("engine", 1)
    store.queue.enqueue(run.id, "engine")
    work(run.id, store.url, str(store.folder), "engine")
    run = store.get(run.id)
    assert (run.state, run.step) == ("finished", STEPS)
    yield run
    store.delete(run.id)


def chosen(app, run):
    """What the list of runs says of the run in view."""
    return letters(app.menu_button(key="run_choice").label)


def test_list_of_runs_says_when_what_differs_the_state_the_step_and_the_seed(run):
    app = opened(LAB, run=run.id)
    assert complaints(app) == []
    made = run.created.astimezone(UTC)
    when = f"{made:%H:%M}" if made.date() == datetime.now(UTC).date() else f"{made:%Y-%m-%d %H:%M}"
    [label] = [knob.label for knob in LAB.knobs if knob.name == "hidden_size"]
    assert chosen(app, run).split(" · ") == [when, f"{label} 16", f"finished, {STEPS} steps", "seed 3", run.id[:4]]


def test_choice_in_the_list_of_runs_turns_the_page_and_nothing_else_does(run):
    app = opened(LAB, run=run.id)
    app.menu_button(key="run_choice").click(f"shipped-{LAB.key}").run()
    assert complaints(app) == []
    assert app.query_params["run"] == f"shipped-{LAB.key}"
    app.menu_button(key="beside_choice").click(run.id).run()
    assert app.query_params["beside"] == run.id
    app.menu_button(key="beside_choice").click("").run()
    assert "beside" not in app.query_params
    assert app.query_params["run"] == f"shipped-{LAB.key}"


def test_run_that_is_renamed_is_called_so_and_its_name_is_never_markup(run, store):
    app = opened(LAB, run=run.id)
    app.text_input(key=f"title:{run.id}").set_value("**my** ![x](http://a.b/c) run").run()
    assert complaints(app) == []
    assert store.get(run.id).title == "**my** ![x](http://a.b/c) run"
    assert "**my** ![x](http://a.b/c) run" in chosen(app, run)
    app = opened(LAB, run=f"shipped-{LAB.key}", beside=run.id)
    said = [element.value for element in app.markdown if "a.b" in letters(element.value)]
    assert said
    assert [each for each in said if "![" in each] == []
    assert all("**my** ![x](http://a.b/c) run" in letters(each) for each in said)


def test_name_that_cannot_be_seen_gets_a_sentence_and_the_old_one_stays(run, store):
    app = opened(LAB, run=run.id)
    app.text_input(key=f"title:{run.id}").set_value("left\u202eright").run()
    [said] = complaints(app)
    assert "at most 60 characters" in said
    assert store.get(run.id).title is None


def test_finished_run_says_so_and_offers_to_train_on(run):
    app = opened(LAB, run=run.id)
    assert f"Finished: all {STEPS} steps are done." in [element.value for element in app.success]
    assert app.button(key="play").label == "Train on"
    assert not app.button(key="play").disabled


def test_failed_run_says_why_and_can_be_played_on(run, store):
    store.queue.fail(run.id, InputError("The disk is full."))
    app = opened(LAB, run=run.id)
    assert "The disk is full." in complaints(app)
    assert app.button(key="play").label == "Play"
    assert not app.button(key="play").disabled


def test_run_that_trains_says_its_step_the_budget_and_the_time_left(run, store):
    store.queue.play(run.id, "engine", 600)
    assert store.queue.claim(run.id, "engine", "worker")
    store.record(run.id, [{"step": 112, "train_loss": 1.0}], "worker", pace=12.5)
    app = opened(LAB, run=run.id)
    assert "Training: step 112 of 612 · about 40 s left · 12 steps per second" in [c.value for c in app.caption]


def test_run_in_line_names_who_is_ahead(run, store):
    store.queue.beat("busy", 1)
    other = store.create(LAB.key, {"hidden_size": 24}, 8)
    store.queue.enqueue(other.id, "busy")
    store.queue.claim(other.id, "busy", "worker")
    store.queue.play(run.id, "busy", 600)
    app = opened(LAB, run=run.id)
    [said] = [letters(caption.value) for caption in app.caption if "in line" in caption.value]
    assert f"number 1 in line, at step {STEPS} of {STEPS + 600}" in said
    assert f"· seed 8 · {other.id[:4]}" in said
    store.delete(other.id)


def test_page_that_shows_a_run_looks_at_it(run, store):
    store.queue.play(run.id, "engine", 600)
    before = time.time()
    opened(LAB, run=run.id)
    assert not store.queue.control(run.id).unseen
    store.queue.look_away(run.id)
    assert store.queue.control(run.id).unseen, f"nobody has looked since {before}"


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_checkpoint_in_view_is_named_and_the_newest_whole_one_is_drawn(run, store, damage):
    points = store.checkpoints(run.id)
    change = DAMAGES[damage]
    file = points[-1].path
    file.unlink() if change is None else file.write_bytes(change(file.read_bytes()))
    app = opened(LAB, run=run.id)
    [said] = complaints(app)
    assert f"The checkpoint of step {STEPS} is" in said
    assert f"You see step {points[-2].step}, the newest that is whole." in said
    assert app.get("bidi_component"), "the page shows no picture"
    assert not app.button(key=f"fork:{run.id}:{points[-2].step}:0").disabled


def test_knobs_that_this_server_does_not_allow_for_are_refused_and_make_no_run(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_RUN_MB", "0.01")
    before = [run.id for run in store.runs(LAB.key)]
    app = opened(LAB, hidden_size="17")
    app.button(key="train:0").click().run()
    assert any("this server allows for 5 s and 0.01 MB" in said for said in complaints(app))
    assert [run.id for run in store.runs(LAB.key)] == before


def test_runs_that_may_still_be_started_are_told_once_they_are_few(monkeypatch):
    told = "more runs may be started before some have ended"
    assert not any(told in caption.value for caption in opened(LAB).caption)
    monkeypatch.setenv("UNROLLED_RUNS_PER_VIEWER", "7")
    assert any(caption.value.startswith(f"7 {told}") for caption in opened(LAB).caption)


@pytest.mark.parametrize(("seconds", "told"), [(0.2, "1 s"), (40, "40 s"), (120, "2 min"), (7_200, "2.0 h")])
def test_time_is_said_in_the_unit_that_fits(seconds, told):
    assert duration(seconds) == told
