"""What a run is given: a budget of steps, of which it says what is left, and a name."""

from __future__ import annotations

import pytest

from core.course import lab_of
from core.errors import InputError
from tests.core.stores import store, trained  # noqa: F401  (a fixture)
from tests.core.toy import toy  # noqa: F401  (a fixture)

# ---- budget ----


def test_run_without_another_budget_has_that_of_the_shipped_run(store):
    run = store.create("translation", {}, 0)
    assert run.max_steps == lab_of("translation").recipe.steps == 600
    assert store.create("translation", {}, 0, max_steps=9).max_steps == 9


def test_time_left_is_what_the_pace_on_the_wall_says(store):
    run = trained(store, max_steps=100)
    assert run.seconds_left is None
    store.record(run.id, [{"step": 20, "train_loss": 1.0}], "worker", pace=4.0)
    assert store.get(run.id).seconds_left == 20
    store.queue.pause(run.id)
    store.queue.leave(run.id, "worker", "paused")
    assert store.get(run.id).seconds_left is None


# ---- names ----


def test_run_can_be_renamed_and_called_as_before_again(store):
    run = store.create("toy", {}, 0)
    store.rename(run.id, "  my *first*   GRU ")
    assert store.get(run.id).title == "my *first* GRU"
    store.rename(run.id, " ")
    assert store.get(run.id).title is None


@pytest.mark.parametrize("title", ["x" * 61, "left\u202eright", "bell\x07"])
def test_name_that_is_too_long_or_cannot_be_seen_is_refused(store, title):
    run = store.create("toy", {}, 0)
    with pytest.raises(InputError, match="at most 60"):
        store.rename(run.id, title)
    assert store.get(run.id).title is None
