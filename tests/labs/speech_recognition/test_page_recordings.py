"""The page takes a zip of recordings, says what it makes of it, trains on it, and lets what was held out be heard."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from core.knobs import configure
from core.runs.store import RunStore
from core.training.checkpoints import save
from core.training.loop import Training
from tests.core.recorded import sound_file, spoken_digits, zipped
from tests.labs.speech_recognition.test_page import pictures_of
from tests.test_contract import opened

SPEECH = lab_of("speech_recognition")
VERDICT = ":material/close:"
"""The sign before what the network in view got wrong."""

FAULTY = {
    "8_ada_99.wav": sound_file(np.zeros(16_000)),
    "8_ada_98.wav": b"no sound",
    "nothing.wav": sound_file(np.ones(3)),
}


def uploaded(data: bytes, name: str = "mine.zip") -> AppTest:
    app = opened(SPEECH)
    return app.file_uploader(key="own_upload").upload(name, data, "application/zip").run()


def test_a_zip_is_told_with_what_was_left_out_and_becomes_the_data_of_the_next_run():
    app = uploaded(zipped(spoken_digits() | FAULTY))
    assert not app.exception
    assert any("80 recordings" in told.value and "10 different texts" in told.value for told in app.success)
    assert any(told.value.startswith("Left out: 3.") and "1 are silent." in told.value for told in app.caption)
    assert app.session_state["own:speech_recognition"].name == "mine.zip"
    assert app.toggle(key="use_own").value


@pytest.mark.parametrize("data", [b"", b"PK no zip", zipped({"a.txt": b"x"}), zipped({"7_ada_0.wav": b""})])
def test_a_zip_without_recordings_gets_one_sentence(data):
    app = uploaded(data)
    assert not app.exception
    assert len([told for told in app.error if told.icon != VERDICT]) == 1
    assert "own:speech_recognition" not in app.session_state


def run_on(data: bytes) -> str:
    """The id of a run on own recordings, whose network never learnt."""
    store = RunStore()
    run = store.create(
        "speech_recognition",
        {"hidden_size": 16},
        0,
        state="stopped",
        data=store.add_data(data, "mine.zip"),
        data_name="mine.zip",
    )
    task = SPEECH.task(configure(SPEECH.config, run.config), store.data_path(run))
    path = store.checkpoint_path(run.id, 0)
    save(path, Training.fresh(task, 0), lab="speech_recognition", seed=0, figures={})
    store.add_checkpoint(run.id, 0, path, {})
    return run.id


def test_a_run_on_own_recordings_is_heard_on_what_it_never_trained_on():
    app = opened(SPEECH, run=run_on(zipped(spoken_digits())))
    [picture] = pictures_of(app)
    assert app.selectbox(key="recording_choice").value == 0
    assert len(app.error) == 1, "an untrained network is wrong"
    assert set(picture["gold"]) == {None}
    app.selectbox(key="recording_choice").set_value(2).run()
    assert "2" in app.query_params["recording"]
    assert pictures_of(app)[0]["sound"] != picture["sound"]
    app.segmented_control(key="look_choice").set_value("voices").run()
    assert not app.exception
