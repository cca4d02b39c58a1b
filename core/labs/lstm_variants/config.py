"""The knobs of lab ``lstm_variants``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from core.knobs import knob
from core.systems.memory.config import MemoryConfig


def _starting_at(default: Any, name: str) -> Any:
    """The knob of that name of `MemoryConfig`, starting from another value."""
    [facts] = (field.metadata["knob"] for field in fields(MemoryConfig) if field.name == name)
    return knob(default, **facts)


@dataclass(frozen=True)
class VariantsConfig(MemoryConfig):
    """The same knobs, starting where the variants of an LSTM compare best: a memory that must also forget, all gates
    half open, and a length that even so can be learnt.
    """

    cell: str = _starting_at("lstm_peephole", "cell")
    task: str = _starting_at("latest", "task")
    length: int = _starting_at(20, "length")
    initialisation: str = _starting_at("uniform", "initialisation")
    learning_rate: float = _starting_at(0.01, "learning_rate")
