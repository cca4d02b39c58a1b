"""What is shipped beside a lab's run: companions that differ in their cell, and the results of a tournament."""

from __future__ import annotations

import json

import pytest

from core.course import lab_of
from core.errors import InputError
from core.lab import Recipe
from core.pretrain import pretrain
from core.runs.comparison import Comparison, Entry
from core.runs.shipped import companions, shipped_comparison, shipped_run
from core.runs.store import RunStore
from core.training.checkpoints import load_model

LAB = "vanishing_gradients"
SMALL = {"length": 4, "hidden_size": 4}
RECIPE = Recipe(
    steps=6,
    config=SMALL,
    companions={"elman": {"cell": "elman"}},
    comparison=Comparison(("gru", "lstm"), (3, 5), (0,), steps=4, config={"hidden_size": 4}),
)


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    events = list(pretrain(lab_of(LAB), RECIPE, tmp_path))
    monkeypatch.setattr("core.runs.shipped.FOLDER", tmp_path)
    return events


def test_progress_counts_on_over_all_that_is_trained(shipped):
    assert [event.step for event in shipped] == list(range(1, RECIPE.all_steps + 1))
    assert RECIPE.all_steps == 2 * 6 + 4 * 4


def test_companions_are_runs_beside_the_labs_own(shipped, tmp_path):
    store = RunStore(folder=tmp_path / "home")
    run = store.shipped(LAB)
    assert [each.id for each in store.compared(run)] == [f"shipped-{LAB}", f"shipped-{LAB}.elman"]
    companion = store.get(f"shipped-{LAB}.elman")
    assert companion.config == {**run.config, "cell": "elman"}
    assert store.compared(companion) == store.compared(run)
    assert [each.id for each in store.runs(LAB)] == [run.id]
    point = store.checkpoint(companion.id)
    assert (point.step, point.path.parent.name) == (6, "elman")
    assert load_model(point.path).config.cell == "elman"
    store.close()


@pytest.mark.parametrize("name", [f"{LAB}.jordan", f"{LAB}../gates", f"{LAB}.", f"{LAB}.elman.elman", f"{LAB}.*"])
def test_a_companion_that_is_not_there_is_none(shipped, tmp_path, name):
    if name == f"{LAB}.":
        assert shipped_run(name).run.config["cell"] == "lstm"
        return
    assert shipped_run(name) is None
    store = RunStore(folder=tmp_path / "home")
    with pytest.raises(InputError, match="There is no run"):
        store.get(f"shipped-{name}")
    store.close()


def test_the_ranking_holds_every_network_with_its_curve(shipped, tmp_path):
    entries = shipped_comparison(LAB)
    assert [(entry.cell, entry.length) for entry in entries] == [("gru", 3), ("lstm", 3), ("gru", 5), ("lstm", 5)]
    for entry in entries:
        assert isinstance(entry, Entry)
        assert [step for step, _, _ in entry.curve] == [0, 1, 2, 3, 4]
        assert entry.finished
    lstm, gru = entries[1].parameters, entries[0].parameters
    assert 3 * (lstm - 40) == 4 * (gru - 40)  # all but the output's 4·8 + 8
    told = json.loads((tmp_path / LAB / "comparison.json").read_text())
    assert (told["steps"], told["seeds"]) == (4, [0])


def test_a_lab_without_companions_or_ranking_has_none(shipped):
    assert companions("gates") == []
    assert shipped_comparison("gates") == []
