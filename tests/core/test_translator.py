import json

import numpy as np
import pytest
import torch

from core.configs import TranslationConfig
from core.data.dates import held_out_pairs, parse
from core.errors import InputError
from core.models.translator import EOS, LONGEST, Sentences, Translator, dropout, reverse
from core.tasks.translation import TranslationTask
from core.traces import check, tokens_of

TEXTS = ["3/5/24", "Wednesday, September 25, 2024", "5 March 2024"]
SYSTEMS = [
    ("last_state", "none"), ("bidirectional", "none"), ("last_state", "scaled_dot"), ("bidirectional", "dot"),
    ("bidirectional", "scaled_dot"), ("bidirectional", "cosine"), ("bidirectional", "bilinear"), ("bidirectional", "additive"),
]  # fmt: skip
each_system = pytest.mark.parametrize(("encoder", "attention"), SYSTEMS)


def fresh(encoder="bidirectional", attention="scaled_dot", hidden_size=17):
    config = TranslationConfig(encoder=encoder, attention=attention, hidden_size=hidden_size, embedding_size=8)
    return TranslationTask(config).model(torch.Generator().manual_seed(0))


def batch_of(model, texts):
    return Sentences.padded([model.read(text) for text in texts])


@each_system
@torch.no_grad()
def test_a_sentence_is_translated_alike_alone_and_among_longer_ones(encoder, attention):
    model = fresh(encoder, attention)
    target = torch.tensor([[1, 4, 2, 7], [3, 3, 5, 0], [9, 2, 1, 1]])
    together = model.decode(model.encode(batch_of(model, TEXTS)), target)
    for n, text in enumerate(TEXTS):
        alone = model.decode(model.encode(batch_of(model, [text])), target[n : n + 1])
        torch.testing.assert_close(together.logits[n], alone.logits[0])
        torch.testing.assert_close(together.context[n], alone.context[0])
        if attention != "none":
            torch.testing.assert_close(together.alignment[n, :, : len(text)], alone.alignment[0])
            assert (together.alignment[n, :, len(text) :] == 0).all()


@each_system
def test_greedy_trace_writes_what_the_batch_writes(encoder, attention):
    model = fresh(encoder, attention)
    with torch.no_grad():
        translations = model.translate(model.encode(batch_of(model, TEXTS)))
    for text, translation in zip(TEXTS, translations, strict=True):
        trace = model.trace(text)
        assert trace.attrs["output"] == "".join(translation)
        assert "".join(tokens_of(trace, "target")).removesuffix(EOS) == trace.attrs["output"]


@each_system
def test_trace_is_labelled_and_fits_the_schema(encoder, attention):
    trace = check(fresh(encoder, attention).trace("Mar 5, 2024"))
    assert tokens_of(trace, "source") == list("Mar 5, 2024")
    assert trace.sizes["unit"] == 17
    assert trace.sizes["vocabulary"] == 23
    assert {"annotation", "hidden_state", "context", "probability"} <= set(trace.data_vars)
    assert ({"score", "alignment"} <= set(trace.data_vars)) == (attention != "none")
    assert trace.attrs["encoder"] == encoder
    assert trace.attrs["attention"] == attention


def test_alignment_rows_sum_to_one_and_average_the_annotations():
    trace = fresh().trace("Mar 5, 2024")
    np.testing.assert_allclose(trace.alignment.sum("source"), 1, rtol=1e-5)
    np.testing.assert_allclose((trace.alignment * trace.annotation).sum("source"), trace.context, atol=1e-5)


def test_score_of_a_step_compares_the_state_before_it_with_each_annotation():
    trace = fresh().trace("Mar 5, 2024")
    expected = trace.annotation.values @ trace.hidden_state.values[0] / 17**0.5
    np.testing.assert_allclose(trace.score.values[1], expected, atol=1e-5)


def test_without_attention_every_step_sees_the_last_encoder_state():
    trace = fresh("last_state", "none").trace("Mar 5, 2024")
    np.testing.assert_array_equal(trace.context, np.broadcast_to(trace.annotation[-1], trace.context.shape))


def test_bidirectional_encoder_knows_what_comes_later_and_the_other_does_not():
    for encoder, knows in (("bidirectional", True), ("last_state", False)):
        one, other = (fresh(encoder).trace(text).annotation.values for text in ("3/5/24", "3/5/25"))
        assert (not np.array_equal(one[0], other[0])) == knows
        assert not np.array_equal(one[-1], other[-1])


def test_forced_trace_writes_the_reference_with_its_gold_alignment():
    model = fresh()
    pair = parse("Mar 5, 2024")
    trace = model.trace("Mar 5, 2024", pair, forced=True)
    assert tokens_of(trace, "target") == [*"2024年3月5日", EOS]
    np.testing.assert_array_equal(trace.gold_alignment[:-1], pair.gold)
    assert not trace.gold_alignment[-1].any()
    assert trace.attrs["forced"] == 1
    assert trace.attrs["reference"] == pair.target
    assert trace.attrs["output"] == model.trace("Mar 5, 2024").attrs["output"]


def test_greedy_trace_has_no_gold_alignment_where_it_writes_something_else():
    trace = fresh().trace("Mar 5, 2024", parse("Mar 5, 2024"))
    assert trace.attrs["output"] != trace.attrs["reference"]
    assert "gold_alignment" not in trace


def test_forcing_needs_a_reference():
    with pytest.raises(ValueError, match="give the reference"):
        fresh().trace("Mar 5, 2024", forced=True)


def test_translation_that_never_ends_is_given_up():
    model = fresh()
    with torch.no_grad():
        model.output.bias[model.eos] = -1e9
    trace = model.trace("Mar 5, 2024")
    assert trace.attrs["finished"] == 0
    assert trace.sizes["target"] == model.limit


def test_translation_that_ends_at_once_is_empty():
    model = fresh()
    with torch.no_grad():
        model.output.bias[model.eos] = 1e9
    trace = model.trace("Mar 5, 2024")
    assert trace.attrs["output"] == ""
    assert trace.attrs["finished"] == 1
    assert tokens_of(trace, "target") == [EOS]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "nothing to translate"),
        (" \n ", "nothing to translate"),
        ("1" * (LONGEST + 1), "has 61 tokens; this network translates up to 60"),
        ("x" * 10_000, "has 10,000 tokens"),
        ("5 März 2024", "never saw z ä"),
    ],
)
def test_text_that_cannot_be_read_gets_one_sentence(text, sentence):
    with pytest.raises(InputError, match=sentence):
        fresh().trace(text)


def test_spaces_around_the_text_do_not_count():
    assert fresh().trace("  3/5/24\n").identical(fresh().trace("3/5/24"))


def test_model_is_rebuilt_from_its_header_and_weights():
    model = fresh()
    twin = Translator.rebuild(model.config, json.loads(json.dumps(model.header())))
    twin.load_state_dict(model.state_dict())
    assert twin.trace("Mar 5, 2024").identical(model.trace("Mar 5, 2024"))


def test_weights_come_from_the_generator_alone():
    torch.manual_seed(1)
    one = fresh().state_dict()
    torch.manual_seed(2)
    other = fresh().state_dict()
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_reversing_leaves_padding_at_the_end_and_undoes_itself():
    values = torch.arange(8.0).view(2, 4, 1)
    length = torch.tensor([4, 2])
    assert reverse(values, length).squeeze(2).tolist() == [[3, 2, 1, 0], [5, 4, 6, 7]]
    assert torch.equal(reverse(reverse(values, length), length), values)


def test_dropout_silences_its_share_and_keeps_the_mean():
    values = dropout(torch.ones(20_000), 0.25, torch.Generator().manual_seed(0))
    assert set(values.unique().tolist()) == {0.0, torch.tensor(1 / 0.75).item()}
    assert (values == 0).float().mean() == pytest.approx(0.25, abs=0.02)
    assert torch.equal(dropout(values, 0.25, None), values)


def test_every_weight_learns():
    model = fresh(attention="additive")
    source = batch_of(model, [pair.source for pair in held_out_pairs(4)])
    model.decode(model.encode(source), torch.zeros(4, 5, dtype=torch.int64)).logits.square().sum().backward()
    assert all(parameter.grad is not None and parameter.grad.any() for parameter in model.parameters())
