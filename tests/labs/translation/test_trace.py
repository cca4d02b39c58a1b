import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.translation.model import LONGEST
from core.nn.attention import Edit
from core.text.vocabulary import EOS
from core.trace.schema import check, tokens_of
from tests.labs.translation.small_translator import (
    CHINESE,
    MARCH,
    TEXT,
    Known,
    batch_of,
    each_attentive_system,
    each_system,
    fresh,
)


@each_system
def test_trace_is_labelled_and_fits_the_schema(knobs):
    model = fresh(**knobs)
    trace = check(model.trace(TEXT))
    assert tokens_of(trace, "source") == list(TEXT)
    assert trace.sizes["unit"] == 17
    assert trace.sizes["vocabulary"] == len(CHINESE)
    assert {"annotation", "query", "hidden_state", "logit", "probability"} <= set(trace.data_vars)
    assert ({"key", "score", "alignment"} <= set(trace.data_vars)) == (model.attention is not None)
    assert trace.attrs["encoder"] == model.config.encoder
    assert trace.attrs["attention"] == model.config.attention


@each_system
def test_trace_fits_the_schema_however_large_the_weights_are(knobs):
    model = fresh(**knobs)
    with torch.no_grad():
        for weights in model.parameters():
            weights *= 30
    check(model.trace(TEXT))


@each_attentive_system
def test_scores_and_contexts_follow_from_query_key_and_annotation(knobs):
    model = fresh(**knobs)
    trace = model.trace(TEXT)
    S, T = trace.sizes["source"], trace.sizes["target"]
    keys, values = (torch.from_numpy(trace[name].values).expand(T, -1, -1) for name in ("key", "annotation"))
    with torch.no_grad():
        query, mask = torch.from_numpy(trace["query"].values), torch.ones(T, S, dtype=torch.bool)
        context, alignment, score = model.attention(query, keys, values, mask)
    np.testing.assert_allclose(trace.score, score, atol=1e-5)
    np.testing.assert_allclose(trace.alignment, alignment, atol=1e-5)
    np.testing.assert_allclose(trace.context, context, atol=1e-5)


def test_alignment_rows_sum_to_one_and_average_the_annotations():
    trace = fresh().trace(TEXT)
    np.testing.assert_allclose(trace.alignment.sum("source"), 1, rtol=1e-5)
    np.testing.assert_allclose((trace.alignment * trace.annotation).sum("source"), trace.context, atol=1e-5)


def test_probability_is_the_softmax_of_the_logits():
    trace = fresh().trace(TEXT)
    powers = np.exp(trace["logit"])
    np.testing.assert_allclose(trace.probability, powers / powers.sum("vocabulary"), rtol=1e-5)


@torch.no_grad()
def test_a_step_leads_from_the_token_read_the_query_and_the_context_to_the_word():
    model = fresh()
    trace = model.trace(TEXT)
    y = model.target_embedding.weight[[model.bos, *model.target_vocabulary.encode(tokens_of(trace, "target")[:-1])]]
    context, query = (torch.from_numpy(trace[name].values) for name in ("context", "query"))
    state = model.decoder(torch.cat([y, context], dim=1), query)
    np.testing.assert_allclose(trace["hidden_state"], state, atol=1e-6)
    np.testing.assert_allclose(trace["logit"], model.output(state), atol=1e-5)


@torch.no_grad()
def test_first_query_is_what_the_encoder_hands_over():
    model = fresh()
    np.testing.assert_array_equal(model.trace(TEXT)["query"][0], model.encode(batch_of(model, [TEXT])).last[0])


def test_forced_trace_writes_the_reference_with_its_gold_alignment():
    trace = fresh().trace(TEXT, MARCH, forced=True)
    assert tokens_of(trace, "target") == [*"2024年3月5日", EOS]
    np.testing.assert_array_equal(trace.gold_alignment[:-1], MARCH.gold)
    assert not trace.gold_alignment[-1].any()
    assert trace.attrs["forced"] == 1
    assert trace.attrs["reference"] == MARCH.target
    assert trace.attrs["output"] == fresh().trace(TEXT).attrs["output"]


def test_greedy_trace_has_no_gold_alignment_where_it_writes_something_else():
    trace = fresh().trace(TEXT, MARCH)
    assert trace.attrs["output"] != trace.attrs["reference"]
    assert "gold_alignment" not in trace


def test_reference_of_unknown_alignment_gives_no_gold():
    trace = fresh().trace(TEXT, Known(MARCH.target, np.zeros_like(MARCH.gold)), forced=True)
    assert trace.attrs["reference"] == MARCH.target
    assert "gold_alignment" not in trace


def test_forcing_needs_a_reference():
    with pytest.raises(ValueError, match="give the reference"):
        fresh().trace(TEXT, forced=True)


def test_translation_that_never_ends_is_given_up():
    model = fresh()
    with torch.no_grad():
        model.output.bias[model.eos] = -1e9
    trace = model.trace(TEXT)
    assert trace.attrs["finished"] == 0
    assert trace.sizes["target"] == model.limit


def test_translation_that_ends_at_once_is_empty():
    model = fresh()
    with torch.no_grad():
        model.output.bias[model.eos] = 1e9
    trace = model.trace(TEXT)
    assert trace.attrs["output"] == ""
    assert trace.attrs["finished"] == 1
    assert tokens_of(trace, "target") == [EOS]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "nothing to translate"),
        (" \n ", "nothing to translate"),
        ("1" * (LONGEST + 1), f"has {LONGEST + 1} tokens; this network translates up to {LONGEST}"),
        ("x" * 10_000, "has 10,000 tokens"),
        ("5 März 2024", "never saw z ä"),
    ],
)
def test_text_that_cannot_be_read_gets_one_sentence(text, sentence):
    with pytest.raises(InputError, match=sentence):
        fresh().trace(text)


def test_unknown_characters_are_told_with_an_example_of_what_can_be_read():
    with pytest.raises(InputError, match=r"cannot read z ä: .* such as “5 Mar 2024”"):
        fresh(examples=[("5 Mar 2024", "2024年3月5日")]).trace("5 März 2024")


def test_spaces_around_the_text_do_not_count():
    assert fresh().trace("  3/5/24\n").identical(fresh().trace("3/5/24"))


# ---- a prefix ----


@each_system
def test_prefix_is_written_first_and_the_network_goes_on_from_it(knobs):
    model = fresh(**knobs)
    trace = model.trace(TEXT, prefix="日日1")
    written = tokens_of(trace, "target")
    assert written[:3] == ["日", "日", "1"]
    likeliest = [tokens_of(trace, "vocabulary")[n] for n in trace.probability.values.argmax(1)]
    assert written[3:] == likeliest[3:]
    assert trace.attrs["prefix"] == 3


def test_prefix_that_the_network_would_write_anyway_changes_nothing():
    trace = fresh().trace(TEXT)
    start = "".join(tokens_of(trace, "target")[:3])
    assert fresh().trace(TEXT, prefix=start).drop_attrs().identical(trace.drop_attrs())


def test_later_steps_see_the_forced_past():
    plain, forced = fresh().trace(TEXT), fresh().trace(TEXT, prefix="日")
    np.testing.assert_array_equal(plain.probability[0], forced.probability[0])
    assert not np.allclose(plain.probability[1], forced.probability[1])


@pytest.mark.parametrize(
    ("prefix", "sentence"), [("1" * 21, "has 21 tokens; this network writes up to 20"), ("x", "never saw x")]
)
def test_prefix_that_cannot_be_written_gets_one_sentence(prefix, sentence):
    with pytest.raises(InputError, match=sentence):
        fresh().trace(TEXT, prefix=prefix)


def test_prefix_may_fill_the_whole_translation():
    assert fresh().trace(TEXT, prefix="1" * 20).attrs["output"] == "1" * 20


# ---- an edited weight ----


def test_edit_that_changes_nothing_gives_the_same_trace():
    trace = fresh().trace(TEXT)
    for renormalise in (True, False):
        same = fresh().trace(TEXT, edits=(Edit(2, 4, float(trace.alignment[2, 4]), renormalise),))
        for name in trace.data_vars:
            np.testing.assert_allclose(same[name], trace[name], atol=1e-6)


@pytest.mark.parametrize("renormalise", [True, False])
@each_attentive_system
def test_edited_weight_stands_in_its_place_and_later_steps_see_the_changed_past(knobs, renormalise):
    model = fresh(**knobs)
    plain = model.trace(TEXT, MARCH, forced=True)
    changed = model.trace(TEXT, MARCH, forced=True, edits=(Edit(0, 4, 0.95, renormalise),))
    assert float(changed.alignment[0, 4]) == pytest.approx(0.95)
    np.testing.assert_array_equal(changed.score[0], plain.score[0])
    assert not np.allclose(changed.probability[0], plain.probability[0], atol=1e-6)
    assert not np.allclose(changed["query"][2], plain["query"][2], atol=1e-6)


def test_steps_before_the_edit_stay_as_they_were():
    plain, changed = fresh().trace(TEXT), fresh().trace(TEXT, edits=(Edit(3, 4, 0.9),))
    for name in ("alignment", "context", "hidden_state", "probability"):
        np.testing.assert_array_equal(changed[name][:3], plain[name][:3])
    assert changed.attrs["edited"] == 1


def test_renormalised_row_keeps_its_sum_and_the_ratios_of_the_others():
    plain, changed = fresh().trace(TEXT), fresh().trace(TEXT, edits=(Edit(1, 4, 0.7),))
    row, before = changed.alignment.values[1], plain.alignment.values[1]
    others = np.arange(len(row)) != 4
    np.testing.assert_allclose(row[others], before[others] * 0.3 / (1 - before[4]), rtol=1e-5)
    assert changed.attrs["normalised"] == 1


def test_row_that_is_not_renormalised_has_another_sum():
    plain, changed = fresh().trace(TEXT), fresh().trace(TEXT, edits=(Edit(1, 4, 0.7, renormalise=False),))
    row, before = changed.alignment.values[1], plain.alignment.values[1]
    others = np.arange(len(row)) != 4
    np.testing.assert_array_equal(row[others], before[others])
    assert changed.attrs["normalised"] == 0


def test_context_is_the_sum_under_the_edited_weights():
    trace = fresh().trace(TEXT, edits=(Edit(1, 4, 0.7, renormalise=False), Edit(1, 2, 0.0, renormalise=False)))
    assert trace.alignment.values[1, [4, 2]].tolist() == [pytest.approx(0.7), 0]
    np.testing.assert_allclose((trace.alignment * trace.annotation).sum("source"), trace.context, atol=1e-5)


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (Edit(0, 11, 0.5), "no source position 11; the sentence has 11"),
        (Edit(0, -1, 0.5), "no source position -1"),
        (Edit(99, 0, 0.5), "no target step 99"),
        (Edit(0, 0, 1.5), "cannot be 1.5; it takes 0 … 1"),
        (Edit(0, 0, float("nan")), "cannot be nan"),
    ],
)
def test_edit_out_of_range_gets_one_sentence(edit, sentence):
    with pytest.raises(InputError, match=sentence):
        fresh().trace(TEXT, edits=(edit,))


def test_without_attention_there_is_no_weight_to_set():
    with pytest.raises(InputError, match="has no attention"):
        fresh(attention="none").trace(TEXT, edits=(Edit(0, 0, 0.5),))
