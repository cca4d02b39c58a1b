import numpy as np
import pytest

from core.errors import InputError
from core.labs.speech_recognition.schema import SCHEMA
from core.labs.speech_recognition.trace import gold_times, overlap, stretches
from core.sound.utterances import Utterance
from core.trace.schema import check, tokens_of
from tests.labs.speech_recognition.small_listener import each_system, fresh, tones

SPOKEN = tones("abc")


@each_system
def test_trace_fits_the_schema_and_names_its_sizes(knobs):
    model = fresh(**knobs)
    trace = check(model.trace(SPOKEN), SCHEMA)
    assert trace["log_mel"].sizes == {"frame": 45, "mel": 40}
    assert trace.sizes["source"] == -(-45 // trace.attrs["frames"])
    assert trace["alignment"].dims == ("target", "source")
    assert trace["annotation"].sizes["unit"] == trace["query"].sizes["unit"] == trace["context"].sizes["unit"] == 16
    assert trace["logit"].sizes["vocabulary"] == 4


def test_positions_follow_each_other_in_seconds_without_gap_to_the_end():
    trace = fresh().trace(SPOKEN)
    start, end = trace["source_start"].values, trace["source_end"].values
    np.testing.assert_allclose(start[1:], end[:-1])
    assert start[0] == pytest.approx(0)
    assert end[-1] == pytest.approx(SPOKEN.duration, abs=0.01)
    assert tokens_of(trace, "source")[2] == "0.08 s"


def test_forced_it_writes_what_is_said_and_every_token_has_its_true_time():
    trace = fresh().trace(SPOKEN, forced=True)
    assert tokens_of(trace, "target") == ["a", "b", "c", "⟨EOS⟩"]
    assert trace.attrs["forced"] == 1
    assert trace.attrs["reference"] == "a b c"
    np.testing.assert_allclose(trace["gold_start"].values, [0.0, 0.15, 0.3, np.nan])
    np.testing.assert_allclose(trace["gold_end"].values, [0.1, 0.25, 0.4, np.nan])


def test_gold_alignment_adds_up_to_what_is_heard():
    trace = fresh(frames=3).trace(SPOKEN, forced=True)
    seconds = trace["gold_alignment"].values @ (trace["source_end"] - trace["source_start"]).values
    np.testing.assert_allclose(seconds, [0.1, 0.1, 0.1, 0.0], atol=1e-6)


def test_free_output_is_the_same_whether_forced_or_not():
    model = fresh()
    assert model.trace(SPOKEN).attrs["output"] == model.trace(SPOKEN, forced=True).attrs["output"]


def test_a_recording_of_nobody_knows_what_has_neither_reference_nor_truth():
    trace = check(fresh().trace(Utterance(SPOKEN.samples, "")), SCHEMA)
    assert trace.attrs["reference"] == ""
    assert "gold_alignment" not in trace
    assert np.isnan(trace["gold_start"]).all()


def test_what_is_unknown_or_cannot_be_written_is_not_forced():
    with pytest.raises(InputError, match="It is not known what is said here"):
        fresh().trace(Utterance(SPOKEN.samples, ""), forced=True)
    with pytest.raises(InputError, match="cannot write x y"):
        fresh(target="characters").trace(Utterance(SPOKEN.samples, "axy"), forced=True)


def test_only_tokens_that_are_right_have_a_true_time():
    times = gold_times(["a", "c", "b", "c"], ["a", "b", "c"], SPOKEN.phonemes)
    np.testing.assert_allclose(times[:, 0], [0.0, np.nan, 0.15, 0.3])


def test_a_last_position_ends_with_its_last_frame():
    start, end = stretches(np.array([0.005, 0.015, 0.025, 0.035, 0.045]), 2)
    np.testing.assert_allclose(start, [0, 0.02, 0.04], atol=1e-9)
    np.testing.assert_allclose(end, [0.02, 0.04, 0.05])


def test_overlap_is_the_share_of_a_position():
    shares = overlap(
        np.array([[0.01, 0.03], [np.nan, np.nan]]), np.array([0.0, 0.02, 0.04]), np.array([0.02, 0.04, 0.05])
    )
    np.testing.assert_allclose(shares, [[0.5, 0.5, 0], [0, 0, 0]], atol=1e-6)
