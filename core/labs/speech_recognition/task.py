"""Learning to write down what is heard: utterances, the listener, and how well it hears what it never trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from core.labs.speech_recognition.config import SpeechConfig
from core.labs.speech_recognition.data import Spoken, speech
from core.labs.speech_recognition.encoders import Sounds
from core.labs.speech_recognition.metrics import Sample, hearing_metrics, hearings
from core.labs.speech_recognition.model import Listener
from core.labs.speech_recognition.recordings import RecordingsReport, own_speech
from core.nn.encoders import Sentences
from core.sound.features import log_mel
from core.sound.utterances import Utterance
from core.task import Step, Task, TrainState
from core.text.vocabulary import EOS, Vocabulary

QUICK = 10
"""Held-out utterances on which the metrics are measured at a checkpoint; at the end, all."""

SURVEY = 100
"""Utterances that are looked at to see how long what is written may become."""

POOLS = 4
"""Batches that are drawn together and parted by duration, so that there is less padding in each."""

SPREAD = 0.2
"""How far from the diagonal guided attention lets attention go: g of Tachibana et al. 2018, equation 6."""


class Samples:
    """Utterances with their frames, which are computed when they are first asked for: so that training begins at once.

    Parameters
    ----------
    utterances : sequence of Utterance

    Attributes
    ----------
    sizes : list of int
        What grows with the duration of each: the letters of its text while nobody has said it, else its samples.
    """

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self._utterances = utterances
        self._samples: list[Sample | None] = [None] * len(utterances)
        if isinstance(utterances, Spoken):
            self.sizes = [len(text) for text, _ in utterances.sentences]
        else:
            self.sizes = [len(utterance.samples) for utterance in utterances]

    def __len__(self) -> int:
        return len(self._samples)

    def __getitem__(self, number: int) -> Sample:
        sample = self._samples[number]
        if sample is None:
            utterance = self._utterances[number]
            sample = self._samples[number] = Sample(utterance, log_mel(utterance.samples))
        return sample


class SpeechBatch(NamedTuple):
    """Utterances as frames, and what is said in them as numbers that end in ⟨EOS⟩."""

    sounds: Sounds
    target: Sentences


class SpeechTask(Task[Listener, SpeechBatch]):
    """Utterances, the listener that learns to write them down, and its metrics (see `core.task.Task`).

    Parameters
    ----------
    config : SpeechConfig
    data : Path, optional
        A viewer's own recordings (see `core.labs.speech_recognition.recordings`), which are always written in
        characters, since nobody marked their phonemes; without it, what `config.data` names.

    Attributes
    ----------
    training, held_out : Samples
        The utterances that it learns from and those that it never trains on.
    report : RecordingsReport or None
        What a viewer's own recordings hold and what was left out.

    Raises
    ------
    InputError
        If `data` cannot be read or has nothing to learn from, or the utterances cannot be synthesized.
    """

    def __init__(self, config: SpeechConfig, data: Path | None = None) -> None:
        self.config = config
        self.report: RecordingsReport | None = None
        if data is None:
            source = speech(config.data)
        else:
            self.config = config = replace(config, target="characters")
            source, self.report = own_speech(data)
        self.training, self.held_out = Samples(source.training), Samples(source.held_out)
        self.vocabulary = Vocabulary((*source.tokens(config.target), EOS), "piece")
        some = [self.training[n].utterance for n in range(min(SURVEY, len(self.training)))]
        self.limit = 2 + 3 * max(len(utterance.tokens(config.target)) for utterance in some) // 2

    def model(self, generator: torch.Generator) -> Listener:
        """A fresh listener, its weights drawn from `generator`."""
        model = Listener(self.config, self.vocabulary, self.limit)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> SpeechBatch:
        """Utterances of about one duration: some are drawn, and of these a quarter, the shortest or the longest or
        between.
        """
        size = self.config.batch_size
        drawn = torch.randint(len(self.training), (POOLS * size,), generator=generator).tolist()
        drawn.sort(key=self.training.sizes.__getitem__)
        pool = int(torch.randint(POOLS, (), generator=generator))
        return self._encoded([self.training[n] for n in drawn[pool * size : (pool + 1) * size]])

    def step(self, model: Listener, batch: SpeechBatch, state: TrainState) -> Step:
        """Cross-entropy in nats per token, each predicted from those before it, some of these random; plus guided
        attention, while it lasts: the two are also reported each by itself.
        """
        heard = model.encode(batch.sounds, state.generator)
        written = model.decode(heard, batch.target.tokens, state.generator, asked=batch.target.mask)
        loss = F.cross_entropy(written.logits, batch.target.tokens[batch.target.mask])
        if state.step >= self.config.guidance:
            return Step({"model": loss})
        weight = 1 - torch.tensor(float(state.step)) / self.config.guidance
        guidance = weight * off_diagonal(written.attended, batch.target.mask, heard.mask)
        terms = {"cross_entropy": loss.item(), "guided_attention": guidance.item()}
        return Step({"model": loss + guidance}, terms)

    def quick_eval(self, model: Listener) -> dict[str, float]:
        """Metrics on some held-out utterances (see `core.labs.speech_recognition.metrics.hearing_metrics`)."""
        return hearing_metrics(hearings(model, [self.held_out[n] for n in range(min(QUICK, len(self.held_out)))]))

    def final_eval(self, model: Listener) -> dict[str, float]:
        """The same on all held-out utterances."""
        return hearing_metrics(hearings(model, [self.held_out[n] for n in range(len(self.held_out))]))

    def _encoded(self, samples: Sequence[Sample]) -> SpeechBatch:
        references = [sample.utterance.tokens(self.config.target) for sample in samples]
        target = Sentences.padded(
            [[*self.vocabulary.encode(reference), len(self.vocabulary) - 1] for reference in references]
        )
        return SpeechBatch(Sounds.padded([sample.frames for sample in samples]), target)


def off_diagonal(alignment: Tensor, written: Tensor, heard: Tensor) -> Tensor:
    """The guided attention loss: how much attention lies away from the diagonal, as if all tokens took equally long.

    With N tokens and S positions, it is the mean over tokens of Σ_j α_ij (1 − exp(−(i/N − j/S)² / 2g²)).

    Parameters
    ----------
    alignment : Tensor, shape (B, T, S)
        Where each token was listened for.
    written, heard : Tensor of bool, shapes (B, T) and (B, S)
        Which tokens and which positions exist.

    References
    ----------
    - Tachibana, Uenoyama, Aihara 2018, "Efficiently Trainable Text-to-Speech System Based on Deep Convolutional
    Networks with
      Guided Attention", equation 6 and section 4.1.
    """
    tokens = torch.arange(written.shape[1]) / written.sum(1, keepdim=True)  # (B, T)
    positions = torch.arange(heard.shape[1]) / heard.sum(1, keepdim=True)  # (B, S)
    distance = tokens.unsqueeze(2) - positions.unsqueeze(1)  # (B, T, S)
    penalty = 1 - torch.exp(-(distance**2) / (2 * SPREAD**2))  # (B, T, S)
    return (alignment * penalty).sum(2)[written].mean()
