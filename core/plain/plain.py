"""What a lab says of how its runs become plain files. Imports no torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Start:
    """How a run began: together with its task, all that it learnt from follows.

    Attributes
    ----------
    seed : int
        Of its generator.
    steps : int
        Training steps that the plain file is to make.
    """

    seed: int
    steps: int


@dataclass(frozen=True)
class Luggage:
    """What goes into a plain file, or beside it, from the data of a run.

    Attributes
    ----------
    settings : mapping of str to object
        Values of the program's constants that the config does not have, or has as 0 for "what suits".
    files : mapping of str to bytes
        Data to lie beside the file, by path; empty where the program makes or loads them itself.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Heading:
    """What stands before a part of a notebook.

    Attributes
    ----------
    title, text : str
        The heading, and a sentence on what the part is (message ids of the catalogues).
    equation : str
        In LaTeX; empty where there is none.
    """

    title: str
    text: str
    equation: str = ""


def _nothing(_task: Any, _start: Start) -> Luggage:
    return Luggage()


@dataclass(frozen=True)
class Plain:
    """How the runs of a lab become plain files.

    Attributes
    ----------
    program : str
        The module that `core.plain.assembly` makes them of. Its constants have the names of the knobs, in capitals;
        besides these there are ``SEED``, ``STEPS`` and, for each learning rate, its ``RATES``.
    brings : callable
        What a task (see `core.task.Task`) adds to the config.
    said : mapping of str to Heading
        What the notebook says of the program's own sections; those of the pieces speak for themselves.
    caveat : callable
        Why the losses of a run with this config may differ from those of the file; None, if they should not.
    """

    program: str
    brings: Callable[[Any, Start], Luggage] = _nothing
    said: Mapping[str, Heading] = field(default_factory=dict)
    caveat: Callable[[Mapping[str, Any]], Heading | None] = lambda _config: None
