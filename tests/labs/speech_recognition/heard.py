"""A sound and a trace of hearing it, made by hand: for tests that need no network and no voice."""

from __future__ import annotations

import numpy as np
import xarray as xr

from core.sound.utterances import SAMPLE_RATE, Segment, Utterance
from core.trace.schema import check, text_array

SAID = {"<b>one</b>": "wʌn", "three": "θɹiː", "&": "ænd"}
WORDS = ["w", "ʌ", "n", "θ", "ɹ", "iː", "æ", "d", "⟨EOS⟩"]
SOURCE = 0.04
"""Seconds that a source position lasts."""


def utterance_of() -> Utterance:
    """A tone for each phoneme, a tenth of a second long, a pause between words."""
    phonemes, words, second = [], [], 0.1
    for word, sounds in SAID.items():
        symbols = ["θ", "ɹ", "iː"] if word == "three" else list(sounds)
        words.append(Segment(word, second, second + 0.1 * len(symbols)))
        for symbol in symbols:
            phonemes.append(Segment(symbol, second, second + 0.1))
            second += 0.1
        second += 0.05
    times = np.arange(int((second + 0.05) * SAMPLE_RATE)) / SAMPLE_RATE
    samples = np.zeros(len(times), dtype=np.float32)
    for number, phoneme in enumerate(phonemes):
        inside = (times >= phoneme.start) & (times < phoneme.end)
        samples[inside] = 0.5 * np.sin(2 * np.pi * (200 + 150 * number) * times[inside])
    return Utterance(samples, " ".join(SAID), tuple(phonemes), tuple(words), "a tone")


def trace_of(gold: bool = True, target: str = "phonemes", off: float = 0.02) -> xr.Dataset:
    """A listener that wrote every phoneme, its attention `off` seconds behind where each is spoken."""
    utterance = utterance_of()
    random = np.random.default_rng(0)
    frames, positions = int(utterance.duration * 100), int(np.ceil(utterance.duration / SOURCE))
    tokens = [*utterance.tokens(target), "⟨EOS⟩"]
    start = np.arange(positions) * SOURCE
    end = np.minimum(start + SOURCE, utterance.duration)
    centres = [(segment.start + segment.end) / 2 + off for segment in utterance.phonemes] + [utterance.duration]
    distance = ((start + end) / 2 - np.array(centres)[:, None]) / 0.04
    score = -(distance**2) / 2
    weights = np.exp(score) / np.exp(score).sum(axis=1, keepdims=True)
    p = random.dirichlet(np.ones(len(WORDS)), len(tokens))
    times = np.full((len(tokens), 2), np.nan)
    if gold:
        times[:-1] = [(segment.start, segment.end) for segment in utterance.phonemes]
    units = random.uniform(-1, 1, (len(tokens), 5))
    return check(
        xr.Dataset(
            {
                "log_mel": (("frame", "mel"), random.normal(size=(frames, 40)).astype(np.float32)),
                "annotation": (("source", "unit"), random.uniform(-1, 1, (positions, 5))),
                "query": (("target", "unit"), units),
                "hidden_state": (("target", "unit"), units),
                "context": (("target", "unit"), random.uniform(-1, 1, (len(tokens), 5))),
                "score": (("source", "target"), score.T),  # the other way round, as a model may hand them over
                "alignment": (("source", "target"), weights.T),
                "logit": (("target", "vocabulary"), np.log(p)),
                "probability": (("target", "vocabulary"), p),
            },
            {
                "frame_seconds": ("frame", 0.005 + 0.01 * np.arange(frames)),
                "source_start": ("source", start),
                "source_end": ("source", end),
                "source_token": ("source", text_array(f"{seconds:.2f} s" for seconds in start)),
                "target_token": ("target", text_array(tokens)),
                "gold_start": ("target", times[:, 0]),
                "gold_end": ("target", times[:, 1]),
                "word": ("vocabulary", text_array(WORDS)),
            },
            {
                "output": " ".join(tokens[:-1]),
                "reference": " ".join(tokens[:-1]),
                "text": utterance.text,
                "finished": 1,
                "forced": 0,
                "target": target,
                "attention": "location",
                "encoder": "stacked",
                "frames": 4,
                "hidden_size": 5,
                "duration": utterance.duration,
            },
        )
    )
