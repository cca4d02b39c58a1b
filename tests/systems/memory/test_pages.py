"""The two pages on memory: what they show at once, what their buttons start, and what they say to bad input."""

from __future__ import annotations

import pytest

from core.course import lab_of
from core.labs.lstm_variants.config import VariantsConfig
from core.runs.store import RunStore
from core.systems.memory.task import MemoryTask
from core.training.checkpoints import save
from core.training.loop import Training
from dashboard.systems.memory.paper import OPEN, OTHER, SAME, stands
from tests.reading import complaints
from tests.test_contract import opened


class Engine:
    """Takes runs and trains none of them."""

    def __init__(self):
        self.submitted = []

    def submit(self, run_id):
        self.submitted.append(run_id)

    def stop(self, run_id):
        RunStore().queue.stop(run_id)

    def queue_position(self, run_id):
        return 0

    def __getattr__(self, name):
        return lambda *arguments: None


@pytest.fixture
def engine(monkeypatch):
    waiting = Engine()
    for module in (
        "panels.comparison",
        "panels.new_run",
        "panels.controls",
    ):
        monkeypatch.setattr(f"dashboard.{module}.engine", lambda: waiting)
    return waiting


def curves(app):
    """What the first chart, the gradients before training, is drawn from."""
    return [dataset.data.data for dataset in app.get("vega_lite_chart")[0].proto.datasets]


def begun(store, run):
    """Give a run the checkpoint that a worker keeps before its first step."""
    training = Training.fresh(MemoryTask(VariantsConfig(**run.config)), run.seed)
    path = store.checkpoint_path(run.id, 0)
    figures = training.task.quick_eval(training.model)
    save(path, training, lab=run.lab, seed=run.seed, metrics=figures)
    store.add_checkpoint(run.id, 0, path, figures)


def test_the_gradients_answer_the_sliders():
    app = opened(lab_of("vanishing_gradients"))
    before = curves(app)
    app.slider(key="three_weight_scale").set_value(3.5).run()
    assert complaints(app) == []
    assert curves(app) != before


def test_the_three_cells_start_with_the_same_knobs_and_one_seed_and_the_lstm_is_in_view(engine):
    app = opened(lab_of("vanishing_gradients"))
    app.slider(key="three_length").set_value(12).run()
    app.button(key="train_compared").click().run()
    assert complaints(app) == []
    store = RunStore()
    runs = [store.get(run_id) for run_id in engine.submitted]
    assert [run.config["cell"] for run in runs] == ["lstm", "elman", "gru"]
    assert len({(run.seed, run.max_steps, *{**run.config, "cell": ""}.values()) for run in runs}) == 1
    assert runs[0].config["length"] == 12
    assert app.query_params["run"] == runs[0].id
    assert store.compared(runs[1]) == runs
    listed = {run.id for run in store.runs("vanishing_gradients")}
    assert runs[0].id in listed
    assert not {run.id for run in runs[1:]} & listed


def test_a_tournament_queues_every_cell_with_every_seed_and_is_found_again_by_its_link(engine):
    lab = lab_of("lstm_variants")
    app = opened(lab)
    app.slider(key="compared_seeds").set_value(2).run()
    app.button(key="start_cup").click().run()
    assert complaints(app) == []
    store = RunStore()
    runs = [store.get(run_id) for run_id in engine.submitted]
    assert len(runs) == 24
    assert len({(run.config["cell"], run.seed) for run in runs}) == 24
    begun(store, runs[5])
    again = opened(lab, run=runs[5].id)
    assert complaints(again) == []
    assert len(again.dataframe[0].value) == 12
    assert set(again.dataframe[0].value["done"]) == {"0/2"}
    again.button(key="stop_cup").click().run()
    assert {store.get(run.id).state for run in runs} == {"stopped"}


def test_the_shipped_ranking_ranks_every_cell():
    table = opened(lab_of("lstm_variants")).dataframe[0].value
    assert len(table) == 12
    assert list(table["accuracy"].round(1)) == sorted(table["accuracy"].round(1), reverse=True)
    assert set(table["done"]) == {"6/6"}


def test_the_shipped_ranking_asks_for_forgetting_and_tells_a_difference_only_where_there_is_one():
    app = opened(lab_of("lstm_variants"))
    beside = app.dataframe[1].value.set_index("cell")
    assert "**latest, T = 20**" in "\n".join(element.value for element in app.markdown)
    assert (beside.loc["NFG", "here"], beside.loc["NFG", "agrees"]) == ("worse than V", SAME)
    assert set(beside.loc[["NIG", "NOG", "NIAF"], "agrees"]) == {OPEN}, "no difference found is no agreement"
    assert set(beside["agrees"]) <= {SAME, OTHER, OPEN, ""}
    told = "\n".join(element.value for element in app.caption)
    assert "corrected for the 11 comparisons" in told
    assert "takes 6 networks of each cell" in told


@pytest.mark.parametrize(
    ("finding", "verdict", "mark"),
    [
        ("lstm_nfg", "worse", SAME),
        ("lstm_nfg", "slower", OPEN),
        ("lstm_nfg", "alike", OPEN),
        ("lstm_nfg", "faster", OTHER),
        ("lstm_nog", "worse", OPEN),  # the paper: on two of three tasks
        ("lstm_nog", "better", OTHER),
        ("lstm", "alike", SAME),
        ("lstm", "slower", OTHER),
        ("lstm_fgr", "faster", OTHER),
        ("lstm_fgr", "unknown", OPEN),
        ("gru", "worse", ""),
    ],
)
def test_a_tick_says_that_both_found_the_same(finding, verdict, mark):
    assert stands(finding, verdict) == mark


@pytest.mark.parametrize(
    ("lab", "link", "said"),
    [
        ("vanishing_gradients", {"text": "9 abc"}, "9 is none of them"),
        ("vanishing_gradients", {"text": "3" * 500}, "500 steps are too many"),
        ("vanishing_gradients", {"three_length": "1000"}, "three_length cannot be '1000'"),
        ("lstm_variants", {"text": "☃"}, "☃ is none of them"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence_and_the_page_goes_on(lab, link, said):
    app = opened(lab_of(lab), **link)
    [sentence] = complaints(app)
    assert said in sentence
    assert app.title[0].value == lab_of(lab).question
