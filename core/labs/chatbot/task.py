"""Learning to answer: dialogues, the chatbot, and how often its answers to new prompts are acceptable."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from core.data.text import read_file
from core.labs.chatbot.config import ChatbotConfig
from core.labs.chatbot.data import Dialogues, grammar
from core.labs.chatbot.dialogues import Dialogue
from core.labs.chatbot.model import Chatbot
from core.labs.chatbot.own_dialogues import DialoguesReport, own_dialogues
from core.labs.chatbot.prompt import cut, joined, prompt_tokens
from core.nn.encoders import Sentences
from core.task import SupervisedTask
from core.text.vocabulary import EOS, Vocabulary

QUICK, FINAL = 60, 400
"""Held-out prompts of each number of turns on which the metrics are measured at a checkpoint and at the end."""

_LANES = 256  # prompts that are answered side by side


class ChatbotBatch(NamedTuple):
    """Prompts and answers as numbers; an answer ends in ⟨EOS⟩."""

    prompt: Sentences
    answer: Sentences


class ChatbotTask(SupervisedTask[Chatbot, ChatbotBatch]):
    """Dialogues, the network that learns to answer, and its metrics (see `core.task.Task`).

    Parameters
    ----------
    config : ChatbotConfig
    data : Path, optional
        A viewer's own dialogues (see `core.labs.chatbot.own_dialogues`); those of the grammar without it.

    Attributes
    ----------
    dialogues : Dialogues
        What it learns from.
    report : DialoguesReport or None
        What a viewer's own file holds and what was left out.

    Raises
    ------
    InputError
        If `data` cannot be used.
    """

    def __init__(self, config: ChatbotConfig, data: Path | None = None) -> None:
        self.config = config
        self.dialogues: Dialogues
        self.report: DialoguesReport | None = None
        if data is None:
            self.dialogues = grammar(config.language)
        else:
            self.dialogues, self.report = own_dialogues(read_file(data), data.name, config.unit_of_text, config.words)
        self.vocabulary = Vocabulary(self.dialogues.tokens, self.dialogues.unit)

    def model(self, generator: torch.Generator) -> Chatbot:
        """A fresh network, its weights drawn from `generator`."""
        model = Chatbot(self.config, self.vocabulary, self.dialogues.limit, self.dialogues.examples)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> ChatbotBatch:
        """Examples drawn from all that are not held out."""
        numbers = torch.randint(2**60, (self.config.batch_size,), generator=generator).tolist()
        examples = [self.dialogues.training_example(number) for number in numbers]
        answers = [[*self._numbers([example.answer]), self._eos] for example in examples]
        return ChatbotBatch(self._prompts([example.utterances for example in examples]), Sentences.padded(answers))

    def loss(self, model: Chatbot, batch: ChatbotBatch, generator: torch.Generator) -> Tensor:
        """Cross-entropy of the answer's tokens in nats per token, each predicted from the true ones before it."""
        prompt, answer = batch
        decoded = model.decode(model.encode(prompt, generator), answer.tokens, generator, asked=answer.mask)
        return F.cross_entropy(decoded.logits, answer.tokens[answer.mask])

    def quick_eval(self, model: Chatbot) -> dict[str, float]:
        """Shares of some held-out prompts with an acceptable answer: ``answered``, of all; ``first_turn`` of those that
        say all that is needed; ``second_turn``, of those that ask about what was said before; ``new_words``, where the
        answer needs a word that none in training has.
        """
        return self._measured(model, QUICK)

    def final_eval(self, model: Chatbot) -> dict[str, float]:
        """The same on many held-out prompts."""
        return self._measured(model, FINAL)

    def right(self, model: Chatbot, dialogues: Sequence[Dialogue]) -> list[bool]:
        """Whether the greedy answer to each dialogue is one of the acceptable ones."""
        written = self.answers(model, [dialogue.utterances for dialogue in dialogues])
        return [self.accepts(dialogue, answer) for answer, dialogue in zip(written, dialogues, strict=True)]

    def accepts(self, dialogue: Dialogue, answer: str) -> bool:
        """Whether an answer, as the network writes it, is one of the acceptable ones."""
        return answer in {joined(cut(each, self.vocabulary)) for each in dialogue.answers}

    @torch.no_grad()
    def answers(self, model: Chatbot, prompts: Sequence[Sequence[str]]) -> list[str]:
        """The greedy answer to each prompt, a sequence of utterances."""
        return [
            joined(tokens)
            for start in range(0, len(prompts), _LANES)
            for tokens in model.answer(model.encode(self._prompts(prompts[start : start + _LANES])))
        ]

    def _measured(self, model: Chatbot, count: int) -> dict[str, float]:
        parts = dict(zip(("first", "second", "new"), (*self.dialogues.held_out, self.dialogues.unheard), strict=True))
        shares = {name: self.right(model, some[:count]) for name, some in parts.items()}
        known = shares["first"] + shares["second"]
        told = {
            "answered": known,
            "first_turn": shares["first"],
            "second_turn": shares["second"],
            "new_words": shares["new"],
        }
        return {name: sum(right) / len(right) for name, right in told.items() if right}

    def _prompts(self, prompts: Sequence[Sequence[str]]) -> Sentences:
        """What the encoder reads of some prompts."""
        return Sentences.padded([self._numbers(utterances[-self.config.turns :]) for utterances in prompts])

    def _numbers(self, utterances: Sequence[str]) -> list[int]:
        return self.vocabulary.encode(prompt_tokens(utterances, self.vocabulary))

    @property
    def _eos(self) -> int:
        return self.vocabulary.number[EOS]
