"""The WaveNet: what it computes, on what that depends, and that it writes the same with and without a cache."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from torch.nn.functional import conv1d, pad

from core.errors import InputError
from core.labs.audio_generation.config import WaveNetConfig
from core.labs.audio_generation.field import changed, influence, measured_field
from core.labs.audio_generation.model import AS_IT_IS, WaveNet
from core.labs.audio_generation.race import race
from core.labs.audio_generation.writing import Cached, Naive, write
from core.nn.sampling import Sampling
from tests.labs.audio_generation.small_wavenet import RATE, noise, small

FIELDS = [(layers, cycles) for layers in range(1, 11) for cycles in (1, 2, 3)]


def test_it_computes_what_dilated_convolutions_of_torch_compute():
    model = small(cycles=2).double()
    levels, told = torch.from_numpy(noise(2 * 40).reshape(2, 40)), torch.eye(2, dtype=torch.float64)
    u = model.embedded(levels).mT  # (B, C, T)
    s = model.skip_bias[:, None]  # (S, 1)
    for layer, d in enumerate(model.config.dilations):
        kernel = torch.stack((model.then[layer].mT, model.now[layer].mT), dim=2)  # (2C, C, 2)
        a = conv1d(pad(u, (d, 0)), kernel, model.bias[layer], dilation=d)  # (B, 2C, T)
        a = a + (told @ model.condition[layer])[:, :, None]
        z = a[:, :4].tanh() * a[:, 4:].sigmoid()  # (B, C, T)
        s = s + model.skip[layer].mT @ z
        if layer < len(model.residual):
            u = u + model.residual[layer].mT @ z
    hidden = (model.hidden.mT @ s.relu() + model.hidden_bias[:, None]).relu()
    expected = (model.output.mT @ hidden + model.output_bias[:, None]).mT  # (B, T, Q)
    torch.testing.assert_close(model(levels, told), expected)


def test_gradients_are_those_of_small_differences():
    model = small(layers=2).double()
    levels, told = torch.from_numpy(noise(12))[None], torch.eye(2, dtype=torch.float64)[:1]
    read = model.embedded(levels).detach().requires_grad_(True)
    assert torch.autograd.gradcheck(lambda u: model.run(u, told)[0].log_softmax(2), read)


@pytest.mark.parametrize(("layers", "cycles"), FIELDS)
def test_the_measured_field_is_one_more_than_all_dilations_together(layers, cycles):
    assert measured_field(layers, cycles) == WaveNetConfig(layers=layers, cycles=cycles).field
    assert WaveNetConfig(layers=layers, cycles=cycles).field == 1 + cycles * (2**layers - 1)


def test_fields_of_ten_layers_are_those_of_the_paper():
    assert [WaveNetConfig(layers=10, cycles=cycles).field for cycles in (1, 3)] == [1_024, 3_070]


@pytest.mark.parametrize(("layers", "cycles"), [(1, 1), (3, 1), (5, 1), (3, 2), (4, 3)])
def test_a_sample_at_the_edge_of_the_field_is_seen_and_the_one_beyond_it_is_not(layers, cycles):
    model = small(layers=layers, cycles=cycles).double()
    model.told = model.told.astype(np.float64)
    reach = model.config.field
    levels, at = noise(reach + 30), reach + 20
    assert changed(model, levels, 0, at, reach) > 0
    assert changed(model, levels, 0, at, reach + 1) == 0


@pytest.mark.parametrize("ago", [0, -1, -5])
def test_a_prediction_does_not_see_its_own_sample_nor_a_later_one(ago):
    assert changed(small(), noise(40), 0, 20, ago) == 0


def test_gradients_reach_as_far_as_the_field_and_no_further():
    model = small(layers=4)
    found = influence(model, noise(60), 1, 40)
    assert np.flatnonzero(found).tolist() == list(range(40 - 15, 41))


@pytest.mark.parametrize("conditional", [True, False])
@pytest.mark.parametrize(("layers", "cycles"), [(1, 1), (4, 1), (3, 3), (7, 1)])
def test_what_is_kept_changes_no_bit_of_what_is_written(layers, cycles, conditional):
    model = small(layers=layers, cycles=cycles, conditional=conditional, channels=5, skip_channels=7)
    weights, dilations = model.weights([0, 1, 0]), model.config.dilations
    one, other = (write(weights, dilations, 2 * model.config.field + 9, AS_IT_IS, 3, way) for way in (Cached, Naive))
    assert (one.levels == other.levels).all()
    assert (one.probability == other.probability).all()


def test_the_writer_believes_what_the_network_computes():
    model = small(layers=4, cycles=2)
    written = model.write([1, 0], 80, seed=2)
    with torch.no_grad():
        logits = model(torch.from_numpy(written.levels), torch.from_numpy(model.told[[1, 0]]))
    assert written.probability == pytest.approx(logits.double().softmax(2).numpy(), abs=1e-5)


def test_a_race_is_run_over_a_whole_field_by_both_and_they_agree():
    model = small(layers=5)
    found = race(model.weights([0]), model.config.dilations, noise(50), count=6)
    assert found.same
    assert found.field == 32
    assert found.cached > 0 < found.naive


def test_the_same_dice_write_the_same_and_others_something_else():
    model = small()
    assert (model.write([0], 50, seed=1).levels == model.write([0], 50, seed=1).levels).all()
    assert (model.write([0], 50, seed=1).levels != model.write([0], 50, seed=2).levels).any()


def test_sounds_written_side_by_side_do_not_see_each_other():
    model = small()
    both, first = model.write([0, 1], 40, seed=4), model.write([0], 40, seed=4)
    assert (both.levels[0] == first.levels[0]).all()


def test_what_it_is_told_changes_what_it_believes():
    model = small()
    assert (model.write([0], 1).probability != model.write([1], 1).probability).any()
    untold = small(conditional=False)
    assert not untold.conditional
    assert (untold.write([0], 9).probability == untold.write([1], 9).probability).all()


def test_at_temperature_0_the_likeliest_level_is_written():
    written = small().write([0], 60, Sampling(temperature=0))
    assert (written.levels == written.probability.argmax(2)).all()


def test_a_trace_holds_the_sound_and_what_made_it():
    model = small(layers=3)
    trace = model.trace(7, length=50)
    assert trace.sizes == {"time": 50, "vocabulary": 16, "layer": 3, "unit": 4}
    assert trace.attrs == {"rate": RATE, "kind": "high", "dilations": [1, 2, 4]}
    assert trace["gated"].values == pytest.approx((trace["filter"] * trace["gate"]).values, abs=1e-6)
    chosen = trace["probability"].values[np.arange(50), trace["token"].values.astype(int)]
    assert trace["surprisal"].values == pytest.approx(-np.log2(chosen), abs=1e-4)


def test_a_kind_that_it_does_not_know_gets_one_sentence():
    with pytest.raises(InputError, match="There is no kind 2 of sound; this network knows low, high"):
        small().trace(0, kind=2)


def test_a_network_is_rebuilt_from_its_header():
    model = small()
    again = WaveNet.rebuild(model.config, json.loads(json.dumps(model.header())))
    again.load_state_dict(model.state_dict())
    assert again.kinds == model.kinds
    assert again.trace(1, length=20).identical(model.trace(1, length=20))
