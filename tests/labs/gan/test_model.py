"""What is learnt, and what a trace tells of it: from the shipped runs, and from a training of a few steps."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from core.course import lab_of
from core.labs.gan.config import GanConfig
from core.labs.gan.model import CELLS, REACH, Gan
from core.labs.gan.stepping import played
from core.labs.gan.task import GanTask
from core.runs.shipped import FOLDER, shipped_run
from core.training.checkpoints import load_model
from core.training.loop import Progress, Training, train

LAB = lab_of("gan")


def shipped(name: str = ""):
    """A shipped run's last model and metrics."""
    [*_, last] = shipped_run(f"{LAB.key}.{name}" if name else LAB.key).checkpoints
    return load_model(last.path), last.metrics


def test_shipped_wgan_reaches_all_modes_and_an_untrained_one_none():
    model, kept = shipped()
    task = GanTask(model.config)
    found = task.final_eval(model)
    assert found["modes"] == kept["modes"] == 8
    assert found["good_samples"] > 0.9
    untrained = task.final_eval(task.model(torch.Generator().manual_seed(0)).eval())
    assert untrained["good_samples"] < 0.05


def test_shipped_gan_has_collapsed():
    assert shipped("gan")[1]["modes"] <= 3


def test_shipped_digits_are_recognised_and_those_of_the_gan_are_not():
    model, kept = shipped("digits")
    assert GanTask(model.config).final_eval(model)["sample_accuracy"] > 0.9
    assert kept["sample_accuracy"] > 0.9
    assert shipped("digits_gan")[1]["sample_accuracy"] < 0.3


def test_shipped_wgan_speaks_and_the_gan_never_learns_more_than_a_word():
    model, kept = shipped("words")
    found = GanTask(model.config).final_eval(model)
    assert found["grammatical"] > 0.9
    assert found["kinds"] >= 35
    assert kept["kinds"] >= 35
    assert shipped("words_gan")[1]["kinds"] <= 2


def test_in_a_few_steps_the_critic_tells_apart_what_it_could_not():
    training = Training.fresh(GanTask(GanConfig(hidden_size=16)), seed=0)
    gaps = [event.metrics["gap"] for event in train(training, steps=40) if isinstance(event, Progress)]
    assert max(gaps) > 2 * abs(gaps[0])


@pytest.mark.parametrize(
    ("data", "dims", "samples"),
    [
        ("ring", {"axis": 2, "row": CELLS, "column": CELLS}, 300),
        ("digits", {"row": 8, "column": 8}, 80),
        ("words", {"place": 8, "letter": 6}, 64),
    ],
)
def test_trace_names_its_axes(data, dims, samples):
    config = GanConfig(data=data, hidden_size=8)
    model = GanTask(config).model(torch.Generator().manual_seed(0)).eval()
    trace = model.trace(4)
    assert trace.sizes == {"sample": samples, "coordinate": config.noise, **dims}
    assert "real" not in trace
    real = GanTask(config).world.draw(9, torch.Generator().manual_seed(0))
    told = model.trace(4, real=real.x.numpy(), classes=real.classes.numpy())
    assert told.sizes["example"] == 9
    assert told["forged"].equals(trace["forged"])
    np.testing.assert_allclose(told["critic_real"].values, model.score(*real).detach().numpy())
    assert not trace["forged"].equals(model.trace(5)["forged"])


def test_surface_is_the_critic_at_its_places():
    model = Gan(GanConfig(hidden_size=8))
    model.initialise(torch.Generator().manual_seed(0))
    surface = model.surface()
    line = np.linspace(-REACH, REACH, CELLS)
    places = torch.tensor([[line[3], line[0]], [line[-1], line[7]]], dtype=torch.float32)
    expected = model.score(places, torch.zeros(2, dtype=torch.int64)).detach().numpy()
    np.testing.assert_allclose([surface[0, 3], surface[7, -1]], expected, rtol=1e-5)


def test_a_word_that_is_one_of_n_already_is_scored_alike_when_it_is_hardened():
    model, _ = shipped("words")
    trace = model.trace(0)
    sharp = trace["forged"].max("letter").min("place").values > 0.999
    assert sharp.any()
    np.testing.assert_allclose(trace["critic_hard"].values[sharp], trace["critic"].values[sharp], atol=0.05)


def test_moves_are_made_on_a_copy_and_only_by_whose_turn_it_is():
    model, _ = shipped()
    task = GanTask(model.config)
    before = {name: values.clone() for name, values in model.state_dict().items()}
    critic, generator = (played(model, task, 900, [(who, 6)]) for who in ("critic", "generator"))
    assert all(torch.equal(values, before[name]) for name, values in model.state_dict().items())
    for done, mover in ((critic, "critic."), (generator, "generator.")):
        changed = {name for name, values in done.model.state_dict().items() if not torch.equal(values, before[name])}
        assert changed
        assert all(name.startswith(mover) for name in changed)
        assert len(done.gaps) == 7
    assert critic.gaps[-1] > critic.gaps[0]
    assert generator.gaps[-1] < generator.gaps[0]
    nothing = played(model, task, 900, [])
    assert nothing.gaps == critic.gaps[:1]
    assert played(model, task, 900, [("critic", 2), ("critic", 4)]).gaps == critic.gaps


def test_shipped_preview_is_what_the_shipped_generator_forges():
    few = json.loads((FOLDER / LAB.key / "preview.json").read_text(encoding="utf-8"))
    model, _ = shipped()
    again = LAB.preview(model.trace(LAB.read(LAB.examples[0])))
    np.testing.assert_allclose(few["cloud"], again["cloud"], atol=2e-3)
    np.testing.assert_allclose(few["surface"], again["surface"], atol=2e-3)
    points = torch.tensor((np.array(few["cloud"]) - 0.5) * 2 * REACH, dtype=torch.float32)
    assert float(GanTask(model.config).world.good(points).float().mean()) > 0.9
