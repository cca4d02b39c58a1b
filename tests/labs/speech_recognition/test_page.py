"""The page of speech recognition: what is said, who says it, what is heard, and what becomes of bad input."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
import soundfile
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from core.errors import InputError
from core.knobs import configure
from core.runs.shipped import companions
from core.runs.store import RunStore
from core.training.checkpoints import save
from core.training.loop import Training
from dashboard.labs.speech_recognition import source
from tests.pictures import read
from tests.test_contract import opened

SPEECH = lab_of("speech_recognition")


def pictures_of(app: AppTest) -> list[dict]:
    """The headers of all pictures of hearing, in order."""
    assert not app.exception
    headers = [read(json.loads(block.proto.json)[0])[0] for block in app.get("bidi_component")]
    return [header for header in headers if "gold" in header]


def text_of(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info, *app.latex))


def charts(app: AppTest) -> list[str]:
    return [chart.proto.spec for chart in app.main.get("vega_lite_chart")]


def test_it_opens_on_an_example_that_is_heard_right():
    app = opened(SPEECH)
    [picture] = pictures_of(app)
    assert len(app.success) == 1
    assert not any(picture["wrong"])
    assert picture["gold"][0] is not None
    error, off = app.metric
    assert error.value == "0%"
    assert 0 < float(off.value.removesuffix(" ms")) < 100


def test_another_sentence_is_another_alignment():
    app = opened(SPEECH)
    before = pictures_of(app)[0]
    app.text_input(key="text").set_value("two two").run()
    after = pictures_of(app)[0]
    assert after["target"] != before["target"]
    assert after["sound"] != before["sound"]


def test_a_faster_voice_says_it_in_less_time():
    slow, fast = (pictures_of(opened(SPEECH, words_per_minute=speed))[0] for speed in ("100", "300"))
    assert fast["duration"] < 0.7 * slow["duration"]


def test_a_link_restores_sentence_voice_speed_cursor_and_step():
    app = opened(SPEECH, text="seven two", voice="en-gb+f2", words_per_minute="200", cursor="2.5", step="0")
    [picture] = pictures_of(app)
    assert picture["cursor"] == {"target": 2, "source": 5}
    assert app.text_input(key="text").value == "seven two"
    assert app.selectbox(key="voice_language").value == "en-gb"
    assert app.selectbox(key="voice_variant").value == "f2"
    assert app.error, "an untrained network is wrong"


def test_a_voice_that_there_is_not_gets_one_sentence():
    app = opened(SPEECH, voice="klingon")
    assert not app.exception
    [said] = app.warning
    assert "klingon" in said.value
    assert pictures_of(app)


@pytest.mark.parametrize("text", ["", "   ", "!!!", "one " * 60])
def test_a_sentence_that_cannot_be_said_gets_one_sentence_and_stays(text):
    app = opened(SPEECH)
    app.text_input(key="text").set_value(text[:200]).run()
    assert not app.exception
    assert len(app.warning) <= 1
    assert app.warning or pictures_of(app)
    assert app.text_input(key="text").value == text[:200]
    app.text_input(key="text").set_value("one two").run()
    assert not app.warning
    assert pictures_of(app)


def test_words_it_never_learnt_are_heard_somehow_and_marked_wrong():
    app = opened(SPEECH, text="good morning")
    [picture] = pictures_of(app)
    assert any(picture["wrong"])
    assert len(app.error) == 1


def test_chinese_is_spoken_by_a_chinese_voice():
    app = opened(SPEECH, text="你好")
    [picture] = pictures_of(app)
    assert picture["duration"] > 0.2


@pytest.fixture
def silent_house(monkeypatch: pytest.MonkeyPatch):
    """A house without espeak-ng."""

    def refuse() -> None:
        raise InputError("There is no speech synthesis here ({reason}).", reason="simulated")

    monkeypatch.setattr("core.sound.synthesis.check", refuse)
    source._refusal.clear()
    yield
    source._refusal.clear()


def test_without_espeak_it_says_so_once_and_takes_recordings(silent_house):
    app = opened(SPEECH)
    assert not app.exception
    assert not app.error
    assert app.get("audio_input")
    app.segmented_control(key="way_choice").set_value("say").run()
    assert "no speech synthesis" in text_of(app)
    assert not pictures_of(app)


def a_wav(seconds: float = 1.0, rate: int = 44_100) -> bytes:
    file = io.BytesIO()
    times = np.arange(int(seconds * rate)) / rate
    soundfile.write(file, 0.3 * np.sin(2 * np.pi * 440 * times), rate, format="WAV")
    return file.getvalue()


def with_file(content: bytes, name: str = "mine.wav", said: str = "") -> AppTest:
    app = opened(SPEECH, way="upload", said=said)
    app.file_uploader(key="sound_file").set_value((name, content, "audio/wav")).run()
    return app


def test_a_recording_is_listened_to_though_nobody_knows_its_times():
    app = with_file(a_wav())
    [picture] = pictures_of(app)
    assert set(picture["gold"]) == {None}
    assert not any(picture["wrong"])
    assert picture["duration"] == pytest.approx(1.0, abs=0.01)
    assert "It is not known what is said here" in text_of(app)


def nothing_written() -> None:
    from core.sound.utterances import Utterance
    from dashboard.labs.speech_recognition.verdict import verdict
    from tests.labs.speech_recognition.heard import trace_of, utterance_of

    verdict(trace_of().isel(target=[-1]), Utterance(utterance_of().samples, ""))


def test_a_recording_without_a_word_is_told_as_such():
    assert "no speech that it knows" in text_of(AppTest.from_function(nothing_written).run())


def test_what_is_said_in_a_recording_makes_right_and_wrong():
    app = with_file(a_wav(), said="one two three")
    assert len(app.error) == 1
    assert app.metric[0].value != "–"
    assert app.metric[1].value == "–"


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF no sound at all", a_wav(0.01), a_wav(30), a_wav()[:1000]],
    ids=["empty", "junk", "short", "long", "cut"],
)
def test_a_file_that_is_no_sound_gets_one_sentence_and_the_next_one_works(content):
    app = with_file(content)
    assert not app.exception
    assert len(app.warning) == 1 or pictures_of(app)
    app.file_uploader(key="sound_file").set_value(("good.wav", a_wav(), "audio/wav")).run()
    assert not app.warning
    assert pictures_of(app)


def test_a_recording_outlives_a_look_at_a_sentence():
    app = with_file(a_wav())
    app.segmented_control(key="way_choice").set_value("say").run()
    app.segmented_control(key="way_choice").set_value("upload").run()
    [picture] = pictures_of(app)
    assert picture["duration"] == pytest.approx(1.0, abs=0.01)


def test_equations_stand_with_the_numbers_of_the_pinned_token():
    app = opened(SPEECH, cursor="3.9")
    app.session_state["equations"] = True
    app.run()
    said = text_of(app)
    assert "i = 4" in said
    assert r"f_{4} = F * \alpha_{3}" in said
    assert r"e_{4,10}" in said


def test_no_look_is_computed_before_it_is_opened():
    app = opened(SPEECH)
    assert "computed when you open it" in text_of(app)
    assert not charts(app)


def test_step_shows_its_parts_in_order_and_moves_the_cursor():
    app = opened(SPEECH, look="step", cursor="2.6")
    said = text_of(app)
    order = ["1. Query", "2. Location", "3. Scores", "4. Softmax", "5. Context", "6. Token"]
    assert sorted(order, key=said.index) == order
    assert len(charts(app)) == 7
    app.segmented_control(key="step_choice").set_value(4).run()
    assert app.query_params["cursor"].startswith("4.")


def test_beam_shows_greedy_beside_it():
    app = opened(SPEECH, look="beam", beam_width="3")
    assert "Greedy" in text_of(app)
    [table] = app.dataframe
    assert len(table.value) >= 3
    assert len(charts(app)) == 2


def test_another_voice_says_the_same_sentence_and_is_measured(monkeypatch):
    monkeypatch.setattr("dashboard.labs.speech_recognition.voices.SENTENCES", 2)
    app = opened(SPEECH, look="voices", text="seven two")
    _first, *voices = pictures_of(app)
    assert len(voices) == 3
    assert len({picture["sound"] for picture in voices}) == 3
    assert len(charts(app)) == 2


def four_cells(app):
    """The table of the look: errors on counted and random digits and ms on both, by data and attention."""
    [table] = [frame.value for frame in app.dataframe if "attention by" in frame.value]
    return {
        (row["learnt from"], row["attention by"]): (
            row["errors, counted"],
            row["errors, random"],
            *(float(row[f"attention off by, {kind}"].removesuffix(" ms")) for kind in ("counted", "random")),
        )
        for _, row in table.iterrows()
    }


def test_the_kind_of_attention_decides_how_well_it_aligns_and_not_what_was_learnt():
    app = opened(SPEECH, look="guess")
    cells = four_cells(app)
    data, kinds = ("counted digits", "random digits"), ("content alone", "content and location")
    assert set(cells) == {(one, kind) for one in data for kind in kinds}
    for own, one in zip((2, 3), data, strict=True):
        content, location = (cells[one, kind][own] for kind in kinds)
        assert location < content / 2, one
    for kind in kinds:
        guesser, listener = (cells[one, kind] for one in data)
        assert guesser[0] < 0.05, "what can be counted it writes right"
        assert guesser[1] > listener[1] + 0.3, "and guesses all the same"
    text = text_of(app)
    assert "The kind of attention decides" in text
    assert "a good alignment is no sign of listening" in text


def test_all_four_hear_the_same_and_the_guessers_fail_on_random_digits():
    app = opened(SPEECH, look="guess")
    _, *heard = pictures_of(app)
    assert len(heard) == 4
    assert len({picture["sound"] for picture in heard}) == 1
    assert not app.error
    app.segmented_control(key="digits_choice").set_value("drawn").run()
    assert len(app.error) == 2, "those that learnt from counted digits are wrong now"


def test_birth_is_a_film_of_all_checkpoints_that_ends_nearer_the_truth():
    app = opened(SPEECH, look="birth")
    film = pictures_of(app)[1]
    assert film["frames"][0]["step"] == 0
    assert film["frames"][-1]["off"] < film["frames"][0]["off"] / 2


def test_there_is_no_film_of_what_the_network_cannot_write():
    app = opened(SPEECH, look="birth", text="good morning")
    assert len(pictures_of(app)) == 1
    assert "made to write what is said" in text_of(app)


@pytest.mark.parametrize("look", ["step", "birth", "beam", "guess"])
def test_look_opens_in_chinese(look):
    app = opened(SPEECH, "zh", look=look)
    assert pictures_of(app)


def untrained(**config) -> str:
    """The id of a run whose only network never learnt."""
    store = RunStore()
    run = store.create("speech_recognition", {"hidden_size": 16, **config}, 0, state="stopped")
    path = store.checkpoint_path(run.id, 0)
    save(
        path,
        Training.fresh(SPEECH.task(configure(SPEECH.config, run.config)), 0),
        lab="speech_recognition",
        seed=0,
        metrics={},
    )
    store.add_checkpoint(run.id, 0, path, {})
    return run.id


def test_a_pyramid_that_writes_characters_by_content_opens_with_its_looks():
    knobs = {
        "encoder": "pyramid",
        "attention": "content",
        "match": "scaled_dot",
        "target": "characters",
        "data": "numbers",
    }
    app = opened(SPEECH, run=untrained(**knobs), look="step")
    said = text_of(app)
    assert "2. Scores" in said
    assert r"z_{1}^\top h_" in said
    assert app.text_input(key="text").value not in SPEECH.examples, "numbers are what it learns"
    app.session_state["equations"] = True
    for look in ("birth", "beam"):
        app.segmented_control(key="look_choice").set_value(look).run()
        assert pictures_of(app)


def test_two_runs_stand_side_by_side_on_one_sound_and_one_cursor():
    app = opened(SPEECH, beside=companions("speech_recognition")[0])
    left, right = pictures_of(app)
    assert left["sound"] == right["sound"]
    assert left["group"] == right["group"]
    assert len(app.metric) == 4
