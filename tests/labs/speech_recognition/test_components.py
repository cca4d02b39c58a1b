"""What the picture of hearing sends to the browser."""

from __future__ import annotations

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.sound.utterances import SAMPLE_RATE, Segment, Utterance
from core.trace.schema import VARIABLES, tokens_of
from dashboard.charts.colours import COLOURS
from dashboard.components import sound
from dashboard.components.assets import FOLDER
from dashboard.labs.speech_recognition.components import hearing, hearing_film
from tests.labs.speech_recognition.heard import trace_of, utterance_of
from tests.pictures import drawn, shown, size_of

OWN = [module for folder in ("hearing", "lib/hearing") for module in sorted((FOLDER / folder).glob("*.js"))]
DRAWN = [*OWN, FOLDER / "film" / "sound.js", FOLDER / "lib" / "playing" / "player.js"]
"""The modules that show its words."""


def sent(**more) -> tuple[dict, dict[str, np.ndarray]]:
    return drawn(hearing.hearing, trace_of(), "name", key="h", **more)


def sounded(utterance: Utterance | None = None) -> tuple[dict, dict[str, np.ndarray]]:
    return drawn(sound.sound, utterance or utterance_of(), trace_of(), key="s")


def test_samples_arrive_within_sixteen_bits():
    utterance = utterance_of()
    header, arrays = sounded()
    assert abs(arrays["samples"] - utterance.samples).max() <= np.ptp(utterance.samples) / 131070 * 1.01
    assert header["rate"] == SAMPLE_RATE
    assert header["duration"] == utterance.duration


def test_a_sound_takes_two_bytes_a_sample_and_is_not_in_the_picture():
    utterance, trace = utterance_of(), trace_of()
    assert (
        size_of(sound.sound, utterance, trace, key="s") < 2 * (len(utterance.samples) + trace["log_mel"].size) + 2_000
    )
    assert size_of(hearing.hearing, trace, "name", key="h") < 2 * len(utterance.samples) / 2


def test_frames_lie_where_their_centres_say():
    trace = trace_of()
    header, arrays = sounded()
    frames = header["frames"]
    centres = frames["start"] + frames["hop"] * (np.arange(len(arrays["log_mel"])) + 0.5)
    np.testing.assert_allclose(centres, trace["frame_seconds"].values, atol=1e-6)


def test_phonemes_and_words_arrive_with_their_times():
    utterance = utterance_of()
    header, _ = sounded()
    for name, segments in (("phonemes", utterance.phonemes), ("said", utterance.words)):
        told = [Segment(**segment) for segment in header[name]]
        assert [segment.symbol for segment in told] == [segment.symbol for segment in segments]
        times = [[(segment.start, segment.end) for segment in side] for side in (told, segments)]
        np.testing.assert_allclose(*times, atol=1e-3)


def test_a_name_tells_sounds_texts_and_times_apart():
    known = utterance_of()
    louder = Utterance(known.samples * 0.9, known.text, known.phonemes, known.words)
    other_text = Utterance(known.samples, "other", known.phonemes, known.words)
    without = Utterance(known.samples, known.text)
    names = {sound.name_of(one) for one in (known, louder, other_text, without)}
    assert len(names) == 4
    assert sound.name_of(utterance_of()) == sound.name_of(known)


def test_alignment_arrives_as_target_by_source():
    trace = trace_of()
    _, arrays = sent()
    np.testing.assert_allclose(
        arrays["alignment"], trace["alignment"].transpose("target", "source").values, atol=1 / 131070
    )


def test_bounds_of_source_positions_are_their_seconds():
    trace = trace_of()
    _, arrays = sent()
    wanted = np.stack([trace["source_start"].values, trace["source_end"].values])
    np.testing.assert_allclose(arrays["bounds"], wanted, atol=1e-4)


def test_true_times_arrive_and_unknown_ones_are_null():
    header, _ = sent()
    spoken = utterance_of().phonemes
    assert header["gold"] == [[phoneme.start, phoneme.end] for phoneme in spoken] + [None]
    header, _ = drawn(hearing.hearing, trace_of(gold=False), "name", key="h")
    assert set(header["gold"]) == {None}


def test_what_was_written_has_its_probability():
    trace = trace_of()
    _, arrays = sent()
    words = tokens_of(trace, "vocabulary")
    wanted = [
        float(trace["probability"].isel(target=i, vocabulary=words.index(token)))
        for i, token in enumerate(tokens_of(trace, "target"))
    ]
    np.testing.assert_allclose(arrays["written"], wanted, atol=1e-4)


def test_cursor_group_and_marks_travel_as_they_were_given():
    header, _ = sent(cursor=(2, None), group="g", wrong=[False, True])
    assert header["cursor"] == {"target": 2, "source": None}
    assert (header["group"], header["wrong"], header["small"]) == ("g", [False, True], False)


def test_quantities_keep_the_symbols_of_the_schema_and_their_fixed_colours():
    header, _ = sent()
    for name, quantity in header["quantities"].items():
        assert (quantity["symbol"], quantity["colour"]) == (VARIABLES[name].symbol, COLOURS[name])


def test_every_word_goes_through_the_translator():
    header, _ = sent(translate=lambda message: f"«{message}»")
    assert header["words"] == {name: f"«{words}»" for name, words in hearing.WORDS.items()}


@pytest.mark.parametrize(
    ("component", "others"), [(hearing, {"sound.js"}), (hearing_film, {"index.js", "output.js", "tale.js"})]
)
def test_the_words_that_are_sent_are_those_that_are_drawn(component, others):
    modules = [module for module in DRAWN if module.name not in others]
    shown_words = {word for module in modules for word in re.findall(r"\bwords\.(\w+)", module.read_text())}
    assert shown_words == set(component.WORDS)


def filmed(frames: list[hearing_film.Frame]) -> tuple[dict, dict[str, np.ndarray]]:
    return drawn(hearing_film.hearing_film, frames, "name", key="f", current_step=90)


def test_every_checkpoint_of_the_film_arrives():
    traces = [trace_of(off=off) for off in (0.3, 0.1, 0.0)]
    header, arrays = filmed([(step, trace, 100.0 * step) for step, trace in zip((0, 80, 200), traces, strict=True)])
    wanted = np.stack([trace["alignment"].transpose("target", "source").values for trace in traces])
    np.testing.assert_allclose(arrays["film"], wanted, atol=1 / 131070)
    assert [frame["step"] for frame in header["frames"]] == [0, 80, 200]
    assert header["current"] == 1, "the checkpoint nearest to where the page stands"


def test_a_film_without_frames_or_of_two_outputs_is_refused():
    with pytest.raises(ValueError, match="at least one frame"):
        filmed([])
    with pytest.raises(ValueError, match="step 5 has shape"):
        filmed([(0, trace_of(), None), (5, trace_of().isel(target=slice(0, 2)), None)])


def page() -> None:
    from dashboard.components.sound import name_of, sound
    from dashboard.labs.speech_recognition.components.hearing import hearing
    from tests.labs.speech_recognition.heard import trace_of, utterance_of

    hearing(trace_of(), name_of(utterance_of()), key="h")
    sound(utterance_of(), trace_of(), key="s")


def test_a_page_shows_them_and_the_viewers_text_is_data_only():
    at = AppTest.from_function(page).run()
    assert not at.exception
    picture, heard = (at.get_by_key(key).proto for key in ("h", "s"))
    assert shown(at, "h")[0]["sound"] == shown(at, "s")[0]["name"]
    assert shown(at, "s")[0]["said"][0]["symbol"] == "<b>one</b>"
    for proto in (picture, heard):
        code = proto.html_content + proto.js_content + proto.css_content
        assert "<b>" not in code
        assert len(code) < 500
