import numpy as np
import pytest
import torch

from core.labs.speech_recognition.metrics import Hearing, Sample, by_voice, figures, hearings, misses, trace_misses
from core.previews import preview
from core.sound.features import log_mel
from core.text.edit_distance import error_rate, matches
from core.trace.schema import tokens_of
from tests.labs.speech_recognition.small_listener import each_system, fresh, tones


def samples(*symbols: str, **how) -> list[Sample]:
    utterances = [tones(text, **how) for text in symbols]
    return [Sample(utterance, log_mel(utterance.samples)) for utterance in utterances]


def heard(written: str, reference: str, centroids=(), gold=(), voice="") -> Hearing:
    gold = np.reshape(np.array(gold, float), (-1, 2))
    return Hearing(voice, tuple(written), tuple(reference), 1.0, np.array(centroids, float), gold)


def test_error_rate_counts_least_edits_a_token_of_what_was_said():
    assert error_rate([("kitten", "sitting")]) == pytest.approx(3 / 7)
    assert error_rate([("", "ab"), ("cd", "cd")]) == pytest.approx(0.5)
    assert error_rate([("abab", "a")]) == 3


def test_tokens_that_match_are_those_a_least_edit_keeps():
    assert matches("abxd", "abcd") == [(0, 0), (1, 1), (3, 3)]
    assert matches("bc", "abc") == [(0, 1), (1, 2)]
    assert matches("", "abc") == []


def test_misses_are_signed_distances_in_ms_from_the_middle():
    found = misses(np.array([0.10, 0.30]), np.array([[0.1, 0.2], [0.2, 0.3]]))
    np.testing.assert_allclose(found, [-50, 50])


def test_letters_of_a_word_count_once_with_their_mean():
    found = misses(np.array([0.1, 0.3, 0.9, 1.0]), np.array([[0, 0.4], [0, 0.4], [np.nan, np.nan], [0.9, 1.0]]))
    np.testing.assert_allclose(found, [0, 50], atol=1e-9)


def test_monotonic_is_the_share_of_steps_that_do_not_go_back():
    told = figures([heard("abcd", "abcd", [0.1, 0.3, 0.2, 0.4]), heard("a", "a", [0.5])])
    assert told["monotonic"] == pytest.approx(2 / 3)
    assert "alignment_ms" not in told


def test_figures_of_each_voice_are_those_of_its_utterances():
    one = heard("ab", "ab", [0.1, 0.2], [[0, 0.2], [0.2, 0.3]], "Ada")
    two = heard("aa", "ab", [0.1, 0.2], [[0.2, 0.3], [0.3, 0.4]], "Alan")
    told = by_voice([one, two, one])
    assert list(told) == ["Ada", "Alan"]
    assert told["Ada"] == figures([one, one])
    assert told["Alan"]["error_rate"] == 0.5
    assert told["Alan"]["alignment_ms"] == pytest.approx(150)


@each_system
def test_an_utterance_is_heard_alike_alone_and_among_others(knobs):
    model, several = fresh(**knobs), samples("abcab", "b", "ca")
    for sample, among in zip(several, hearings(model, several), strict=True):
        alone = hearings(model, [sample])[0]
        assert among.reference == alone.reference == tuple(sample.utterance.text)
        assert among.loss == pytest.approx(alone.loss, rel=1e-4)
        np.testing.assert_allclose(among.centroids, alone.centroids, atol=1e-5)


def test_a_trace_misses_by_what_its_utterance_misses():
    model, (sample,) = fresh(), samples("abc")
    [one] = hearings(model, [sample])
    found = trace_misses(model.trace(sample.utterance, forced=True))
    np.testing.assert_allclose(found, misses(one.centroids, one.gold), atol=1e-2)


def test_loss_is_that_of_writing_the_reference():
    model, (sample,) = fresh(), samples("abc")
    [one] = hearings(model, [sample])
    logits = torch.from_numpy(model.trace(sample.utterance, forced=True)["logit"].values)
    assert one.loss == pytest.approx(
        float(torch.nn.functional.cross_entropy(logits, torch.arange(4), reduction="sum")), 1e-4
    )


def test_preview_of_a_sound_keeps_all_of_its_attention_in_columns_of_a_tenth_of_a_second():
    trace = fresh(frames=3).trace(tones("abcabc"))
    told = preview(trace)
    assert told["source"] == ["0.0 s", "", "", "", "", "0.5 s", "", "", ""]
    assert told["target"] == tokens_of(trace, "target")
    np.testing.assert_allclose(np.sum(told["alignment"], axis=1), 1, atol=0.01)
