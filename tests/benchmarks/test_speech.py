"""How long sound takes, in seconds of one core: utterances said and turned into features, eight viewers who ask at
once, half an hour of recordings.
"""

from __future__ import annotations

import io
import threading
import time
import zipfile
from statistics import median

import numpy as np
import psutil
import pytest
import soundfile

from core.labs.speech_recognition.data import sentences
from core.labs.speech_recognition.recordings import own_speech
from core.sound.features import log_mel
from core.sound.synthesis import say, say_all
from core.sound.voices import VOICES, Voice

COUNT = 500
SECONDS = 3.0
VIEWERS = 8


def new_sentences(data: str) -> list[tuple[str, Voice]]:
    """Different sentences that nobody has said yet."""
    return list(dict.fromkeys(sentences(data, 10 * COUNT, seed=1).sentences))[:COUNT]


def cpu_seconds() -> float:
    """Of this process and of the one that speaks; they take turns, so that this is how long they take on one free
    core.
    """
    speaking = (child.cpu_times() for child in psutil.Process().children())
    return time.process_time() + sum(times.user + times.system for times in speaking)


@pytest.mark.parametrize("data", ["digits", "numbers"])
def test_five_hundred_utterances_with_features_within_three_seconds(data):
    say_all([("ready", VOICES[0])])
    log_mel(say("ready").samples)
    wanted = new_sentences(data)
    assert len(wanted) == COUNT
    started = cpu_seconds()
    said = say_all(wanted)
    heard = cpu_seconds()
    frames = [log_mel(utterance.samples) for utterance in said]
    took = cpu_seconds() - started
    again = cpu_seconds()
    say_all(wanted)
    again = cpu_seconds() - again
    print(
        f"\n{data}: {COUNT} utterances of {sum(map(len, frames)) / COUNT / 100:.1f} s: {took:.2f} s, "
        f"{heard - started:.2f} of them to say them; {1000 * again:.0f} ms when they are kept"
    )
    assert took <= SECONDS


def test_eight_viewers_who_ask_at_once_wait_for_none_long():
    wanted = [
        list(dict.fromkeys(sentences("digits", 200, seed=100 + viewer).sentences))[:50] for viewer in range(VIEWERS)
    ]
    waits: list[float] = []

    def ask(mine: list[tuple[str, Voice]]) -> None:
        for text, voice in mine:
            started = time.perf_counter()
            say(text, voice)
            waits.append(time.perf_counter() - started)

    viewers = [threading.Thread(target=ask, args=(mine,)) for mine in wanted]
    for viewer in viewers:
        viewer.start()
    for viewer in viewers:
        viewer.join()
    p95 = sorted(waits)[int(0.95 * len(waits))]
    print(f"\n{VIEWERS} viewers at once: median {1000 * median(waits):.0f} ms, p95 {1000 * p95:.0f} ms a sentence")
    assert p95 <= 0.5


def test_half_an_hour_of_recordings_is_read_within_ten_seconds():
    random = np.random.default_rng(0)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(600):
            file = io.BytesIO()
            soundfile.write(file, random.normal(0, 0.1, (3 * 48_000, 2)), 48_000, format="WAV")  # 3 s, stereo
            archive.writestr(f"{number % 10}_ada_{number}.wav", file.getvalue())
    started = time.process_time()
    _, report = own_speech(packed.getvalue(), "half_an_hour.zip")
    took = time.process_time() - started
    print(f"\n{report.recordings} recordings, {report.minutes:.0f} minutes at 48 kHz in stereo: {took:.1f} s")
    assert (report.recordings, report.resampled, report.mixed) == (600, 600, 600)
    assert took <= 10
