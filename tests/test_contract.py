"""One contract over every lab: what is true of one is true of all."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.course import LABS
from core.errors import InputError
from core.lab import Lab
from core.runs.store import RunStore
from core.trace.schema import check
from core.training.loop import Progress, Snapshot, Training, train

ROOT = Path(__file__).resolve().parent.parent

each_lab = pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.key)
each_trained_lab = pytest.mark.parametrize("lab", [lab for lab in LABS if lab.trains], ids=lambda lab: lab.key)
each_untrained_lab = pytest.mark.parametrize("lab", [lab for lab in LABS if not lab.trains], ids=lambda lab: lab.key)
each_language = pytest.mark.parametrize("language", ["en", "zh"])


def opened(lab: Lab, language: str = "en", **link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=60)
    for name, value in {"lang": language, **link}.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(f"../pages/{lab.key}.py")
    for name, value in {"lang": language, **link}.items():
        app.query_params[name] = value
    return app.run()


@each_language
@each_lab
def test_page_opens_on_a_picture_without_a_complaint(lab, language):
    app = opened(lab, language)
    assert not app.exception
    assert not app.error
    assert not app.warning
    assert app.get("bidi_component"), "the page shows no picture"


@each_trained_lab
def test_lab_trains_three_steps(lab):
    training = Training.fresh(lab.task(lab.config()), seed=0)
    events = list(train(training, steps=3))
    assert [event.step for event in events if isinstance(event, Progress)] == [1, 2, 3]
    assert [event.step for event in events if isinstance(event, Snapshot)] == [0, 1, 2, 3]
    assert training.step == 3


@each_trained_lab
def test_shipped_run_traces_every_example_within_the_schema(lab):
    from core.training.checkpoints import load_model

    store = RunStore()
    model = load_model(store.checkpoint(store.shipped(lab.key).id).path)
    for text in lab.examples:
        assert_told(model.trace(lab.read(text)))


@each_untrained_lab
def test_lab_that_nobody_trains_traces_every_example_within_the_schema(lab):
    model = lab.model(lab.config())
    for text in lab.examples:
        assert_told(model.trace(lab.read(text)))


@each_untrained_lab
def test_lab_that_nobody_trains_says_so_in_one_sentence(lab):
    with pytest.raises(InputError, match=f"{lab.key} has nothing to train"):
        _ = lab.task
    assert RunStore().shipped(lab.key) is None


def assert_told(trace) -> None:
    """A trace fits the schema, and each of its quantities says what it is."""
    assert check(trace).sizes
    assert all(values.attrs["symbol"] and values.attrs["long_name"] for values in trace.data_vars.values())


@each_trained_lab
def test_shipped_run_can_be_travelled(lab):
    store = RunStore()
    points = store.checkpoints(store.shipped(lab.key).id)
    assert points[0].step == 0
    assert len(points) >= 4
    assert [point.step for point in points] == sorted({point.step for point in points})


@each_lab
def test_lab_names_itself(lab):
    assert (ROOT / "pages" / f"{lab.key}.py").exists()
    assert lab.question.endswith("?")
    assert all(knob.help.endswith(".") for knob in lab.knobs)
    assert len({knob.name for knob in lab.knobs}) == len(lab.knobs)
