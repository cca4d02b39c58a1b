"""One contract over every lab: what is true of one is true of all."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from streamlit.testing.v1 import AppTest

from core.course import LABS
from core.errors import InputError
from core.lab import Lab
from core.plain.assembly import listing
from core.plain.words import SECTIONS
from core.runs.store import RunStore
from core.task import Model
from core.trace.schema import check
from core.training.loop import Progress, Snapshot, Training, train

ROOT = Path(__file__).resolve().parent.parent

each_lab = pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.key)
each_trained_lab = pytest.mark.parametrize("lab", [lab for lab in LABS if lab.trains], ids=lambda lab: lab.key)
each_untrained_lab = pytest.mark.parametrize("lab", [lab for lab in LABS if not lab.trains], ids=lambda lab: lab.key)
each_language = pytest.mark.parametrize("language", ["en", "zh"])


def opened(lab: Lab, language: str = "en", **link: str) -> AppTest:
    """The page of a lab, opened by a link."""
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=300)
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
def test_model_is_a_model_and_rebuilt_from_its_header_has_the_same_trace(lab):
    model = lab.task(lab.config()).model(torch.Generator().manual_seed(0)).eval()
    assert isinstance(model, Model)
    header = json.loads(json.dumps(model.header()))
    again = type(model).rebuild(model.config, header)
    again.load_state_dict(model.state_dict())
    subject = lab.read(lab.examples[0])
    assert again.eval().trace(subject).identical(model.trace(subject))


@each_trained_lab
def test_model_draws_every_weight_from_the_generator_alone(lab):
    model = lab.task(lab.config()).model(torch.Generator().manual_seed(0))
    drawn = {name: values.clone() for name, values in model.state_dict().items()}
    torch.manual_seed(1)
    model.initialise(torch.Generator().manual_seed(0))
    assert all(torch.equal(values, drawn[name]) for name, values in model.state_dict().items())


@each_trained_lab
def test_every_player_has_knobs_of_its_rate_and_its_clipping(lab):
    task = lab.task(lab.config())
    knobs = {knob.name for knob in lab.knobs}
    assert {player.learning_rate for player in task.players} == {knob.name for knob in lab.rates}
    assert {player.clip for player in task.players} | {"batch_size"} <= knobs
    assert set(task.turns(0)) <= {player.name for player in task.players}


@each_trained_lab
def test_lab_measures_the_metrics_that_it_draws_within_their_ranges(lab):
    config = lab.config()
    training = Training.fresh(lab.task(config), seed=0)
    found = {"step": {}, "held_out": {}}
    for event in train(training, steps=1):
        found["step" if isinstance(event, Progress) else "held_out"] |= event.metrics
    drawn = lab.metrics_of(asdict(config))
    assert drawn[0].measured == "step"
    assert len({metric.name for metric in drawn}) == len(drawn)
    for metric in drawn:
        low, high = metric.range
        value = found[metric.measured][metric.name]
        assert (-math.inf if low is None else low) <= value <= (math.inf if high is None else high), metric.name


@each_trained_lab
def test_run_leaves_as_plain_pytorch_with_its_knobs_as_constants(lab):
    config = asdict(lab.config())
    listed = listing(lab.plain.program, {name.upper(): value for name, value in config.items()} | {"STEPS": 7})
    assert "STEPS = 7" in listed.sections["settings"]
    assert all(name in SECTIONS or name in lab.plain.said for name in listed.sections)
    assert (ROOT / f"tests/labs/{lab.key}/plain.py").is_file()  # tried by tests/core/test_plain_files.py


@each_trained_lab
def test_shipped_run_traces_every_example_within_the_schema(lab):
    from core.training.checkpoints import load_model

    store = RunStore()
    model = load_model(store.checkpoint(store.shipped(lab.key).id).path)
    for text in lab.examples:
        assert_told(lab, model.trace(lab.read(text)))


@each_untrained_lab
def test_lab_that_nobody_trains_traces_every_example_within_the_schema(lab):
    model = lab.model(lab.config())
    for text in lab.examples:
        assert_told(lab, model.trace(lab.read(text)))


@each_untrained_lab
def test_lab_that_nobody_trains_says_so_in_one_sentence(lab):
    with pytest.raises(InputError, match=f"{lab.key} has nothing to train"):
        _ = lab.task
    assert RunStore().shipped(lab.key) is None


def assert_told(lab, trace) -> None:
    """A trace fits the schema, and each of its quantities says what it is."""
    assert check(trace, lab.schema).sizes
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
