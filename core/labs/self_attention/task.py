"""Learning to look something up: batches of sequences of one length, and how often the answer is right."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.errors import InputError
from core.labs.self_attention.config import SelfAttentionConfig
from core.labs.self_attention.data import ASKED, LONGEST, NONE, OPENING, READ, TASKS, PuzzleSequences, lengths
from core.labs.self_attention.heads import Reach, Score, best_head, by_distance, scores
from core.labs.self_attention.model import Head, SelfAttention
from core.task import SupervisedTask
from core.text.vocabulary import Vocabulary

QUICK, FINAL = 16, 200
"""Held-out sequences of each length on which the metrics are measured at a checkpoint and at the end."""

LOOK = 24
"""And in a closer look."""

HELD_OUT_SEED = 2017


class SelfAttentionTask(SupervisedTask[SelfAttention, PuzzleSequences]):
    """Sequences to copy or brackets to close, and the network that learns it (see `core.task.Task`).

    All sequences of a batch are equally long, so that none has padding.

    Parameters
    ----------
    config : SelfAttentionConfig
    data : Path, optional
        A viewer's own file.

    Raises
    ------
    InputError
        If a file of one's own is given.
    """

    def __init__(self, config: SelfAttentionConfig, data: Path | None = None) -> None:
        if data is not None:
            raise InputError(
                "This lab does not train on a file of your own. Train without one: every sequence is drawn at random."
            )
        self.config = config
        self.vocabulary, self.answers = Vocabulary(READ[config.task]), Vocabulary(ASKED[config.task])
        self.lengths = lengths(config.task, config.length)

    def model(self, generator: torch.Generator) -> SelfAttention:
        """A fresh network, every weight drawn from `generator`."""
        model = SelfAttention(self.config, self.vocabulary, self.answers, LONGEST)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> PuzzleSequences:
        """Sequences of one length, none of them held out."""
        length = self.lengths[int(torch.randint(len(self.lengths), (), generator=generator))]
        return TASKS[self.config.task](self.config.batch_size, length, generator)

    def loss(self, model: SelfAttention, batch: PuzzleSequences, generator: torch.Generator) -> Tensor:
        """Cross-entropy in nats per position at which something is asked."""
        asked = batch.answer != NONE  # (B, T)
        return cross_entropy(model(batch.tokens)[0][asked], batch.answer[asked])

    def quick_eval(self, model: SelfAttention) -> dict[str, float]:
        """Metrics on some held-out sequences: ``accuracy``, ``held_out_loss`` and, of attention, ``gold_share``,
        ``gold_auc``.

        These last two are of the head that looks most at where the answer stands (see
        `core.labs.self_attention.heads`).
        """
        return self._measure(model, QUICK)

    def final_eval(self, model: SelfAttention) -> dict[str, float]:
        """The same on many held-out sequences, beside what can be had without looking anything up.

        ``baseline_accuracy`` is that of the best simple rule (see `baseline`), ``uniform_share`` the ``gold_share`` of
        a head that attends uniformly.
        """
        metrics = self._measure(model, FINAL) | {"baseline_accuracy": baseline(self._held_out(FINAL), self.config.task)}
        return metrics | ({"uniform_share": self.looks(model)["gold"].uniform} if model.cell is None else {})

    def looks(self, model: SelfAttention, count: int = LOOK) -> dict[str, Score]:
        """Where the heads look on held-out sequences, `count` of each length (see
        `core.labs.self_attention.heads.scores`).
        """
        return scores(self._alignments(model, count), self.config.causal)

    def accuracy(self, model: SelfAttention, silenced: Collection[Head] = (), count: int = LOOK) -> float:
        """The share of right answers on held-out sequences, `count` of each length, while some heads are silent."""
        answers = [right[gold != NONE] for right, gold in self._answered(model, self._held_out(count), silenced)]
        return float(np.concatenate(answers).mean())

    def reach(self, model: SelfAttention, count: int = FINAL) -> list[Reach]:
        """Right answers by distance, on held-out sequences as long as those of the training."""
        return by_distance(self._answered(model, self._held_out(count)))

    def _held_out(self, count: int) -> list[PuzzleSequences]:
        return [held_out(self.config.task, length, count) for length in self.lengths]

    @torch.no_grad()
    def _answered(
        self, model: SelfAttention, groups: Sequence[PuzzleSequences], silenced: Collection[Head] = ()
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Which answers are right, and where they stand, group by group."""
        for tokens, answer, gold in groups:
            logits, _ = model(tokens, silenced)  # (B, T, V)
            yield (logits.argmax(-1) == answer).numpy(), gold.numpy()

    def _alignments(self, model: SelfAttention, count: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """All alignments (B, L, N, T, T), the tokens and the gold positions, group by group."""
        for tokens, _, gold in self._held_out(count):
            with torch.no_grad():
                _, internals = model(tokens)
            yield alignments(internals), tokens.numpy(), gold.numpy()

    @torch.no_grad()
    def _measure(self, model: SelfAttention, count: int) -> dict[str, float]:
        """The metrics, from one reading of each sequence."""
        right, nats, asked_for, looks = 0, 0.0, 0, []
        for tokens, answer, gold in self._held_out(count):
            logits, internals = model(tokens)  # (B, T, V)
            asked = answer != NONE  # (B, T)
            right += int((logits.argmax(-1) == answer)[asked].sum())
            nats += float(cross_entropy(logits[asked], answer[asked], reduction="sum"))
            asked_for += int(asked.sum())
            if model.cell is None:
                looks.append((alignments(internals), tokens.numpy(), gold.numpy()))
        metrics = {"accuracy": right / asked_for, "held_out_loss": nats / asked_for}
        if looks:
            found = scores(looks, self.config.causal)
            best = best_head(found)
            metrics |= {"gold_share": float(found["gold"].share[best]), "gold_auc": float(found["auc"].share[best])}
        return metrics


def alignments(internals: Sequence[dict[str, Tensor]]) -> np.ndarray:
    """The alignments of all layers side by side, (B, L, N, T, T)."""
    return torch.stack([inside["alignment"] for inside in internals], dim=1).numpy()


def baseline(groups: Sequence[PuzzleSequences], task: str) -> float:
    """The accuracy of the best simple rule: of the letters of a sequence any one, of brackets always the last that
    opened.
    """
    right, asked_for = 0.0, 0
    for tokens, answer, gold in groups:
        asked = gold != NONE  # (B, T)
        asked_for += int(asked.sum())
        if task == "copying":
            right += float(asked.sum()) / (tokens.shape[1] / 2)  # each of the T/2 tokens is the answer once
            continue
        opens = tokens >= READ[task].index(OPENING[0])  # (B, T)
        last = torch.where(opens, torch.arange(tokens.shape[1]), 0).cummax(1).values  # (B, T)
        said = tokens.gather(1, last) - READ[task].index(OPENING[0])  # (B, T)
        right += int((said == answer)[asked].sum())
    return right / asked_for


@lru_cache(maxsize=256)
def held_out(task: str, length: int, count: int) -> PuzzleSequences:
    """The held-out sequences of a task and a length: equal in every run."""
    return TASKS[task](count, length, torch.Generator().manual_seed(HELD_OUT_SEED + length), held_out=True)
