"""How well a listener hears: what it writes, and whether it attends to the sound that it writes down.

With α_ij the alignment of token i and m_j the middle of position j in seconds::

    centroid       t_i = Σ_j α_ij m_j
    alignment_ms   1000 · mean |t_i − (start_i + end_i) / 2|, over the tokens whose true stretch is known
    monotonic      the share of the steps from a token to the next in which t_i does not go back

Tokens that share a stretch, the letters of a word, count as one for `alignment_ms`, with the mean of their centroids.
All are those of writing what is really said (teacher forcing), so that every token has its true stretch, whatever the
network would write by itself.

References
----------
- Chorowski, Bahdanau, Serdyuk, Cho, Bengio 2015, "Attention-Based Models for Speech Recognition", on the alignments of
speech.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
import xarray as xr

from core.labs.speech_recognition.encoders import Sounds
from core.labs.speech_recognition.model import Listener
from core.labs.speech_recognition.trace import gold_times, stretches
from core.nn.encoders import Sentences
from core.sound.features import frame_seconds
from core.sound.utterances import Utterance
from core.text.edit_distance import error_rate

PATIENCE = 4
"""Tokens by which an output may exceed the longest that is said before it is cut, so that who babbles on does not take
long.
"""

_LANES = 64  # utterances that are listened to side by side


class Sample(NamedTuple):
    """An utterance with its frames, (F, mels), which are computed once."""

    utterance: Utterance
    frames: np.ndarray


class Hearing(NamedTuple):
    """What became of one utterance.

    Attributes
    ----------
    voice : str
        Who said it.
    written, reference : tuple of str
        The tokens that the network wrote by itself, and those that were said.
    loss : float
        Of writing the reference, in nats, summed over its tokens and ⟨EOS⟩.
    centroids : ndarray, shape (T,)
        Where attention lay as it wrote the reference, in seconds, without ⟨EOS⟩.
    gold : ndarray, shape (T, 2)
        Where each of its tokens is heard, NaN where that is unknown.
    """

    voice: str
    written: tuple[str, ...]
    reference: tuple[str, ...]
    loss: float
    centroids: np.ndarray
    gold: np.ndarray


@torch.no_grad()
def hearings(model: Listener, samples: Sequence[Sample]) -> list[Hearing]:
    """Let a listener write utterances, by itself and as they should be; it must be able to write all of their
    tokens.
    """
    order = sorted(range(len(samples)), key=lambda n: len(samples[n].frames))  # alike durations side by side
    found: dict[int, Hearing] = {}
    for begin in range(0, len(order), _LANES):
        chosen = order[begin : begin + _LANES]
        found.update(zip(chosen, _heard(model, [samples[n] for n in chosen]), strict=True))
    return [found[n] for n in range(len(samples))]


def _heard(model: Listener, samples: Sequence[Sample]) -> list[Hearing]:
    references = [sample.utterance.tokens(model.config.target) for sample in samples]
    heard = model.encode(Sounds.padded([sample.frames for sample in samples]))
    longest = max(map(len, references)) + PATIENCE
    written = [tuple(model.until_eos(row)) for row in model.decode(heard, longest=longest).tokens.tolist()]
    numbers = [[*model.target_vocabulary.encode(reference), model.eos] for reference in references]
    target = Sentences.padded(numbers)
    forced = model.decode(heard, target.tokens)
    nats = F.cross_entropy(forced.logits.transpose(1, 2), target.tokens, reduction="none") * target.mask  # (B, T)
    middles = [_middles(len(sample.frames), model.encoder.merged) for sample in samples]  # B × (S of each,)
    alignment = forced.attended.numpy()  # (B, T, S)
    return [
        Hearing(
            voice=sample.utterance.voice,
            written=written[b],
            reference=reference,
            loss=float(nats[b].sum()),
            centroids=alignment[b, : len(reference), : len(middles[b])] @ middles[b],
            gold=gold_times(reference, reference, sample.utterance.gold(model.config.target)),
        )
        for b, (sample, reference) in enumerate(zip(samples, references, strict=True))
    ]


def _middles(frames: int, merged: int) -> np.ndarray:
    """The middle of each position of an utterance of so many frames, in seconds, (S,)."""
    return np.mean(stretches(frame_seconds(frames), merged), axis=0)


def hearing_metrics(heard: Sequence[Hearing]) -> dict[str, float]:
    """``error_rate`` (0 … , by edits), ``held_out_loss`` (nats per token), ``monotonic`` and, where true times are
    known, ``alignment_ms``.
    """
    tokens = sum(len(one.reference) + 1 for one in heard)
    metrics = {
        "error_rate": error_rate((one.written, one.reference) for one in heard),
        "held_out_loss": sum(one.loss for one in heard) / tokens,
    }
    forwards = np.concatenate([np.diff(one.centroids) >= 0 for one in heard])
    if forwards.size:
        metrics["monotonic"] = float(forwards.mean())
    distances = np.concatenate([misses(one.centroids, one.gold) for one in heard])
    if distances.size:
        metrics["alignment_ms"] = float(abs(distances).mean())
    return metrics


def by_voice(heard: Sequence[Hearing]) -> dict[str, dict[str, float]]:
    """The metrics of each voice by itself, in the order in which the voices first speak."""
    voices = dict.fromkeys(one.voice for one in heard)
    return {voice: hearing_metrics([one for one in heard if one.voice == voice]) for voice in voices}


def misses(centroids: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """How far attention lies from the truth, in ms, positive if it comes too late.

    Parameters
    ----------
    centroids : ndarray, shape (T,)
        Where it lies, in seconds.
    gold : ndarray, shape (T, 2)
        From where to where each token is heard; NaN where that is unknown.

    Returns
    -------
    ndarray, shape (stretches,)
        One number for each stretch that is known, however many neighbouring tokens share it.
    """
    known = np.isfinite(gold).all(1)  # (T,)
    centroids, gold = centroids[known], gold[known]
    if not len(gold):
        return np.empty(0)
    first = np.flatnonzero(np.r_[True, (gold[1:] != gold[:-1]).any(1)])  # where a new stretch begins
    means = np.add.reduceat(centroids, first) / np.diff(np.r_[first, len(gold)])  # (stretches,)
    return 1000 * (means - gold[first].mean(1))


def trace_misses(trace: xr.Dataset) -> np.ndarray:
    """The `misses` of a listener's trace: of the tokens that are right and whose true stretch is known."""
    middle = (trace["source_start"].values + trace["source_end"].values) / 2  # (S,)
    centroids = trace["alignment"].transpose("target", "source").values @ middle  # (T,)
    return misses(centroids, np.stack([trace["gold_start"].values, trace["gold_end"].values], axis=1))
