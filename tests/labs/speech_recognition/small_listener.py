"""Listeners too small to be good, and sounds that need no voice: for tests without synthesis."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.labs.speech_recognition.config import SpeechConfig
from core.labs.speech_recognition.model import Listener
from core.sound.utterances import SAMPLE_RATE, Segment, Utterance
from core.text.vocabulary import EOS, Vocabulary

TONES = {"a": 300.0, "b": 900.0, "c": 2_500.0}
"""A phoneme's pitch in hertz."""

SYSTEMS = {
    "location": {},
    "content, additive": {"attention": "content"},
    "content, scaled dot": {"attention": "content", "match": "scaled_dot"},
    "pyramid": {"encoder": "pyramid"},
    "pyramid of eight": {"encoder": "pyramid", "frames": 8, "attention": "content"},
    "every frame": {"frames": 1, "width": 4},
}
each_system = pytest.mark.parametrize("knobs", SYSTEMS.values(), ids=SYSTEMS)


def tones(symbols: str, seconds: float = 0.1, voice: str = "tones") -> Utterance:
    """An utterance in which every phoneme is a tone, with silence of half its length after it."""
    parts, phonemes, at = [], [], 0.0
    count, pause = round(seconds * SAMPLE_RATE), round(seconds / 2 * SAMPLE_RATE)
    for symbol in symbols:
        time = np.arange(count) / SAMPLE_RATE
        parts += [0.5 * np.sin(2 * np.pi * TONES[symbol] * time), np.zeros(pause)]
        phonemes.append(Segment(symbol, at, at + seconds))
        at += (count + pause) / SAMPLE_RATE
    word = Segment(symbols, 0.0, at)
    return Utterance(np.concatenate(parts).astype(np.float32), symbols, tuple(phonemes), (word,), voice)


def fresh(hidden_size: int = 16, **knobs) -> Listener:
    """An untrained listener, always the same for the same knobs."""
    config = SpeechConfig(hidden_size=hidden_size, embedding_size=8, **{"frames": 4} | knobs)
    model = Listener(config, Vocabulary([*TONES, EOS], "piece"), 12)
    model.initialise(torch.Generator().manual_seed(0))
    return model
