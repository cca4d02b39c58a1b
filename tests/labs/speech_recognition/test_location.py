"""Attention by location, taken apart: with the features it is the score again, without them a sound that comes twice
scores the same.
"""

import numpy as np
import pytest
import torch

from core.labs.speech_recognition.location import located
from core.labs.speech_recognition.voices import understood
from tests.labs.speech_recognition.small_listener import fresh, tones


@pytest.mark.parametrize("target", [0, 2])
def test_features_put_back_give_the_score_of_the_trace(target):
    model = fresh(filters=3, width=5)
    trace = model.trace(tones("abcab"))
    parts = located(model, trace, target)
    attention = model.attention
    query = torch.as_tensor(trace["query"].isel(target=target).values)
    keys = attention.keys(torch.as_tensor(trace["annotation"].transpose("source", "unit").values))
    with torch.no_grad():
        location = torch.as_tensor(parts.features).T @ attention.location_weight.T
        whole = torch.tanh(keys + attention.weight @ query + location) @ attention.v
        bare = torch.tanh(keys + attention.weight @ query) @ attention.v
    np.testing.assert_allclose(whole, trace["score"].isel(target=target).values, atol=1e-5)
    np.testing.assert_allclose(bare, parts.content, atol=1e-6)
    assert parts.features.shape == (3, trace.sizes["source"])


def test_before_the_first_token_attention_lies_at_the_beginning():
    model = fresh()
    trace = model.trace(tones("ab"))
    assert located(model, trace, 0).before.tolist() == [1.0] + [0.0] * (trace.sizes["source"] - 1)
    np.testing.assert_array_equal(
        located(model, trace, 1).before, trace["alignment"].transpose("target", "source").values[0]
    )


def test_attention_by_content_cannot_be_taken_apart():
    model = fresh(attention="content")
    with pytest.raises(ValueError, match="only attention by location"):
        located(model, model.trace(tones("ab")), 0)


def test_every_voice_is_measured_by_itself_and_its_worst_is_told():
    model = fresh()
    voices = {"low": [tones("ab"), tones("c")], "slow": [tones("abc", seconds=0.2)]}
    low, slow = understood(model, voices)
    assert (low.voice, slow.voice) == ("low", "slow")
    assert low.said in ("a b", "c")
    assert slow.said == "a b c"
    assert low.error_rate > 0  # it never learnt


def test_a_voice_whose_phonemes_the_network_does_not_know_is_wrong_and_no_fault():
    model = fresh()
    strange = tones("ab")
    known = model.target_vocabulary.tokens
    assert "c" in known
    object.__setattr__(strange, "phonemes", tuple(type(p)("ʉ", p.start, p.end) for p in strange.phonemes))
    [told] = understood(model, {"strange": [strange]})
    assert told.error_rate >= 1
    assert told.alignment_ms is None
