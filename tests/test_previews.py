"""What the home page says of its examples holds of them: they are drawn from the shipped runs."""

from __future__ import annotations

import numpy as np
import pytest

from core.course import lab_of
from core.runs.shipped import shipped_run
from core.trace.schema import tokens_of
from core.training.checkpoints import load_model


@pytest.fixture
def shown():
    """The trace that the preview of a lab was made from."""

    def trace_of(key):
        lab = lab_of(key)
        return load_model(shipped_run(key).checkpoints[-1].path).trace(lab.read(lab.examples[0]))

    return trace_of


@pytest.mark.parametrize("key", ["vanishing_gradients", "lstm_variants"])
def test_at_the_end_the_network_names_the_digit(shown, key):
    trace = shown(key)
    digits = [token for token in tokens_of(trace, "time") if token.isdecimal()]
    said = tokens_of(trace, "vocabulary")[int(trace["probability"].isel(time=-1).values.argmax())]
    assert said == (digits[0] if key == "vanishing_gradients" else digits[-1])
    assert (len(digits) > 1) == (key == "lstm_variants"), (
        "there is something to forget in one, and in the other nothing"
    )


def test_from_the_second_bar_on_one_head_finds_the_token_that_followed_last_time(shown):
    trace = shown("self_attention")
    gold = trace["gold_alignment"].transpose("target", "source").values.astype(bool)
    asked = gold.any(1)
    looks = trace["alignment"].transpose("layer", "head", "target", "source").values.argmax(-1)  # (L, N, T)
    right = (looks[..., asked] == gold[asked].argmax(1)).all(-1)
    assert right.any()


def test_a_text_surprises_where_words_begin(shown):
    trace = shown("text_generation")
    tokens, bits = tokens_of(trace, "time"), trace["surprisal"].values
    first = np.array([k > 0 and tokens[k - 1] == " " for k in range(len(tokens))])
    within = np.array([k > 0 and tokens[k - 1].isalpha() and tokens[k].isalpha() for k in range(len(tokens))])
    assert bits[first].mean() > 2 * bits[within].mean()
