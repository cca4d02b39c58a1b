"""What is learnt and what a trace tells of it: from the shipped runs, and from trainings of a few steps."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from torch import nn

from core.course import lab_of
from core.errors import InputError
from core.labs.autoencoders.config import AutoencoderConfig
from core.labs.autoencoders.data import built_in, read_example
from core.labs.autoencoders.losses import TERMS, kl, reconstruction
from core.labs.autoencoders.model import REACH, ROLLS, SHEET, Autoencoder, Coder
from core.labs.autoencoders.questions import axes_of, blends, halfway, random_codes, real_pictures
from core.labs.autoencoders.task import AutoencoderTask
from core.runs.shipped import FOLDER, shipped_run
from core.task import TrainState
from core.training.checkpoints import load_model
from core.training.loop import Progress, Training, train

LAB = lab_of("autoencoders")


def shipped(name: str = ""):
    """A shipped run's last model and metrics."""
    [*_, last] = shipped_run(f"{LAB.key}.{name}" if name else LAB.key).checkpoints
    return load_model(last.path), last.metrics


def fresh(**knobs) -> tuple[Autoencoder, AutoencoderTask]:
    task = AutoencoderTask(AutoencoderConfig(hidden_size=8, **knobs))
    return task.model(torch.Generator().manual_seed(0)).eval(), task


# ---- the network ----


def test_coder_is_what_torch_makes_of_the_same_layers():
    coder = Coder(5, 7, 3, 2).double()
    coder.initialise(torch.Generator().manual_seed(0))
    first, second, last = coder.layers
    x = torch.rand(4, 5, dtype=torch.float64)
    torch.testing.assert_close(coder(x), nn.Sequential(first, nn.Tanh(), second, nn.Tanh(), last)(x))


def test_gradient_passes_through_noise_to_mean_and_deviation():
    model, _ = fresh()
    written = model.encode(torch.rand(3, 64))
    for values in written:
        values.retain_grad()
    noise = torch.randn(3, 2, generator=torch.Generator().manual_seed(0))
    code = written.code(noise)
    code.retain_grad()
    model.decode(code).sum().backward()
    torch.testing.assert_close(written.mean.grad, code.grad)
    torch.testing.assert_close(written.log_noise.grad, code.grad * noise * written.log_noise.exp())


def test_step_is_the_loss_of_its_terms_and_a_plain_ae_has_but_one():
    for knobs in ({"beta": 0.5}, {"second_term": "kl", "beta": 2.0}, {"variational": False}):
        model, task = fresh(**knobs)
        batch = task.batch(torch.Generator().manual_seed(1))
        step = task.step(model, batch, TrainState(0, {}, torch.Generator().manual_seed(2)))
        written = model.encode(batch)
        noise = torch.randn(written.mean.shape, generator=torch.Generator().manual_seed(2))
        expected = reconstruction(batch, model.decode(written.code(noise)), 0.2).mean()
        if written.log_noise is not None:
            expected = expected + task.config.beta * TERMS[task.config.second_term](*written).sum(1).mean()
        torch.testing.assert_close(step.losses["model"], expected)
        assert set(step.metrics) == ({"second_term", "noise"} if task.config.variational else set())


# ---- traces ----


@pytest.mark.parametrize("size", [2, 5])
def test_trace_names_its_axes_and_its_numbers_are_those_of_the_equations(size):
    model, task = fresh(latent_size=size)
    trace = model.trace(task.pictures.picture(3), dice=4)
    assert trace.sizes == {"row": 8, "column": 8, "coordinate": size, "roll": ROLLS, "up": SHEET, "across": SHEET}
    m, sigma, e = (trace[name].values for name in ("mean", "log_noise", "code_noise"))
    np.testing.assert_allclose(trace["code"].values, np.exp(sigma) * e + m, rtol=1e-5)
    np.testing.assert_allclose(trace["second_term"].values, np.exp(sigma) - (1 + sigma) + m**2, rtol=1e-4, atol=1e-6)
    decoded = model.decode(torch.from_numpy(trace["code"].values)[None]).detach().numpy()
    np.testing.assert_allclose(trace["decoded"].values.ravel(), decoded[0], atol=1e-6)
    np.testing.assert_allclose(
        trace["error"].values, (trace["picture"].values - trace["decoded"].values) ** 2 / 0.08, rtol=1e-4, atol=1e-6
    )
    assert not trace["code"].equals(model.trace(task.pictures.picture(3), dice=5)["code"])


def test_trace_of_a_plain_ae_has_no_noise_and_no_second_term():
    model, task = fresh(variational=False)
    one, other = (model.trace(task.pictures.picture(0), dice=dice) for dice in (0, 1))
    assert one.equals(other)
    assert not {"log_noise", "code_noise", "second_term", "kl", "roll_code"} & set(one.data_vars)
    assert one["code"].equals(one["mean"])


def test_sheet_is_the_plane_decoded_from_the_lower_left():
    model, _ = fresh(latent_size=3)
    sheet = model.sheet()
    line = np.linspace(-REACH, REACH, SHEET)
    code = torch.tensor([[line[5], line[1], 0.0]], dtype=torch.float32)
    np.testing.assert_allclose(sheet[1, 5].ravel(), model.decode(code)[0].detach().numpy(), atol=1e-6)


def test_picture_of_another_size_is_refused_in_one_sentence():
    model, _ = fresh()
    with pytest.raises(InputError, match="10 × 10 pixels, but the network reads 8 × 8"):
        model.trace(built_in("shapes", 10).picture(0))


@pytest.mark.parametrize("text", ["", "test", "test 0", "test 298", "train 1", "<b>"])
def test_what_names_no_picture_is_said_in_a_sentence(text):
    with pytest.raises(InputError, match="names no held-out picture"):
        read_example(text)
    assert (read_example(" test 12 ").pixels == built_in("digits", 8).test[11]).all()


# ---- what is learnt ----


def test_shipped_vae_decodes_random_codes_and_with_eight_numbers_the_ae_does_not():
    vae, kept = shipped()
    task = AutoencoderTask(vae.config)
    assert task.final_eval(vae)["unseen_codes"] >= 0.75
    assert kept["unseen_codes"] >= 0.75
    assert task.final_eval(task.model(torch.Generator().manual_seed(0)).eval())["unseen_codes"] < 0.05
    assert shipped("ae")[1]["unseen_codes"] < kept["unseen_codes"]
    assert shipped("eight_ae")[1]["unseen_codes"] < 0.5 < 0.65 < shipped("eight")[1]["unseen_codes"]


def test_shipped_vae_reaches_all_classes_and_the_ae_does_not():
    task = AutoencoderTask(AutoencoderConfig())
    kinds = [random_codes(shipped(name)[0], task, 1_000, 0).kinds for name in ("", "ae")]
    assert kinds[0] == 10
    assert kinds[1] < 10


def test_without_the_second_term_the_noise_dies():
    noise = {
        name: axes_of(shipped(name)[0], AutoencoderTask(AutoencoderConfig())).noise.mean() for name in ("", "free")
    }
    assert noise["free"] < 0.05 * noise[""]


def test_larger_weights_cost_reconstruction_and_save_divergence_until_everything_collapses():
    found = [shipped(name)[1] for name in ("eight_0", "eight_025", "eight", "eight_4", "eight_16")]
    far, cost = ([one[name] for one in found] for name in ("reconstruction", "kl"))
    assert far == sorted(far)
    assert cost == sorted(cost, reverse=True)
    assert cost[-1] < 0.05
    task = AutoencoderTask(AutoencoderConfig(latent_size=8))
    assert [int(axes_of(shipped(name)[0], task).active.sum()) for name in ("eight_0", "eight_16")] == [8, 0]
    assert 0 < axes_of(shipped("eight")[0], task).active.sum() < 8


def test_shipped_vae_beats_the_linear_baseline_of_its_size():
    from core.labs.autoencoders.linear import LinearBaseline

    for name in ("", "eight"):
        model, _ = shipped(name)
        task = AutoencoderTask(model.config)
        linear = LinearBaseline.of(task.training.numpy(), model.config.latent_size, 0.2).terms(task.held_out.numpy())
        assert task.quick_eval(model)["elbo"] > linear[2] + 1


def test_halfway_between_codes_more_is_recognised_than_between_pixels():
    model, _ = shipped()
    found = halfway(model, AutoencoderTask(model.config))
    assert found.pairs > 200
    assert found.codes > found.pixels + 0.2


def test_in_a_few_steps_the_loss_falls_and_the_noise_is_measured():
    training = Training.fresh(AutoencoderTask(AutoencoderConfig(hidden_size=16)), seed=0)
    rows = [event.metrics for event in train(training, steps=60) if isinstance(event, Progress)]
    assert np.mean([row["train_loss"] for row in rows[-10:]]) < 0.7 * rows[0]["train_loss"]
    assert all(row["noise"] > 0 for row in rows)


# ---- the judge ----


def test_judge_recognises_real_pictures_and_neither_noise_nor_grey():
    task = AutoencoderTask(AutoencoderConfig())
    real, mixed = real_pictures(task), blends(task)
    assert real.share > 0.8
    right = real.verdict.seen.numpy() == task.pictures.test_classes
    assert right[real.verdict.recognised.numpy()].mean() > 0.97
    assert mixed.share < real.share - 0.3
    assert task.judge.share(torch.rand(100, 64, generator=torch.Generator().manual_seed(0))) == 0
    assert task.judge.share(torch.full((1, 64), 0.5)) == 0


def test_judge_of_pictures_without_classes_asks_for_the_distance_alone():
    from core.labs.autoencoders.judge import NEAR, Judge
    from core.pictures.levels import Pictures

    source = built_in("digits", 8)
    zeros = [np.zeros_like(classes) for classes in (source.train_classes, source.test_classes)]
    judge = Judge(Pictures(source.train, source.test, *zeros, source.levels, ("",), source.palette))
    assert judge.share(torch.from_numpy(source.test.reshape(-1, 64) / np.float32(16))) == pytest.approx(NEAR, abs=0.01)
    assert blends(AutoencoderTask(AutoencoderConfig())) is not None


def test_kl_of_a_collapsed_code_is_zero_and_no_number_is_active():
    model, task = fresh()
    with torch.no_grad():
        last = model.encoder.layers[-1]
        last.weight.zero_()
        last.bias.zero_()
    with torch.no_grad():
        assert float(kl(*model.encode(task.held_out)).abs().max()) == 0
    assert not axes_of(model, task).active.any()


def test_shipped_preview_is_the_plane_of_the_shipped_decoder():
    few = json.loads((FOLDER / LAB.key / "preview.json").read_text(encoding="utf-8"))
    model, _ = shipped()
    again = LAB.preview(model.trace(LAB.read(LAB.examples[0])))
    np.testing.assert_allclose(few["surface"], again["surface"], atol=2e-3)
    np.testing.assert_allclose(few["cloud"], again["cloud"], atol=2e-3)
    lowest_left = 2 * (np.array(few["surface"])[:8, :8][::-1] - 0.5)
    np.testing.assert_allclose(lowest_left, model.sheet()[0, 0], atol=5e-3)
