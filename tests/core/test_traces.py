from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from core.course import LABS
from core.trace.schema import DIMENSIONS, QUANTITIES, SHARED, TOKENS, check, gates_of, text_array, tokens_of
from dashboard.charts.colours import QUANTITIES as COURSE


def language_trace() -> xr.Dataset:
    """Three characters read by one layer of two units, with the next token's probabilities."""
    gate = np.full((1, 3, 2), 0.25)  # (layer, time, unit)
    return xr.Dataset(
        {
            "input_gate": (("layer", "time", "unit"), gate),
            "cell_state": (("layer", "time", "unit"), 40 * gate - 30),
            "hidden_state": (("layer", "time", "unit"), -gate),
            "probability": (("time", "vocabulary"), np.array([[0.5, 0.5], [1.0, 0.0], [0.25, 0.75]])),
            "surprisal": (("time",), np.array([1.0, 0.0, 2.0])),
        },
        coords={"token": ("time", text_array("aba")), "word": ("vocabulary", text_array("ab"))},
    )


def translation_trace() -> xr.Dataset:
    """Two target words that look at the same source word, which stands there twice."""
    return xr.Dataset(
        {
            "alignment": (("target", "source"), np.array([[0.5, 0.5, 0.0], [0.0, 0.25, 0.75]])),
            "score": (("target", "source"), np.array([[3.0, 3.0, -9.0], [-9.0, 2.0, 3.0]])),
            "gold_alignment": (("target", "source"), np.array([[1, 1, 0], [0, 0, 1]])),
            "context": (("target", "unit"), np.array([[7.0], [-7.0]])),
        },
        coords={
            "source_token": ("source", text_array(["hello", "hello", "world"])),
            "target_token": ("target", text_array(["你好", "世界"])),
        },
    )


each_trace = pytest.mark.parametrize("trace", [language_trace(), translation_trace()], ids=["language", "translation"])


@each_trace
def test_a_sound_trace_passes_and_comes_back(trace):
    assert check(trace) is trace


@each_trace
def test_checking_twice_changes_nothing(trace):
    once = check(trace).copy(deep=True)
    xr.testing.assert_identical(check(trace), once)


def test_symbols_labels_and_ranges_are_attached():
    trace = check(language_trace())
    assert trace["input_gate"].attrs == {
        "symbol": "i",
        "long_name": "input gate",
        "scale": "sequential",
        "low": 0,
        "high": 1,
    }
    assert trace["cell_state"].attrs == {"symbol": "c", "long_name": "cell state", "scale": "diverging"}


def test_a_word_that_occurs_twice_keeps_both_its_columns():
    trace = check(translation_trace())
    assert trace.sizes["source"] == 3
    assert tokens_of(trace, "source") == ["hello", "hello", "world"]


def test_a_token_keeps_its_nul_and_its_spaces():
    tokens = ["a\x00", " ", "\n", "春"]
    assert list(text_array(tokens)) == tokens
    assert text_array([]).shape == (0,)


def test_gates_are_listed_in_the_schemas_order_and_nothing_else():
    assert gates_of(language_trace()) == ["input_gate", "cell_state", "hidden_state"]
    assert gates_of(translation_trace()) == []


def test_an_empty_trace_passes():
    empty = language_trace().isel(time=slice(0, 0))
    assert check(empty).sizes["time"] == 0


def test_a_range_is_closed_and_float32_may_round_at_its_ends():
    trace = language_trace()
    trace["input_gate"] = trace["input_gate"].astype("float32") * 0 + np.float32(1.0000001)
    assert float(check(trace)["input_gate"].max()) > 1


def test_rows_of_unnormalised_attention_need_not_sum_to_one():
    trace = translation_trace().assign_attrs(normalised=0)
    trace["alignment"] = trace["alignment"] * 0.5
    assert check(trace) is trace


def broken_by(change) -> xr.Dataset:
    """A sound trace after `change`, which returns another or alters it in place."""
    trace = xr.merge([language_trace(), translation_trace().drop_vars("context")])
    return result if (result := change(trace)) is not None else trace


def put(name: str, value: float):
    def change(trace: xr.Dataset) -> None:
        trace[name].values.flat[0] = value

    return change


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda t: t.rename({"unit": "neuron"}), "no dimension 'neuron'; its dimensions are layer, direction"),
        (lambda t: t.rename({"surprisal": "entropy"}), "no variable 'entropy'; its variables are input_gate"),
        (lambda t: t.drop_vars("token"), r"'time' \(3 positions\) needs its tokens as coordinate 'token'"),
        (lambda t: t.drop_vars("source_token"), "needs its tokens as coordinate 'source_token'"),
        (lambda t: t.drop_vars("target_token"), "needs its tokens as coordinate 'target_token'"),
        (lambda t: t.drop_vars("word"), "needs its tokens as coordinate 'word'"),
        (
            lambda t: t.assign(score=t["cell_state"]),
            r"score has dimensions \('layer', 'time', 'unit'\); layer, time, unit is not",
        ),
        (put("input_gate", -0.01), r"input_gate spans -0.01 … 0.25, outside its range 0 … 1"),
        (put("input_gate", 1.01), "outside its range 0 … 1"),
        (put("hidden_state", -1.5), "outside its range -1 … 1"),
        (put("surprisal", -1.0), "outside its range 0 … None"),
        (put("cell_state", np.nan), "cell_state holds a value that is not a number"),
        (put("cell_state", np.inf), "cell_state holds a value that is not a number"),
        (put("alignment", 0.25), "every alignment must sum to 1 along source; found 0.75 … 1"),
        (put("probability", 0.75), "every probability must sum to 1 along vocabulary; found 1 … 1.25"),
    ],
)
def test_a_broken_trace_is_refused_with_what_is_wrong(change, complaint):
    check(broken_by(lambda trace: None))
    with pytest.raises(ValueError, match=complaint):
        check(broken_by(change))


def test_no_variable_is_named_like_a_dimension_or_a_coordinate():
    assert not set(QUANTITIES) & (set(DIMENSIONS) | set(TOKENS.values()))


@pytest.mark.parametrize("schema", [SHARED, *(lab.schema for lab in LABS if lab.schema_path)])
def test_every_dimension_that_a_quantity_may_have_is_known(schema):
    assert set().union(*(quantity.dims for quantity in schema.quantities.values())) <= set(schema.dimensions)


def test_labs_agree_on_what_a_quantity_is():
    for lab in LABS:
        for name, quantity in lab.schema.quantities.items():
            assert replace(COURSE[name], dims=quantity.dims) == quantity, (lab.key, name)


def test_a_sequential_scale_starts_at_a_bound_and_a_diverging_one_is_centred_on_zero():
    for name, quantity in QUANTITIES.items():
        if quantity.scale == "sequential":
            assert quantity.low == 0, name
        else:
            assert quantity.scale == "diverging"
            assert (quantity.low, quantity.high) in {(None, None), (-1, 1)}, name
