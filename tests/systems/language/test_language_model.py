from __future__ import annotations

import copy
import json
import math

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from core.errors import InputError
from core.nn.cells.family import CELL_KEYS
from core.nn.sampling import Sampling
from core.systems.language.config import LanguageConfig
from core.systems.language.model import LONGEST, START, LanguageModel
from core.text.vocabulary import Vocabulary
from core.trace.schema import tokens_of

LETTERS = Vocabulary("\n abcdefghijklmnopqrstuvwxyz")
TEXT = "the cat sat on the mat"


def network(seed=0, **knobs):
    config = LanguageConfig(**{"layers": 2, "hidden_size": 16, "embedding_size": 8} | knobs)
    model = LanguageModel(config, LETTERS)
    model.initialise(torch.Generator().manual_seed(seed))
    with torch.no_grad():  # as opinionated as a trained network, so that differences show
        model.output.weight *= 20
    return model.eval()


@pytest.fixture(params=CELL_KEYS)
def model(request):
    return network(cell=request.param)


def numbers(text):
    return torch.tensor([LETTERS.encode(text)])  # (1, T)


def test_a_trace_has_a_position_for_every_character(model):
    trace = model.trace(TEXT)
    assert dict(trace.sizes) == {"layer": 2, "time": len(TEXT), "unit": 16, "vocabulary": len(LETTERS)}
    assert tokens_of(trace, "time") == list(TEXT)
    assert tokens_of(trace, "vocabulary") == list(LETTERS.tokens)
    assert (trace.attrs["cell"], trace.attrs["layers"]) == (model.config.cell, 2)


def test_a_trace_agrees_with_the_forward_pass(model):
    trace = model.trace(TEXT)
    with torch.no_grad():
        logits, _, internals = model(numbers(START + TEXT))
    torch.testing.assert_close(torch.tensor(trace["probability"].values), logits[0, 1:].softmax(-1))
    for layer, inside in enumerate(internals):
        for name, values in inside.items():
            np.testing.assert_array_equal(trace[name].sel(layer=layer), values[0, 1:])


def test_probability_is_of_the_next_character_and_surprise_of_this_one(model):
    trace = model.trace(TEXT)
    upcoming = trace["probability"].values[np.arange(len(TEXT) - 1), LETTERS.encode(TEXT[1:])]
    np.testing.assert_allclose(trace["surprisal"][1:], -np.log2(upcoming), rtol=1e-4)


def test_surprises_sum_to_the_cross_entropy(model):
    with torch.no_grad():
        logits, _, _ = model(numbers(START + TEXT[:-1]))
        nats = cross_entropy(logits[0], numbers(TEXT)[0], reduction="sum").item()
    assert float(model.trace(TEXT)["surprisal"].sum()) == pytest.approx(nats / math.log(2), rel=1e-5)


def test_rows_of_probability_sum_to_one(model):
    np.testing.assert_allclose(model.trace(TEXT)["probability"].sum("vocabulary"), 1, atol=1e-5)


def test_the_future_does_not_reach_the_past(model):
    exact = copy.deepcopy(model).double()
    whole, part = exact.trace(TEXT), exact.trace(TEXT[:9])
    for name in whole.data_vars:
        np.testing.assert_allclose(whole[name].isel(time=slice(9)), part[name], atol=1e-6)


def test_the_states_before_the_text_complete_the_equations():
    trace = network(cell="lstm").trace(TEXT)
    before = np.concatenate(
        [np.reshape(trace.attrs["cell_state_before"], (2, 1, 16)), trace["cell_state"][:, :-1]], axis=1
    )
    c = trace["forget_gate"] * before + trace["input_gate"] * trace["candidate"]
    np.testing.assert_allclose(trace["cell_state"], c, atol=1e-6)
    trace = network(cell="gru").trace(TEXT)
    before = np.concatenate(
        [np.reshape(trace.attrs["hidden_state_before"], (2, 1, 16)), trace["hidden_state"][:, :-1]], axis=1
    )
    z = trace["update_gate"]
    np.testing.assert_allclose(trace["hidden_state"], z * before + (1 - z) * trace["candidate"], atol=1e-6)


def test_a_carried_state_equals_reading_at_once(model):
    with torch.no_grad():
        at_once, last, _ = model(numbers(TEXT))
        first, state, _ = model(numbers(TEXT[:10]))
        second, state, _ = model(numbers(TEXT[10:]), state)
    torch.testing.assert_close(torch.cat([first, second], dim=1), at_once)
    for name in last:
        torch.testing.assert_close(state[name], last[name])


def test_a_trace_can_be_stored_and_read_again(model, tmp_path):
    trace = model.trace("a\nb")
    restored = type(trace).from_dict(json.loads(json.dumps(trace.to_dict())))
    assert restored.attrs == trace.attrs
    assert tokens_of(restored, "time") == ["a", "\n", "b"]


def test_greedy_writing_takes_the_likeliest_character_each_time(model):
    text = model.write("the ", Sampling(temperature=0), length=12, seed=0)
    likeliest = model.trace(text)["probability"].argmax("vocabulary").values
    assert "".join(LETTERS.decode(likeliest[3:-1])) == text[4:]
    assert model.write("the ", Sampling(temperature=1e-4), length=12, seed=5) == text


def test_top_k_of_one_is_greedy_at_any_temperature(model):
    greedy = model.write("the ", Sampling(temperature=0), length=12, seed=0)
    assert model.write("the ", Sampling(temperature=2.0, top_k=1), length=12, seed=3) == greedy


def test_writing_goes_on_from_its_prefix_and_has_the_length_asked_for(model):
    text = model.write(TEXT, Sampling(), length=30, seed=0)
    assert text.startswith(TEXT)
    assert len(text) == len(TEXT) + 30
    assert set(text) <= set(LETTERS.tokens)
    assert len(model.write("", Sampling(), length=5, seed=0)) == 5
    assert model.write(TEXT, Sampling(), length=0, seed=0) == TEXT


def test_writing_is_reproducible_by_its_seed(model):
    texts = [model.write("the ", Sampling(), length=40, seed=seed) for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]


def test_a_longer_writing_begins_like_a_shorter_one(model):
    short, long = (model.write("the ", Sampling(), length=length, seed=1) for length in (10, 20))
    assert long.startswith(short)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "nothing to read"),
        ("a" * 10_000, "10,000 characters are too many to look at: at most 2,000"),
        ("naïve café", "never saw é ï in training"),
    ],
    ids=["empty", "long", "unknown"],
)
def test_a_text_that_cannot_be_read_gets_one_sentence(model, text, sentence):
    with pytest.raises(InputError, match=sentence):
        model.trace(text)


def test_reading_and_writing_together_have_one_limit(model):
    assert model.trace("a" * LONGEST).sizes["time"] == LONGEST
    with pytest.raises(InputError, match="2,001 characters"):
        model.write("a" * 1_990, Sampling(), length=11, seed=0)
    with pytest.raises(InputError, match="never saw é"):
        model.write("é", Sampling(), length=5, seed=0)


def test_a_model_is_rebuilt_from_its_header_and_weights(model):
    header = json.loads(json.dumps(model.header()))
    twin = LanguageModel.rebuild(model.config, header).eval()
    twin.load_state_dict(model.state_dict())
    assert twin.trace(TEXT).identical(model.trace(TEXT))


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_all_parameters_come_from_the_generator(cell):
    torch.manual_seed(1)
    first = network(cell=cell).state_dict()
    torch.manual_seed(2)
    again, other = network(cell=cell).state_dict(), network(seed=1, cell=cell).state_dict()
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert all(not torch.equal(first[name], other[name]) for name in first if name != "output.bias")


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_every_matrix_between_states_starts_orthogonal(cell):
    model = network(cell=cell)
    for layer in range(2):
        blocks = [
            block
            for name, weight in model.cell.weights(layer).items()
            if name in ("weight_hh", "weight_ho", "weight_gates")
            for rows in weight.detach().split(16)
            for block in rows.split(16, dim=1)
        ]
        assert len(blocks) >= model.cell.blocks
        for block in blocks:
            torch.testing.assert_close(block @ block.T, torch.eye(16), atol=1e-5, rtol=0)


def test_a_cell_without_a_gate_that_keeps_ignores_the_forget_bias():
    plain, biased = (network(cell="elman", forget_bias=bias).state_dict() for bias in (0.0, 4.0))
    assert all(torch.equal(plain[name], biased[name]) for name in plain)


@pytest.mark.parametrize(("cell", "gate"), [("lstm", "forget_gate"), ("gru", "update_gate")])
def test_the_forget_bias_opens_the_gate_that_keeps_the_old_state(cell, gate):
    closed, even, open_ = (
        float(network(cell=cell, forget_bias=bias).trace(TEXT)[gate].mean()) for bias in (-2.0, 0.0, 4.0)
    )
    assert closed < 0.3 < even < 0.7 < 0.9 < open_


def test_dropout_draws_from_the_noise_it_is_given_and_from_nothing_else():
    model, plain = network(dropout=0.5), network()
    with torch.no_grad():
        quiet = model(numbers(TEXT))[0]
        first, again, other = (model(numbers(TEXT), noise=torch.Generator().manual_seed(seed))[0] for seed in (1, 1, 2))
        assert torch.equal(quiet, plain(numbers(TEXT))[0])
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert not torch.equal(first, quiet)


def test_dropout_keeps_the_mean():
    model = network(dropout=0.3)
    noise = torch.Generator().manual_seed(0)
    with torch.no_grad():
        quiet = model(numbers("a"))[0]
        mean = model(numbers("a").expand(20_000, 1), noise=noise)[0].mean(0, keepdim=True)
    torch.testing.assert_close(mean, quiet, atol=0.05, rtol=0.05)
