"""What a page shows of a search: all that it has tried, a fork's parent included."""

from __future__ import annotations

from dataclasses import asdict

from core.course import lab_of
from core.labs.architecture_search.config import SearchConfig
from core.labs.architecture_search.history import recorded
from core.labs.architecture_search.task import SearchTask
from core.training.checkpoints import save
from core.training.loop import Training
from dashboard.labs.architecture_search.subject import children_of, random_beside
from dashboard.resources import shipped_by_name, store

KEY = "architecture_search"


def rows(steps, design):
    return [{"step": step, "baseline": 0.5, **recorded(0, design, 1, [0.1] * 5, False)} for step in steps]


def test_a_fork_goes_on_from_what_its_parent_had_tried():
    config = asdict(SearchConfig())
    run = store().create(KEY, config, 0, state="stopped")
    training = Training.fresh(SearchTask(SearchConfig()), 0)
    training.step = 2
    path = store().checkpoint_path(run.id, 2)
    save(path, training, lab=KEY, seed=0, metrics={})
    store().record(run.id, rows((1, 2, 3), design=7))
    store().add_checkpoint(run.id, 2, path, {})
    fork = store().fork(run.id, 2, config)
    store().record(fork.id, rows((3, 4), design=9))
    assert [(one.step, one.design) for one in children_of(store().get(fork.id))] == [(1, 7), (2, 7), (3, 9), (4, 9)]


def test_random_search_stands_only_beside_a_search_of_the_same_space():

    lab = lab_of(KEY)
    shipped = shipped_by_name(lab)
    assert len(random_beside(lab, shipped[""])) == len(random_beside(lab, shipped["recurrent"])) == 300
    smaller = store().create(KEY, asdict(SearchConfig(free=2)), 0, state="stopped")
    assert random_beside(lab, smaller) == ()
