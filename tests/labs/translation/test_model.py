import json

import numpy as np
import pytest
import torch

from core.labs.translation.model import LONGEST, Translator
from core.nn.encoders import Sentences, dropout
from core.text.vocabulary import EOS
from core.trace.schema import tokens_of
from tests.labs.translation.small_translator import TEXT, TEXTS, batch_of, each_system, fresh


@each_system
@torch.no_grad()
def test_a_sentence_is_translated_alike_alone_and_among_longer_ones(knobs):
    model = fresh(**knobs)
    target = torch.tensor([[1, 4, 2, 7], [3, 3, 5, 0], [9, 2, 1, 1]])
    together = model.decode(model.encode(batch_of(model, TEXTS)), target)
    for n, text in enumerate(TEXTS):
        alone = model.decode(model.encode(batch_of(model, [text])), target[n : n + 1])
        torch.testing.assert_close(together.logits[n], alone.logits[0])
        torch.testing.assert_close(together.context[n], alone.context[0])
        if model.attention is not None:
            torch.testing.assert_close(together.alignment[n, :, : len(text)], alone.alignment[0])
            assert (together.alignment[n, :, len(text) :] == 0).all()


@each_system
def test_greedy_trace_writes_what_the_batch_writes(knobs):
    model = fresh(**knobs)
    with torch.no_grad():
        translations = model.translate(model.encode(batch_of(model, TEXTS)))
    for text, translation in zip(TEXTS, translations, strict=True):
        trace = model.trace(text)
        assert trace.attrs["output"] == "".join(translation)
        assert "".join(tokens_of(trace, "target")).removesuffix(EOS) == trace.attrs["output"]


@each_system
@torch.no_grad()
def test_step_by_step_is_the_same_as_all_at_once(knobs):
    model, tokens = fresh(**knobs), [1, 4, 2, 7]
    decoded = model.decode(model.encode(batch_of(model, [TEXT])), torch.tensor([tokens]))
    state = model.start(TEXT)
    for i, read in enumerate([model.bos, *tokens[:-1]]):
        log_probabilities, state, alignment = model.step(state, torch.tensor([read]))
        torch.testing.assert_close(log_probabilities[0], decoded.logits[0, i].log_softmax(0))
        if model.attention is not None:
            torch.testing.assert_close(alignment[0], decoded.alignment[0, i])


@each_system
@torch.no_grad()
def test_hypotheses_step_side_by_side_as_they_step_alone(knobs):
    model = fresh(**knobs)
    start = model.start(TEXT)
    _, state, _ = model.step({name: values[[0, 0]] for name, values in start.items()}, torch.tensor([3, 5]))
    together, _, _ = model.step(state, torch.tensor([1, 2]))
    for n, written in enumerate(((3, 1), (5, 2))):
        state = start
        for token in written:
            alone, state, _ = model.step(state, torch.tensor([token]))
        torch.testing.assert_close(together[n], alone[0])


@each_system
def test_every_weight_learns(knobs):
    model = fresh(**knobs)
    source = Sentences.padded([[n % len(model.source_vocabulary.tokens) for n in range(30)], [0, 5]])
    target = torch.arange(len(model.target_vocabulary)).view(1, -1).repeat(2, 1)
    loss = torch.nn.functional.cross_entropy(
        model.decode(model.encode(source), target).logits.flatten(0, 1), target.flatten()
    )
    loss.backward()
    assert [name for name, weights in model.named_parameters() if weights.grad is None or not weights.grad.any()] == []


@each_system
def test_model_is_rebuilt_from_its_header_and_weights(knobs):
    model = fresh(**knobs)
    twin = Translator.rebuild(model.config, json.loads(json.dumps(model.header())))
    twin.load_state_dict(model.state_dict())
    assert twin.trace(TEXT).identical(model.trace(TEXT))


def test_attending_first_needs_no_weight_beside_embeddings_cells_and_output():
    assert set(fresh().state_dict()) == {
        *(f"{side}_embedding.weight" for side in ("source", "target")),
        *(f"{way}_encoder.{kind}_l0" for way in ("forward", "backward") for kind in GRU_WEIGHTS),
        *(f"decoder.{kind}" for kind in GRU_WEIGHTS),
        "output.weight",
        "output.bias",
    }


GRU_WEIGHTS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def test_shared_weights_are_one_gru_that_reads_the_source_without_context():
    model = fresh(encoder="last_state", shared_weights=True)
    trace, W = model.trace(TEXT), model.forward_encoder.weights(0)
    with torch.no_grad():
        h = torch.zeros(1, 17)
        for number in model.read(TEXT):
            x = torch.cat([model.source_embedding.weight[[number]], torch.zeros(1, 17)], dim=1)
            h = torch.gru_cell(x, h, W["weight_ih"], W["weight_hh"], W["bias_ih"], W["bias_hh"])
        y = torch.cat([model.target_embedding.weight[[model.bos]], torch.from_numpy(trace.context.values[:1])], dim=1)
        z = torch.gru_cell(y, h, W["weight_ih"], W["weight_hh"], W["bias_ih"], W["bias_hh"])
    np.testing.assert_allclose(trace.annotation[-1], h[0], atol=1e-6)
    np.testing.assert_allclose(trace.hidden_state[0], z[0], atol=1e-6)


def test_sharing_saves_the_weights_of_a_gru():
    def size(**knobs):
        return sum(
            weights.numel()
            for weights in fresh(encoder="last_state", attention="none", handover="once", **knobs).parameters()
        )

    assert size() - size(shared_weights=True) == 3 * 17 * (8 + 17 + 2)


def test_last_state_is_handed_over_at_every_step_or_once():
    trace = fresh(encoder="last_state", attention="none").trace(TEXT)
    np.testing.assert_array_equal(trace.context, np.broadcast_to(trace.annotation[-1], trace.context.shape))
    trace = fresh(encoder="last_state", attention="none", handover="once").trace(TEXT)
    assert "context" not in trace
    np.testing.assert_array_equal(trace["query"][0], trace.annotation[-1])


def test_first_query_is_the_last_state_or_learnt_and_then_the_same_for_every_text():
    last = [fresh().trace(text)["query"].values[0] for text in ("3/5/24", "3/5/25")]
    learnt = [fresh(first_query="learnt").trace(text)["query"].values[0] for text in ("3/5/24", "3/5/25")]
    assert not np.array_equal(*last)
    np.testing.assert_array_equal(*learnt)
    np.testing.assert_array_equal(learnt[0], fresh(first_query="learnt").first_state.detach()[0])


def test_without_attention_the_first_state_is_never_learnt():
    assert fresh(attention="none", first_query="learnt").first_state is None


def test_in_luongs_order_the_new_state_attends():
    trace = fresh(order="step_first").trace(TEXT)
    np.testing.assert_array_equal(trace["query"], trace.hidden_state)
    trace = fresh().trace(TEXT)
    np.testing.assert_array_equal(trace["query"][1:], trace.hidden_state[:-1])


def test_in_luongs_order_the_word_is_read_from_state_and_context():
    model = fresh(order="step_first")
    trace = model.trace(TEXT)
    with torch.no_grad():
        both = torch.from_numpy(np.concatenate([trace.context, trace.hidden_state], axis=1))  # (T, 2H)
        logits = torch.tanh(both @ model.combine.weight.T) @ model.output.weight.T + model.output.bias
    np.testing.assert_allclose(trace["logit"], logits, atol=1e-5)


def test_gnmt_attends_with_its_lowest_layer_and_feeds_the_context_to_all():
    model = fresh(encoder="gnmt", layers=2)
    [upper] = model.upper_decoder
    trace = model.trace(TEXT)
    with torch.no_grad():
        state, z = model.start(TEXT)["upper"][:, 0], torch.from_numpy(trace["query"].values)
        for i, context in enumerate(torch.from_numpy(trace.context.values[:-1])):
            state = upper(torch.cat([z[i + 1], context])[None], state)  # z_{i+1} is the query of the next step
            np.testing.assert_allclose(trace.hidden_state[i], z[i + 1] + state[0], atol=1e-6)


def test_without_softmax_the_scores_are_the_weights():
    trace = fresh(softmax=False).trace(TEXT)
    np.testing.assert_array_equal(trace.alignment, trace.score)
    assert trace.attrs["normalised"] == 0
    np.testing.assert_allclose((trace.alignment * trace.annotation).sum("source"), trace.context, atol=1e-5)


def test_weights_come_from_the_generator_alone():
    torch.manual_seed(1)
    one = fresh().state_dict()
    torch.manual_seed(2)
    other = fresh().state_dict()
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_dropout_silences_its_share_and_keeps_the_mean():
    values = dropout(torch.ones(20_000), 0.25, torch.Generator().manual_seed(0))
    assert set(values.unique().tolist()) == {0.0, torch.tensor(1 / 0.75).item()}
    assert (values == 0).float().mean() == pytest.approx(0.25, abs=0.02)
    assert torch.equal(dropout(values, 0.25, None), values)


def test_longest_sentence_is_read():
    assert len(fresh().read("1" * LONGEST)) == LONGEST
