"""The knobs of lab ``lstm_variants``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from core.knobs import knob
from core.systems.memory.config import MemoryConfig


def _starting_at(default: Any, name: str) -> Any:
    """The knob of that name of `MemoryConfig`, starting from another value."""
    [told] = (field.metadata["knob"] for field in fields(MemoryConfig) if field.name == name)
    return knob(default, **told)


@dataclass(frozen=True)
class VariantsConfig(MemoryConfig):
    """The same knobs, starting where the variants of an LSTM compare best: all gates half open, and a memory that even
    so can be learnt.
    """

    cell: str = _starting_at("lstm_peephole", "cell")
    length: int = _starting_at(10, "length")
    initialisation: str = _starting_at("uniform", "initialisation")
    learning_rate: float = _starting_at(0.01, "learning_rate")
