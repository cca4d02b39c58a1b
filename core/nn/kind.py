"""A kind of network that a knob names, for whoever offers a choice. Imports no torch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar


@dataclass(frozen=True)
class NetworkKind:
    """One kind of cell, or one architecture.

    Attributes
    ----------
    key : str
        Names it in configs, links and checkpoints; never changes.
    name : str
        As the field calls it (message id of the catalogues).
    origin : str
        Authors and year; empty for what nobody in particular came up with.
    path : str
        ``module:Class``; imported on first use, because it brings torch.
    """

    key: str
    name: str
    origin: str
    path: str

    @property
    def file(self) -> str:
        """The file that holds its equations, relative to the project."""
        return self.path.split(":")[0].replace(".", "/") + ".py"

    @property
    def code(self) -> tuple[str, str]:
        """Where its code stands in the project: the class, and all that stands in its file."""
        return f"{self.file}:{self.path.rpartition(':')[2]}", self.file

    @property
    def network(self) -> Any:
        """Its class."""
        module, name = self.path.split(":")
        return getattr(import_module(module), name)


K = TypeVar("K", bound=NetworkKind)


def named(key: str, kinds: Iterable[K]) -> K:
    """The one of `kinds` that `key` names.

    Raises
    ------
    KeyError
        If there is none.
    """
    return {kind.key: kind for kind in kinds}[key]
