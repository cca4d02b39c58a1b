"""Learning to write sound: at every sample of a stretch, the next one."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.data.text import read_file
from core.labs.audio_generation import measures
from core.labs.audio_generation.baselines import markov_bits, unigram_bits
from core.labs.audio_generation.config import WaveNetConfig
from core.labs.audio_generation.listening_test import SoundVerdict, listened
from core.labs.audio_generation.model import WaveNet
from core.labs.audio_generation.mu_law import to_levels, to_samples
from core.labs.audio_generation.own import own_sounds
from core.labs.audio_generation.sounds import SoundBank, sounds_of
from core.task import SupervisedTask

HELD_STRETCH, HELD_MOST = 250, 12
"""Samples of each held-out stretch, and how many of these are measured at a checkpoint."""

WRITTEN, LENGTH = 12, 1_000
"""How many sounds are written at the end, at least, and of how many samples."""

SEED = 2016

NOT_ASKED = -1
"""In the place of a level: nothing is to be predicted there."""

SOFTEST_NOISE = 0.01
"""The least loudness of the noise that leads astray; the greatest is 1."""

OCTAVE = 1_200.0
"""Cents that count for a sound without a pitch."""


class Stretches(NamedTuple):
    """Pieces of sound.

    Attributes
    ----------
    levels : Tensor of int64, shape (B, T)
        What is read.
    told : Tensor, shape (B, D)
        What each is told to be.
    wanted : Tensor of int64, shape (B, T)
        What is to be predicted: the same, but `NOT_ASKED` where noise is read.
    """

    levels: Tensor
    told: Tensor
    wanted: Tensor


class WaveNetTask(SupervisedTask[WaveNet, Stretches]):
    """Sounds, and the cross-entropy of their samples (see `core.task.Task`).

    Parameters
    ----------
    config : WaveNetConfig
    data : Path, optional
        A viewer's own recording.

    Raises
    ------
    InputError
        If it cannot be used, or there is nothing to speak with.
    """

    def __init__(self, config: WaveNetConfig, data: Path | None = None) -> None:
        self.config, rate = config, config.samples_a_second
        if data is None:
            self.sounds: SoundBank = sounds_of(config.data, rate)
        else:
            self.sounds, self.report = own_sounds(read_file(data), data.name, rate)
        self.training = [to_levels(sound, config.levels) for sound in self.sounds.training]
        self.held_out = [to_levels(sound, config.levels) for sound in self.sounds.held_out]
        self.told = self.sounds.told if config.conditional else self.sounds.told[:, :0]  # (K, D)
        self._weights = torch.tensor([len(sound) for sound in self.training], dtype=torch.float64)

    def model(self, generator: torch.Generator) -> WaveNet:
        """A fresh network, all weights drawn from `generator`."""
        model = WaveNet(self.config, self.sounds.kinds, self.told, self.sounds.rate)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> Stretches:
        """Stretches from anywhere in the sounds to train on, long sounds more often."""
        B = self.config.batch_size
        length = min(self.config.window, min(map(len, self.training)))
        chosen = torch.multinomial(self._weights, B, replacement=True, generator=generator)  # (B,)
        share = torch.rand(B, generator=generator)  # (B,)
        pieces = []
        for number, at in zip(chosen.tolist(), share.tolist(), strict=True):
            sound = self.training[number]
            start = int(at * (len(sound) - length + 1))
            pieces.append(sound[start : start + length])
        told = self.told[self.sounds.training_kinds[chosen.numpy()]]  # (B, D)
        levels = torch.from_numpy(np.stack(pieces))  # (B, T)
        read, wanted = self._astray(levels, generator)
        return Stretches(read, torch.from_numpy(told), wanted)

    def _astray(self, levels: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Some stretches (B, T) with noise at their beginnings, up to half of each, from soft to loud; and of all
        what is to be predicted.
        """
        B, T = levels.shape
        led = torch.rand(B, generator=generator) < self.config.astray  # (B,)
        until = led * torch.rand(B, generator=generator) * T / 2  # (B,)
        loudness = SOFTEST_NOISE ** torch.rand(B, 1, generator=generator)  # (B, 1)
        noise = loudness * torch.randn(B, T, generator=generator)  # (B, T)
        other = torch.from_numpy(to_levels(noise.numpy(), self.config.levels))  # (B, T)
        lost = torch.arange(T) < until[:, None]  # (B, T)
        return torch.where(lost, other, levels), torch.where(lost, NOT_ASKED, levels)

    def loss(self, model: WaveNet, batch: Stretches, generator: torch.Generator) -> Tensor:
        """Mean −ln p of every sample that is asked for."""
        logits = model(batch.levels, batch.told)  # (B, T, Q)
        return cross_entropy(logits.flatten(0, 1), batch.wanted.flatten(), ignore_index=NOT_ASKED)

    # ---- on held-out sounds ----

    def held_stretches(self, most: int | None = None) -> Stretches:
        """Stretches of held-out sounds, one after the other; at most so many, evenly chosen."""
        length = min(HELD_STRETCH, min(map(len, self.held_out)))
        places = [
            (number, start)
            for number, sound in enumerate(self.held_out)
            for start in range(0, len(sound) - length + 1, length)
        ]
        if most and len(places) > most:
            places = [places[k * len(places) // most] for k in range(most)]
        pieces = [self.held_out[number][start : start + length] for number, start in places]
        kinds = self.sounds.held_out_kinds[[number for number, _start in places]]
        levels = torch.from_numpy(np.stack(pieces))  # (N, T)
        return Stretches(levels, torch.from_numpy(self.told[kinds]), levels)

    @torch.no_grad()
    def bits(self, model: WaveNet, most: int | None = None) -> float:
        """Mean −log₂ p of the samples of held-out stretches, each of which begins without any before it."""
        stretches = self.held_stretches(most)
        found = [
            cross_entropy(model(levels, told).flatten(0, 1), levels.flatten()).item()
            for levels, told in zip(stretches.levels.split(8), stretches.told.split(8), strict=True)
            for _ in range(len(levels))  # so that each stretch counts alike
        ]
        return float(np.mean(found) / np.log(2))

    @cached_property
    def baselines(self) -> dict[str, float]:
        """``unigram_bits`` and ``markov_bits`` of the held-out sounds."""
        sounds = self.training, self.held_out, self.config.levels
        return {"unigram_bits": unigram_bits(*sounds), "markov_bits": markov_bits(*sounds)}

    def quick_eval(self, model: WaveNet) -> dict[str, float]:
        """``bits_per_sample`` of some held-out sounds, and the baselines, which stay as they are."""
        return {"bits_per_sample": self.bits(model, HELD_MOST)} | self.baselines

    def final_eval(self, model: WaveNet) -> dict[str, float]:
        """``bits_per_sample`` of all held-out sounds, the baselines, and of tones and vowels what is heard in sounds
        that it writes: ``pitch_told`` and ``vowel_told``, the shares in which pitch and vowel are those asked for, and
        ``pitch_error_cents``, the median distance from the pitch asked for.

        A network that is not told is asked all the same: what it then scores is chance.
        """
        found = {"bits_per_sample": self.bits(model)} | self.baselines
        if self.sounds.kinds[0].pitch is None:
            return found
        kinds = [k % len(self.sounds.kinds) for k in range(max(WRITTEN, len(self.sounds.kinds)))]
        written = model.write(kinds, LENGTH, seed=SEED).levels  # (N, T)
        return found | self.heard(to_samples(written, self.config.levels), kinds)

    def heard(self, sounds: np.ndarray, kinds: list[int]) -> dict[str, float]:
        """What is heard in sounds (N, T), compared with the kinds that were asked for (see `final_eval`)."""
        verdicts = self.listened(sounds, kinds)
        apart = [OCTAVE if one.cents is None else abs(one.cents) for one in verdicts]
        told = {
            "pitch_told": float(np.mean([bool(one.right_pitch) for one in verdicts])),
            "pitch_error_cents": float(np.median(apart)),
        }
        if self.sounds.kinds[0].vowel:
            told["vowel_told"] = float(np.mean([bool(one.right_vowel) for one in verdicts]))
        return told

    def listened(self, sounds: np.ndarray, kinds: list[int]) -> list[SoundVerdict]:
        """What is heard in each of some sounds (N, T), and whether it is of the kind that was asked for."""
        return listened(sounds, kinds, self.sounds.kinds, self.templates, self.sounds.rate)

    @cached_property
    def templates(self) -> list[np.ndarray]:
        """The mean spectrum of each kind's training sounds, (BANDS,) each."""
        of_kind = [np.flatnonzero(self.sounds.training_kinds == k)[:8] for k in range(len(self.sounds.kinds))]
        return [np.mean([measures.spectrum(self.sounds.training[n]) for n in numbers], axis=0) for numbers in of_kind]
