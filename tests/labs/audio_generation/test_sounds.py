"""Sounds to learn from, levels, and what is measured in sounds."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile

from core.errors import InputError
from core.labs.audio_generation import measures
from core.labs.audio_generation.baselines import markov_bits, unigram_bits
from core.labs.audio_generation.config import WaveNetConfig
from core.labs.audio_generation.listening import heard, wav
from core.labs.audio_generation.mu_law import to_levels, to_samples
from core.labs.audio_generation.own import own_sounds
from core.labs.audio_generation.request import read_request
from core.labs.audio_generation.sounds import FORMANTS, PITCHES, TONES, pulses, sounds_of, tone, vowel
from core.labs.audio_generation.task import WaveNetTask


def random():
    return np.random.default_rng(0)


@pytest.mark.parametrize("levels", [8, 64, 256])
def test_a_level_stands_for_a_sample_that_has_this_level(levels):
    every = np.arange(levels)
    assert (to_levels(to_samples(every, levels), levels) == every).all()


def test_levels_are_finer_near_silence_and_loud_samples_are_clipped():
    steps = np.diff(to_samples(np.arange(64), 64))
    assert steps.argmin() == 31
    assert (steps > 0).all()
    assert to_levels(np.array([-9.0, -1, 1, 9]), 64).tolist() == [0, 0, 63, 63]


@pytest.mark.parametrize("hertz", list(TONES.values()))
def test_a_tone_has_its_pitch(hertz):
    assert abs(measures.cents(measures.pitch(tone(hertz, 2_000, 4_000, random()), 4_000), hertz)) < 3


def test_pulses_come_once_a_period_whatever_the_period():
    assert pulses(123.4, 40_000, 4_000, random()).sum() == pytest.approx(1_234, abs=1)


def test_pulses_stand_at_their_exact_places():
    x = pulses(130.0, 4_000, 4_000, random())
    at = np.flatnonzero(x > 0)
    groups = np.split(at, np.flatnonzero(np.diff(at) > 1) + 1)
    middles = np.array([(x[group] * group).sum() / x[group].sum() for group in groups])
    assert np.diff(middles) == pytest.approx(4_000 / 130, abs=1e-6)


@pytest.mark.parametrize("name", list(FORMANTS))
@pytest.mark.parametrize("hertz", list(PITCHES))
def test_a_vowel_has_its_pitch(name, hertz):
    x = vowel(name, hertz, 2_000, 4_000, random())
    assert abs(measures.cents(measures.pitch(x, 4_000), hertz)) < 12


def test_held_out_vowels_are_heard_as_what_they_are():
    task = WaveNetTask(WaveNetConfig(data="vowels"))
    sounds = np.stack([to_samples(x[:1_500], 64) for x in task.held_out])
    verdicts = task.listened(sounds, task.sounds.held_out_kinds.tolist())
    assert all(verdict.right for verdict in verdicts)
    other = task.listened(np.roll(sounds, 1, axis=0), task.sounds.held_out_kinds.tolist())
    assert not any(verdict.right for verdict in other)


@pytest.mark.parametrize("data", ["tones", "vowels", "speech"])
def test_nothing_that_is_held_out_is_trained_on(data):
    sounds = sounds_of(data, 8_000 if data == "speech" else 4_000)
    known = {x.tobytes() for x in sounds.training}
    assert len(known) == len(sounds.training)
    assert not known & {x.tobytes() for x in sounds.held_out}
    assert set(sounds.training_kinds) == set(range(len(sounds.kinds)))
    assert sounds.told.shape[0] == len(sounds.kinds)
    assert len(np.unique(sounds.told, axis=0)) == len(sounds.kinds)
    assert max(np.abs(x).max() for x in (*sounds.training, *sounds.held_out)) <= 1


@pytest.mark.parametrize(
    "x",
    [np.zeros(2_000), random().normal(size=2_000), np.full(2_000, 0.3), np.sin(np.arange(8))],
    ids=["silence", "noise", "constant", "short"],
)
def test_what_has_no_pitch_gets_none(x):
    assert measures.pitch(x, 4_000) is None


def test_spectra_stand_where_the_sound_is():
    time = np.arange(2_000) / 4_000
    for hertz in (300, 900, 1_500):
        band = measures.spectrum(np.sin(2 * np.pi * hertz * time)).argmax() + 0.5
        assert band == pytest.approx(measures.BANDS * hertz / 2_000, abs=1.5)


@pytest.mark.parametrize(("x", "said"), [(np.zeros(100), "silence"), (np.full(100, 0.4), "constant")])
def test_a_sound_that_died_is_called_so(x, said):
    assert measures.dead(x) == said
    assert measures.dead(np.sin(np.arange(100))) is None


def test_a_sound_that_goes_round_is_found_with_its_period():
    assert measures.period(np.tile([3, 5, 9, 5, 1], 40)) == 5
    assert measures.period(random().integers(16, size=200)) is None
    assert measures.period(np.full(200, 7)) is None


def test_baselines_know_as_much_as_their_order():
    cycle = [np.tile(np.arange(8), 50)]
    assert unigram_bits(cycle, cycle, 8) == pytest.approx(3, abs=0.01)
    assert markov_bits(cycle, cycle, 8) == pytest.approx(0, abs=0.02)
    noise = [random().integers(8, size=20_000)]
    assert markov_bits(noise, noise, 8) == pytest.approx(3, abs=0.02)


def test_what_is_heard_lasts_as_long_and_is_a_sound_file():
    x = tone(220.0, 2_000, 4_000, random())
    assert len(heard(x, 4_000)) == 8_000
    found, rate = soundfile.read(io.BytesIO(wav(x, 4_000)))
    assert rate == 16_000
    assert abs(measures.cents(measures.pitch(found[2_000:4_000], rate), 220.0)) < 5


# ---- a viewer's own recording ----


def recorded(x, rate=16_000, form="WAV") -> bytes:
    file = io.BytesIO()
    soundfile.write(file, x, rate, format=form)
    return file.getvalue()


def test_the_end_of_a_recording_is_held_out():
    x = tone(300.0, 4 * 22_050, 22_050, random())
    sounds, report = own_sounds(recorded(np.stack((x, x), axis=1), 22_050), "a.wav", 4_000)
    assert (len(sounds.training[0]), len(sounds.held_out[0])) == (14_000, 2_000)
    assert (report.seconds, report.held_out, report.rate, report.channels) == (4.0, 0.5, 22_050, 2)
    assert sounds.told.shape == (1, 0)
    assert report.quiet < 0.2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: recorded(np.zeros(32_000)), "is silent"),
        (lambda: recorded(np.ones(4_000) * 0.1), "shorter than a second"),
        (lambda: recorded(np.zeros(4_000 * 60 * 30, np.int16), 4_000), "longer than 5 minutes"),
        (lambda: b"RIFF of nothing", "cannot be read as a sound"),
        (lambda: b"", "cannot be read as a sound"),
        (lambda: recorded(np.sin(np.arange(32_000)))[:60], "cannot be read as a sound|shorter than a second"),
    ],
    ids=["silent", "short", "half an hour", "no sound", "empty", "cut"],
)
def test_a_recording_that_cannot_be_used_gets_one_sentence(data, words):
    with pytest.raises(InputError, match=words):
        own_sounds(data(), "a<b>.wav", 4_000)


def test_dice_are_read_and_nonsense_gets_one_sentence():
    assert read_request(" sound 12 ") == 12
    with pytest.raises(InputError, match="names no sound"):
        read_request("sound x")
