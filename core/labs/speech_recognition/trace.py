"""The trace of a listener: the frames, where it attended as it wrote each token, and where that token is really
heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import torch
import xarray as xr
from torch import nn

from core.errors import InputError
from core.sound.features import HOP, SAMPLE_RATE, frame_seconds
from core.text.edit_distance import matches
from core.trace.schema import check, text_array

HALF_FRAME = HOP / SAMPLE_RATE / 2
"""Seconds from the centre of a frame to where the next one takes over."""


class Stretch(Protocol):
    """A stretch of sound, from `start` to `end` in seconds."""

    start: float
    end: float


class Spoken(Protocol):
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

    samples: np.ndarray
    text: str
    duration: float

    def tokens(self, target: str) -> tuple[str, ...]:
        """What is to be written, of the ``target`` "phonemes" or "characters"; nothing where that is not known."""

    def gold(self, target: str) -> tuple[Stretch | None, ...]:
        """Where each of these is heard; None where that is not known."""


@torch.no_grad()
def trace(model: nn.Module, utterance: Spoken, forced: bool = False) -> xr.Dataset:
    """Listen to an utterance and keep every step.

    Parameters
    ----------
    model : core.labs.speech_recognition.model.Listener
        Whose steps they are.
    utterance : Spoken
        What to listen to.
    forced : bool
        Write what is said (teacher forcing) instead of what the network would: so a half-trained network, or two
        networks, can be compared row by row.

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

    Raises
    ------
    InputError
        If there is nothing to hear or too much, or, to force it, if it is not known what is said or cannot be written.
    """
    target = model.config.target
    sounds = model.hear(utterance.samples)
    heard = model.encode(sounds)
    written = model.decode(heard)
    output = model.until_eos(written.tokens[0].tolist())
    reference = utterance.tokens(target)
    if forced:
        written = model.decode(heard, torch.tensor([_numbers(model, reference)]))
    tokens = model.target_vocabulary.decode(written.tokens[0].tolist())
    start, end = stretches(frame_seconds(len(sounds.frames[0])), model.encoder.merged)  # (S,) each
    gold = gold_times(tokens, reference, utterance.gold(target))  # (T, 2)

    variables = {
        "log_mel": (("frame", "mel"), sounds.frames[0].numpy()),
        "annotation": (("source", "unit"), heard.annotation[0].numpy()),
        "query": (("target", "unit"), written.query[0].numpy()),
        "hidden_state": (("target", "unit"), written.query[0].numpy()),
        "context": (("target", "unit"), written.context[0].numpy()),
        "score": (("target", "source"), written.score[0].numpy()),
        "alignment": (("target", "source"), written.alignment[0].numpy()),
        "logit": (("target", "vocabulary"), written.logits[0].numpy()),
        "probability": (("target", "vocabulary"), written.logits[0].softmax(1).numpy()),
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
            "word": ("vocabulary", text_array(model.target_vocabulary.tokens)),
        },
        attrs={
            "output": spelled(output, target),
            "reference": spelled(reference, target),
            "text": utterance.text,
            "finished": int(len(output) < model.limit),
            "forced": int(forced),
            "target": target,
            "attention": model.config.attention,
            "encoder": model.config.encoder,
            "frames": model.encoder.merged,
            "hidden_size": model.config.hidden_size,
            "duration": utterance.duration,
        },
    )
    return check(dataset)


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
        if gold[right] is not None:
            times[place] = gold[right].start, gold[right].end
    return times


def overlap(gold: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The share (T, S) of each position's time, `start` to `end` (S,), that lies within each token's, `gold` (T, 2)."""
    gold = np.nan_to_num(gold, nan=-1.0)  # what is not known lies before the beginning
    common = np.minimum(gold[:, 1:], end) - np.maximum(gold[:, :1], start)  # (T, S)
    return (common.clip(min=0) / (end - start)).astype(np.float32)


def _numbers(model: nn.Module, reference: Sequence[str]) -> list[int]:
    """The numbers of what is said, ⟨EOS⟩ included."""
    if not reference:
        raise InputError(
            "Nobody told what is said here, so the network cannot be made to write it. Let it write itself."
        )
    if unknown := model.target_vocabulary.unknown(reference):
        raise InputError(
            "This network cannot write {unknown}: it never did in training. Let it write what it hears.",
            unknown=" ".join(unknown[:8]) + (" …" if len(unknown) > 8 else ""),
        )
    return [*model.target_vocabulary.encode(reference), model.eos]
