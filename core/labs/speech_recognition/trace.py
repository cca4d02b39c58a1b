"""The trace of a listener: the frames, where it attended as it wrote each token, and where that token is really
heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import xarray as xr

from core.labs.speech_recognition.config import SpeechConfig
from core.labs.speech_recognition.encoders import Sounds
from core.labs.speech_recognition.schema import SCHEMA
from core.nn.decoding import Decoded, Encoded
from core.sound.features import HOP, SAMPLE_RATE, frame_seconds
from core.text.edit_distance import matches
from core.text.vocabulary import Vocabulary
from core.trace.schema import check, text_array

HALF_FRAME = HOP / SAMPLE_RATE / 2
"""Seconds from the centre of a frame to where the next one takes over."""


class Stretch(Protocol):
    """A stretch of sound, from `start` to `end` in seconds."""

    @property
    def start(self) -> float: ...  # noqa: D102
    @property
    def end(self) -> float: ...  # noqa: D102


class SpokenLike(Protocol):
    """An utterance.

    Attributes
    ----------
    samples : ndarray of float32, shape (N,)
        The sound.
    text : str
        What is said; empty if that is not known.
    duration : float
        Seconds.
    """

    @property
    def samples(self) -> np.ndarray: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def duration(self) -> float: ...  # noqa: D102

    def tokens(self, target: str) -> tuple[str, ...]:
        """What is to be written, of the ``target`` "phonemes" or "characters"; nothing where that is not known."""
        ...

    def gold(self, target: str) -> tuple[Stretch | None, ...]:
        """Where each of these is heard; None where that is not known."""
        ...


def labelled(
    config: SpeechConfig,
    sounds: Sounds,
    merged: int,
    source: Encoded,
    decoded: Decoded,
    vocabulary: Vocabulary,
    utterance: SpokenLike,
    *,
    output: Sequence[str],
    finished: bool,
    forced: bool = False,
) -> xr.Dataset:
    """The steps of hearing and writing one utterance as a trace.

    Parameters
    ----------
    config : SpeechConfig
        Of the listener.
    sounds : Sounds
        The frames that it heard.
    merged : int
        Frames that make a position of the encoder.
    source, decoded : Encoded and Decoded
        What it made of them and what it wrote, as a batch of one.
    vocabulary : Vocabulary
        What it can write.
    utterance : SpokenLike
        What it listened to.
    output : sequence of str
        What it wrote without being forced, up to ⟨EOS⟩.
    finished : bool
        Whether there was an ⟨EOS⟩.
    forced : bool
        Whether `decoded` writes what is said.

    Returns
    -------
    Dataset
        ``log_mel`` (frame, mel); ``annotation`` (source, unit), where a source is a position of the encoder; and of the
        steps that write each token, ⟨EOS⟩ included: ``query`` and ``hidden_state``, both z_i, ``context`` (target,
        unit), ``score`` and ``alignment`` (target, source), ``logit`` and ``probability`` (target, vocabulary). Where
        true times are known, ``gold_alignment`` (target, source): the share of the position's time in which the token
        is heard.

        Coordinates in seconds: ``frame_seconds``, the centre of each frame; ``source_start``, ``source_end``, the
        stretch of each position; ``gold_start``, ``gold_end``, that in which each token is truly heard, NaN if it is
        wrong or that is unknown (the tokens that are right are those a least edit into the reference keeps).

        Attributes: ``output`` (what was written without being forced; phonemes with spaces between), ``reference`` (the
        same of what is said, empty if unknown), ``text``, ``finished`` (0 if it never reached ⟨EOS⟩), ``forced``,
        ``target``, ``attention``, ``encoder``, ``frames`` (a position), ``hidden_size``, ``duration`` (s).
    """
    target, reference = config.target, utterance.tokens(config.target)
    tokens = vocabulary.decode(decoded.tokens[0].tolist())
    start, end = stretches(frame_seconds(len(sounds.frames[0])), merged)  # (S,) each
    gold = gold_times(tokens, reference, utterance.gold(target))  # (T, 2)

    variables = {
        "log_mel": (("frame", "mel"), sounds.frames[0].numpy()),
        "annotation": (("source", "unit"), source.annotation[0].numpy()),
        "query": (("target", "unit"), decoded.query[0].numpy()),
        "hidden_state": (("target", "unit"), decoded.query[0].numpy()),
        "context": (("target", "unit"), decoded.context[0].numpy()),
        **({} if decoded.score is None else {"score": (("target", "source"), decoded.score[0].numpy())}),
        "alignment": (("target", "source"), decoded.attended[0].numpy()),
        "logit": (("target", "vocabulary"), decoded.logits[0].numpy()),
        "probability": (("target", "vocabulary"), decoded.logits[0].softmax(1).numpy()),
    }
    if np.isfinite(gold).any():
        variables["gold_alignment"] = (("target", "source"), overlap(gold, start, end))
    dataset = xr.Dataset(
        variables,
        coords={
            "frame_seconds": ("frame", frame_seconds(len(sounds.frames[0]))),
            "source_token": ("source", text_array(f"{seconds:.2f} s" for seconds in start)),
            "source_start": ("source", start),
            "source_end": ("source", end),
            "target_token": ("target", text_array(tokens)),
            "gold_start": ("target", gold[:, 0]),
            "gold_end": ("target", gold[:, 1]),
            "word": ("vocabulary", text_array(vocabulary.tokens)),
        },
        attrs={
            "output": spelled(output, target),
            "reference": spelled(reference, target),
            "text": utterance.text,
            "finished": int(finished),
            "forced": int(forced),
            "target": target,
            "attention": config.attention,
            "encoder": config.encoder,
            "frames": merged,
            "hidden_size": config.hidden_size,
            "duration": utterance.duration,
        },
    )
    return check(dataset, SCHEMA)


def spelled(tokens: Sequence[str], target: str) -> str:
    """Tokens as one reads them: characters joined, phonemes with spaces between."""
    return (" " if target == "phonemes" else "").join(tokens)


def stretches(frames: np.ndarray, merged: int) -> tuple[np.ndarray, np.ndarray]:
    """Where each position begins and ends in seconds, (S,) each, if it merges so many frames with these centres
    (F,).
    """
    first = np.arange(0, len(frames), merged)  # (S,)
    last = np.minimum(first + merged, len(frames)) - 1  # (S,)
    return frames[first] - HALF_FRAME, frames[last] + HALF_FRAME


def gold_times(tokens: Sequence[str], reference: Sequence[str], gold: Sequence[Stretch | None]) -> np.ndarray:
    """Where each token is truly heard, from and to, in seconds: (T, 2), NaN where it is wrong or that is unknown."""
    times = np.full((len(tokens), 2), np.nan)
    for place, right in matches(tokens, reference):
        if (heard := gold[right]) is not None:
            times[place] = heard.start, heard.end
    return times


def overlap(gold: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The share (T, S) of each position's time, `start` to `end` (S,), that lies within each token's, `gold` (T, 2)."""
    gold = np.nan_to_num(gold, nan=-1.0)  # what is not known lies before the beginning
    common = np.minimum(gold[:, 1:], end) - np.maximum(gold[:, :1], start)  # (T, S)
    return (common.clip(min=0) / (end - start)).astype(np.float32)
