import json

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.chatbot.model import LONGEST, Chatbot
from core.labs.chatbot.prompt import TURN
from core.labs.chatbot.schema import SCHEMA
from core.nn.attention import Edit
from core.nn.beam_search import beam_search
from core.nn.encoders import Sentences
from core.text.vocabulary import EOS
from core.trace.schema import check, tokens_of
from tests.labs.chatbot.small_bot import SYSTEMS, TALK, WORDS, each_system, fresh


@each_system
def test_trace_is_labelled_and_fits_the_schema(knobs):
    model = fresh(**knobs)
    trace = check(model.trace(TALK), SCHEMA)
    read = [" I", " am", " Eva", "."]
    asked = [" who", " am", " I", "?"]
    assert tokens_of(trace, "source") == (asked if model.config.turns == 1 else [*read, TURN, *asked])
    assert trace.sizes["unit"] == 16
    assert trace.sizes["vocabulary"] == len(WORDS)
    assert ("alignment" in trace) == (model.attention is not None)
    assert ("generation_gate" in trace) == model.config.copying
    assert trace.attrs["read"] == model.config.turns


@each_system
def test_probability_is_the_softmax_of_the_logits_and_sums_to_one(knobs):
    trace = fresh(**knobs).trace(TALK)
    powers = np.exp(trace["logit"])
    np.testing.assert_allclose(trace.probability, powers / powers.sum("vocabulary"), rtol=1e-5)


@torch.no_grad()
@pytest.mark.parametrize("name", [name for name in SYSTEMS if name != "none"])
def test_context_is_the_average_of_the_encoder_by_the_alignment(name):
    model = fresh(**SYSTEMS[name])
    trace = model.trace(TALK)
    np.testing.assert_allclose(trace.alignment.sum("source"), 1, rtol=1e-5)
    np.testing.assert_allclose((trace.alignment * trace.annotation).sum("source"), trace.context, atol=1e-5)


@torch.no_grad()
def test_steps_follow_the_equations():
    """Once more by hand, from what the trace says: the state, the attention's reading, the word."""
    model = fresh()
    trace = model.trace(TALK)
    z = model.encode(Sentences.padded([model.read(TALK)])).last  # (1, H)
    fed, token = torch.zeros_like(z), model.bos
    for i, written in enumerate(tokens_of(trace, "target")):
        z = model.decoder(torch.cat([model.embedding.weight[[token]], fed], 1), z)
        np.testing.assert_allclose(trace["query"][i], z[0], atol=1e-6)
        h = torch.from_numpy(trace["annotation"].values)
        e = h @ z[0] / 4  # √16
        np.testing.assert_allclose(trace["score"][i], e, atol=1e-5)
        c = e.softmax(0) @ h
        fed = torch.tanh(torch.cat([c, z[0]]) @ model.combine.weight.T)[None]
        np.testing.assert_allclose(trace["logit"][i], (fed @ model.output.weight.T + model.output.bias)[0], atol=1e-5)
        token = model.vocabulary.number[written]


@torch.no_grad()
def test_without_attention_the_answer_depends_on_the_last_state_alone():
    model = fresh(attention="none")
    source = model.encode(Sentences.padded([model.read(TALK)]))
    scrambled = source._replace(annotation=source.annotation.flip(1), keys=source.keys.flip(1))
    assert torch.equal(model.decode(source).logits, model.decode(scrambled).logits)
    other = source._replace(last=source.last + 1)
    assert not torch.equal(model.decode(source).logits[:, 0], model.decode(other).logits[:, 0])


@torch.no_grad()
def test_a_network_that_copies_mixes_two_distributions_by_its_gate():
    model = fresh(copying=True)
    trace = model.trace(TALK)
    i = 0
    g = float(trace["generation_gate"][i])
    a = torch.tanh(
        torch.cat([torch.from_numpy(trace["context"].values[i]), torch.from_numpy(trace["query"].values[i])])
        @ model.combine.weight.T
    )
    softmax = model.output(a).softmax(0).numpy()
    copied = np.zeros(len(WORDS))
    for j, token in enumerate(tokens_of(trace, "source")):
        copied[WORDS.index(token)] += float(trace["alignment"][i, j])
    np.testing.assert_allclose(trace["probability"][i], g * softmax + (1 - g) * copied, atol=1e-5)


@torch.no_grad()
def test_a_word_that_the_softmax_never_says_can_be_copied():
    plain, copying = fresh(), fresh(copying=True)
    for model in (plain, copying):
        model.output.bias[WORDS.index(" Eva")] = -1e4
    copying.gate.bias.fill_(-1e4)  # all from the prompt
    assert float(plain.trace(TALK)["probability"][0, WORDS.index(" Eva")]) == 0
    trace = copying.trace(TALK)
    here = trace.isel(target=0)
    assert float(here["probability"][WORDS.index(" Eva")]) == pytest.approx(float(here["alignment"][2]), abs=1e-5)


@each_system
@torch.no_grad()
def test_padding_changes_nothing(knobs):
    model = fresh(**knobs)
    short, long = model.read("hello!"), model.read(TALK)
    target = torch.tensor([[2, model.eos]] * 2)
    alone = model.decode(model.encode(Sentences.padded([short])), target[:1]).logits[0]
    beside = model.decode(model.encode(Sentences.padded([long, short])), target).logits[1]
    torch.testing.assert_close(beside, alone, atol=1e-5, rtol=1e-4)


@torch.no_grad()
def test_a_word_is_predicted_from_those_before_it_alone():
    model = fresh()
    source = model.encode(Sentences.padded([model.read(TALK)]))
    first, second = (model.decode(source, torch.tensor([[4, 5, last, model.eos]])).logits[0] for last in (2, 3))
    assert torch.equal(first[:3], second[:3])
    assert not torch.equal(first[3], second[3])


@torch.no_grad()
def test_a_network_of_one_turn_does_not_hear_the_turn_before():
    deaf, hearing = fresh(turns=1), fresh()
    talks = ["I am Eva.\nwho am I?", "I am Ben.\nwho am I?"]
    assert deaf.read(talks[0]) == deaf.read(talks[1])
    assert hearing.read(talks[0]) != hearing.read(talks[1])


def test_no_network_hears_more_than_two_turns():
    model = fresh()
    assert model.read(f"hello!\n{TALK}") == model.read(TALK)
    assert model.trace(f"hello!\n{TALK}").attrs["said"].count("\n") == 2


@each_system
def test_beam_of_one_is_greedy(knobs):
    model = fresh(**knobs)
    trace = model.trace(TALK)
    best = beam_search(model, TALK, 1).best
    assert best.text.strip() == trace.attrs["output"]


def test_forced_answer_is_written_whatever_the_network_would():
    trace = fresh().trace(TALK, "you are Eva.")
    assert tokens_of(trace, "target") == [" you", " are", " Eva", ".", EOS]


def test_prefix_is_written_first():
    assert tokens_of(fresh().trace(TALK, prefix="you are"), "target")[:2] == [" you", " are"]


def test_edited_weight_is_what_was_set():
    trace = fresh().trace(TALK, edits=[Edit(0, 2, 1.0)])
    np.testing.assert_allclose(trace["alignment"][0], np.eye(9)[2], atol=1e-6)


def test_answer_that_never_ends_is_given_up():
    model = fresh()
    with torch.no_grad():
        model.output.bias[model.eos] = -1e9
    trace = model.trace(TALK)
    assert (trace.attrs["finished"], trace.sizes["target"]) == (0, model.limit)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Nothing has been said yet"),
        (" \n \n", "Nothing has been said yet"),
        ("xyzzy", "cannot read xyzzy: .* such as “hello!”"),
        ("who " * 2_000, f"has 2,000 tokens; this network reads up to {LONGEST}"),
        ("你好", "cannot read 你 好"),
        ("⟨turn⟩", "cannot read"),
        ("☃", "cannot read ☃"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(text, sentence):
    with pytest.raises(InputError, match=sentence) as told:
        fresh().trace(text)
    assert len(str(told.value)) < 300


def test_header_is_json_and_rebuilds_the_network():
    model = fresh(copying=True)
    again = Chatbot.rebuild(model.config, json.loads(json.dumps(model.header())))
    again.load_state_dict(model.state_dict())
    assert again.eval().trace(TALK).identical(model.trace(TALK))
