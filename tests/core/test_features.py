import numpy as np
import pytest

from core.sound.features import HOP, MELS, RANGE, SAMPLE_RATE, frame_seconds, log_mel


def tone(seconds, pitch, loudness=0.3):
    return (loudness * np.sin(2 * np.pi * pitch * np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE)).astype(
        np.float32
    )


def test_frame_is_ten_milliseconds():
    frames = log_mel(tone(1.0, 440))
    assert (frames.shape, frames.dtype) == ((100, MELS), np.float32)
    assert frame_seconds(100)[[0, 1, -1]] == pytest.approx([0.005, 0.015, 0.995])
    assert HOP / SAMPLE_RATE == 0.01


def test_frames_stand_where_the_sound_is():
    sound = np.zeros(SAMPLE_RATE, np.float32)
    sound[8_000:9_600] = tone(0.1, 440)  # 0.5 … 0.6 s
    loud = frame_seconds(100)[log_mel(sound).max(axis=1) > 0.75]
    assert loud.min() == pytest.approx(0.5, abs=0.01)
    assert loud.max() == pytest.approx(0.6, abs=0.01)


def test_higher_tone_is_in_a_higher_band():
    bands = [int(log_mel(tone(0.5, pitch))[10:40].mean(axis=0).argmax()) for pitch in (200, 800, 3_000, 7_000)]
    assert bands == sorted(set(bands))
    assert bands[-1] > MELS - 6


def test_values_fill_minus_one_to_one():
    sound = tone(0.5, 440) + np.random.default_rng(0).normal(0, 1e-4, 8_000).astype(np.float32)
    frames = log_mel(np.concatenate([sound, np.zeros(4_000, np.float32)]))
    assert (frames.min(), frames.max()) == (-1.0, 1.0)


def test_loudness_does_not_count():
    sound = tone(0.5, 440) + np.random.default_rng(0).normal(0, 0.01, 8_000).astype(np.float32)
    np.testing.assert_allclose(log_mel(sound), log_mel(0.1 * sound), atol=1e-4)


def test_half_as_loud_is_six_decibels_lower():
    sound = np.concatenate([tone(0.5, 440), tone(0.5, 440, 0.15)])
    band = log_mel(sound).max(axis=1)
    assert (band[25] - band[75]) * RANGE / 2 == pytest.approx(20 * np.log10(2), abs=0.1)


@pytest.mark.parametrize("sound", [np.zeros(16_000), np.zeros(16_000, np.float32) + 0.5, np.full(1_600, 1e-6)])
def test_silence_is_minus_one_throughout(sound):
    assert (log_mel(sound) == -1).all()


@pytest.mark.parametrize("length", [0, 1, 100, 399, 400])
def test_shortest_sound_has_a_frame(length):
    frames = log_mel(np.full(length, 0.1, np.float32))
    assert frames.shape[0] >= 1
    assert np.isfinite(frames).all()
