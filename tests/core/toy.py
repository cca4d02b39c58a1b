"""A lab so small that it trains a step in a millisecond: for tests of everything around a lab."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
import xarray as xr
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from core.course import KEYS
from core.errors import InputError
from core.knobs import check_config, knob
from core.lab import Lab
from core.task import Metric, Step, Task, TrainState, training_loss
from core.text.vocabulary import Vocabulary
from core.trace.previews import unit_preview
from core.trace.schema import check, text_array

TEXT = "the cat sat on the mat and the dog sat on the log. " * 20
HELD_OUT = "the dog sat on the mat and the cat sat on the log. "


@dataclass(frozen=True)
class ToyConfig:
    """Knobs of the toy."""

    hidden_size: int = knob(16, "Hidden size", "How many units.", low=2, high=64)
    dropout: float = knob(0.1, "Dropout", "The share of hidden values silenced.", low=0.0, high=0.8)
    batch_size: int = knob(4, "Batch size", "How many stretches side by side.", low=1, high=16)
    length: int = knob(8, "Stretch length", "Characters in a step.", low=2, high=32)
    learning_rate: float = knob(0.01, "Learning rate", "How far a step goes.", low=1e-6, high=100.0, log=True)
    clip: float = knob(1.0, "Gradient clipping", "The longest gradient.", low=0.01, high=100.0, log=True)

    def __post_init__(self) -> None:
        check_config(self)


class ToyModel(nn.Module):
    """An Elman network that predicts the next character."""

    def __init__(self, config: ToyConfig, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.config, self.vocabulary = config, vocabulary
        self.embedding = nn.Embedding(len(vocabulary), 8)
        self.cell = nn.RNN(8, config.hidden_size, batch_first=True)
        self.output = nn.Linear(config.hidden_size, len(vocabulary))

    def initialise(self, generator: torch.Generator) -> None:
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -0.5, 0.5, generator=generator)

    def forward(self, tokens: Tensor, state: Tensor | None = None, noise: torch.Generator | None = None):
        hidden, state = self.cell(self.embedding(tokens), state)  # (B, T, H), (1, B, H)
        if noise is not None and self.config.dropout:
            hidden = hidden * (torch.rand(hidden.shape, generator=noise) >= self.config.dropout)
        return self.output(hidden), state, hidden

    @torch.no_grad()
    def trace(self, text: str) -> xr.Dataset:
        if not text:
            raise InputError("There is nothing to read. Type at least one character.")
        logits, _, hidden = self(torch.tensor([self.vocabulary.encode(text)]))
        return check(
            xr.Dataset(
                {
                    "hidden_state": (("layer", "time", "unit"), hidden.numpy()),
                    "probability": (("time", "vocabulary"), logits[0].softmax(-1).numpy()),
                },
                {"token": ("time", text_array(text)), "word": ("vocabulary", text_array(self.vocabulary.tokens))},
                {"cell": "elman", "layers": 1},
            )
        )

    def header(self) -> dict[str, Any]:
        return {"vocabulary": list(self.vocabulary.tokens)}

    @classmethod
    def rebuild(cls, config: ToyConfig, header: Mapping[str, Any]) -> ToyModel:
        return cls(config, Vocabulary(header["vocabulary"]))


class ToyTask(Task[ToyModel, Tensor]):
    """Reads one text over and over, the state and the place carried from step to step."""

    def __init__(self, config: ToyConfig, data: Path | None = None) -> None:
        try:
            text = TEXT if data is None else data.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("{path} cannot be read. Choose a text file.", path=data) from error
        if len(text) < 100:
            raise InputError("The text has {found} characters; it needs {least}.", found=len(text), least=100)
        self.config = config
        self.vocabulary = Vocabulary(sorted(set(text + HELD_OUT)))
        self.text = torch.tensor(self.vocabulary.encode(text))
        self.held_out = torch.tensor(self.vocabulary.encode(HELD_OUT))

    def model(self, generator: torch.Generator) -> ToyModel:
        model = ToyModel(self.config, self.vocabulary)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> Tensor:
        return torch.randint(len(self.text), (self.config.batch_size,), generator=generator)  # (B,) used at the start

    def step(self, model: ToyModel, batch: Tensor, state: TrainState) -> Step:
        carry = state.carry
        position = carry.get("position", batch)  # (B,)
        T = self.config.length
        text = self.text[(position[:, None] + torch.arange(T + 1)) % len(self.text)]  # (B, T + 1)
        logits, hidden, _ = model(text[:, :-1], carry.get("hidden_state"), state.generator)
        loss = cross_entropy(logits.flatten(0, 1), text[:, 1:].flatten())
        return Step({"model": loss}, carry={"position": position + T, "hidden_state": hidden.detach()})

    @torch.no_grad()
    def quick_eval(self, model: ToyModel) -> dict[str, float]:
        logits = model(self.held_out[None, :-1])[0][0]  # (T, V)
        return {"accuracy": float((logits.argmax(1) == self.held_out[1:]).float().mean())}

    def final_eval(self, model: ToyModel) -> dict[str, float]:
        return self.quick_eval(model) | {"characters": float(len(self.held_out) - 1)}


def preview(trace: xr.Dataset) -> dict[str, Any]:
    return unit_preview(trace, "hidden_state", 0, 0)


TOY = Lab(
    key="toy",
    chapter="Tests",
    title="Toy",
    question="Does everything around a lab work?",
    config=ToyConfig,
    model_path="tests.core.toy:ToyModel",
    task_path="tests.core.toy:ToyTask",
    icon=":material/toys:",
    watch="Nothing.",
    examples=("the cat", "the dog"),
    first_picture="toy",
    preview_path="tests.core.toy:preview",
    metrics=(
        training_loss("nats per character"),
        Metric("accuracy", "accuracy, held out", "share of answers", "higher", (0.0, 1.0)),
    ),
)


def teach(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the course have one more lab, for one test."""
    monkeypatch.setitem(sys.modules, f"core.labs.{lab.key}", SimpleNamespace(LAB=lab))
    monkeypatch.setattr("core.course.KEYS", (*KEYS, lab.key))


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Lab:
    """The toy as a lab of the course, for one test (import this name into the test's file)."""
    teach(TOY, monkeypatch)
    return TOY
