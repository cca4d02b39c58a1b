"""The losses and the slope against autograd, the rulers against what is known of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch.nn.functional import logsigmoid

from core.labs.gan.config import GanConfig
from core.labs.gan.distances import gauge, wasserstein
from core.labs.gan.losses import critic_loss, gap, generator_loss, penalty, pull
from core.labs.gan.model import Gan
from core.labs.gan.task import GanTask
from core.task import TrainState

LOSSES = ("js", "js_saturating", "wasserstein_clip", "wasserstein_gp")


def fresh(**knobs) -> Gan:
    model = Gan(GanConfig(hidden_size=12, **knobs))
    model.initialise(torch.Generator().manual_seed(3))
    return model.double()


def examples(model: Gan, count: int = 7) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    return torch.rand(count, model.size, generator=generator).double(), torch.arange(count) % max(1, model.classes)


@pytest.mark.parametrize("data", ["gaussians", "digits", "words"])
def test_slope_of_the_critic_is_its_gradient_and_so_is_that_of_the_penalty(data):
    model = fresh(data=data)
    x, classes = examples(model)
    x.requires_grad_(True)
    score, slope = model.score_with_slope(x, classes, len(x))
    [expected] = torch.autograd.grad(model.score(x, classes).sum(), x, create_graph=True)
    torch.testing.assert_close(score, model.score(x, classes))
    torch.testing.assert_close(slope, expected)
    weights = [p for name, p in model.critic.named_parameters() if name.endswith("weight")]
    ours = torch.autograd.grad(penalty(slope), weights)
    theirs = torch.autograd.grad(penalty(expected), weights)
    for one, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(one, other)


def test_slope_is_asked_for_of_the_last_rows_alone():
    model = fresh()
    x, classes = examples(model)
    torch.testing.assert_close(
        model.score_with_slope(x, classes, 3)[1], model.score_with_slope(x, classes, len(x))[1][-3:]
    )


@pytest.mark.parametrize("loss", LOSSES)
def test_pull_is_minus_the_gradient_of_the_generators_loss_at_each_example(loss):
    model = fresh(loss=loss)
    x, classes = examples(model)
    x.requires_grad_(True)
    [gradient] = torch.autograd.grad(len(x) * generator_loss(loss, model.score(x, classes)), x)
    score, slope = model.score_with_slope(x, classes, len(x))
    torch.testing.assert_close(pull(loss, score, slope), -gradient)


def test_losses_are_those_of_the_papers():
    real, forged = torch.tensor([0.3, 2.0, -1.0]).double(), torch.tensor([-0.2, 0.5, 3.0]).double()
    detective = -logsigmoid(real).mean() - (1 - forged.sigmoid()).log().mean()
    torch.testing.assert_close(critic_loss("js", real, forged), detective)
    torch.testing.assert_close(critic_loss("js_saturating", real, forged), detective)
    torch.testing.assert_close(generator_loss("js", forged), -forged.sigmoid().log().mean())
    torch.testing.assert_close(generator_loss("js_saturating", forged), (1 - forged.sigmoid()).log().mean())
    torch.testing.assert_close(critic_loss("wasserstein_gp", real, forged), forged.mean() - real.mean())
    torch.testing.assert_close(generator_loss("wasserstein_clip", forged), -forged.mean())


def test_a_detective_who_shrugs_tells_nothing_apart_and_a_perfect_one_a_bit():
    nothing, sure = torch.zeros(4), torch.full((4,), 60.0)
    assert critic_loss("js", nothing, nothing) == pytest.approx(2 * math.log(2))
    assert gap("js", 2 * math.log(2)) == pytest.approx(0)
    assert gap("js", float(critic_loss("js", sure, -sure))) == pytest.approx(1)
    assert gap("wasserstein_gp", -2.0) == 2.0


def test_best_detective_measures_the_divergence():
    """With D = log p/q, the best of all, L_D = 2 log 2 − 2 JS (Goodfellow et al. 2014, theorem 1)."""
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.3, 0.6])
    logit = np.log(p / q)
    loss = (p * np.log1p(np.exp(-logit))).sum() + (q * np.log1p(np.exp(logit))).sum()
    m = (p + q) / 2
    divergence = ((p * np.log2(p / m)).sum() + (q * np.log2(q / m)).sum()) / 2
    assert gap("js", loss) == pytest.approx(divergence)


@pytest.mark.parametrize("loss", ["js", "wasserstein_gp"])
def test_step_is_the_loss_of_whose_turn_it_is_and_nobody_else(loss):
    task = GanTask(GanConfig(loss=loss, batch_size=8))
    model = task.model(torch.Generator().manual_seed(0))
    batch = task.batch(torch.Generator().manual_seed(1))
    for player in ("critic", "generator"):
        step = task.step(model, batch, TrainState(0, {}, torch.Generator().manual_seed(2), player))
        assert list(step.losses) == [player]
    dice = torch.Generator().manual_seed(2)
    noise = torch.randn(8, model.config.noise, generator=dice)
    score = model.score(model.forge(noise, batch.classes), batch.classes)
    torch.testing.assert_close(step.losses["generator"], generator_loss(loss, score))


def test_only_a_clipped_critic_has_a_bound_and_each_loss_its_number_of_turns():
    bounds = {loss: [p.bound for p in GanTask(GanConfig(loss=loss)).players] for loss in LOSSES}
    assert {loss for loss, found in bounds.items() if found != [None, None]} == {"wasserstein_clip"}
    turns = {loss: GanTask(GanConfig(loss=loss)).turns(0).count("critic") for loss in LOSSES}
    assert turns == {"js": 1, "js_saturating": 1, "wasserstein_clip": 5, "wasserstein_gp": 2}
    assert GanTask(GanConfig(critic_steps=4)).turns(0) == ("critic",) * 4 + ("generator",)


def test_wasserstein_distance_of_moved_points_is_how_far_they_were_moved():
    x = torch.rand(40, 2, generator=torch.Generator().manual_seed(0))
    assert wasserstein(x, x[torch.randperm(40, generator=torch.Generator().manual_seed(1))]) == pytest.approx(
        0, abs=1e-4
    )
    assert wasserstein(x, x + torch.tensor([3.0, 4.0])) == pytest.approx(5, rel=1e-5)
    line = torch.tensor([[0.0], [1.0], [5.0]])
    assert wasserstein(line, torch.tensor([[6.0], [0.5], [1.0]])) == pytest.approx(0.5)


def test_a_critic_proves_no_more_than_the_true_distance():
    from core.course import lab_of
    from core.runs.shipped import shipped_run
    from core.training.checkpoints import load_model

    task = GanTask(GanConfig())
    for point in shipped_run(lab_of("gan").key).checkpoints[-4:]:
        found = gauge(load_model(point.path), task.world, 0)
        assert found.noise < found.true
        assert found.estimate / found.steepest < found.true
