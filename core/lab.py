"""What a lab says of itself: its question, knobs, system, quantities and shipped run. Imports no torch."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from core.errors import InputError
from core.knobs import Knob, knobs_of
from core.task import RATE, Metric, Task

if TYPE_CHECKING:
    import xarray as xr

    from core.plain.plain import Plain
    from core.runs.comparison import Comparison
    from core.trace.schema import Schema

CHECKPOINTS = 12
"""How many moments of a shipped training one can travel to, if its recipe does not say."""

ROWS = 300
"""How many points of the loss curve of a shipped training are kept at most, if its recipe does not say."""


@dataclass(frozen=True)
class Recipe:
    """How the shipped run of a lab is trained, and what is shipped beside it.

    Attributes
    ----------
    steps : int
        Training steps; a multiple of `ROWS`, so that the points of the loss curve lie evenly. So many
        does a viewer's run get too, before somebody has to say that it is to train on.
    config : mapping
        The knobs away from their defaults.
    companions : mapping of str to mapping
        Runs that are trained alike, but for these knobs; each is shipped under its name.
    apart : mapping of str to Recipe
        Runs that are shipped under their names too, but trained in their own way.
    checkpoints, companion_checkpoints : int
        How many moments of its training, and of each companion's, one can travel to.
    seed : int
        What weights and batches are drawn from.
    moments : tuple of int
        Which moments these are, the first step and the last among them; by default they lie ever wider apart.
    rows : int
        How many points of its loss curve are kept at most.
    comparison : Comparison or None
        Whose results are shipped, without any weights.
    """

    steps: int
    config: Mapping[str, Any] = field(default_factory=dict)
    companions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    apart: Mapping[str, Recipe] = field(default_factory=dict)
    checkpoints: int = CHECKPOINTS
    companion_checkpoints: int = CHECKPOINTS
    seed: int = 0
    moments: tuple[int, ...] = ()
    rows: int = ROWS
    comparison: Comparison | None = None

    @property
    def trainings(self) -> dict[str, Recipe]:
        """All runs by name, each as a recipe of its own; the lab's run has none."""
        alike = {
            name: Recipe(
                self.steps,
                {**self.config, **changes},
                checkpoints=self.companion_checkpoints,
                seed=self.seed,
                rows=self.rows,
            )
            for name, changes in self.companions.items()
        }
        return {"": self, **alike, **self.apart}

    @property
    def all_steps(self) -> int:
        """Training steps of everything together."""
        return self.steps_of((*self.trainings, "comparison"))

    def steps_of(self, parts: Collection[str]) -> int:
        """Training steps of some of its parts (see `core.pretrain.parts_of`)."""
        competing = len(self.comparison.entrants()) * self.comparison.steps if self.comparison else 0
        runs = sum(recipe.steps for name, recipe in self.trainings.items() if name in parts)
        return runs + ("comparison" in parts) * competing


@dataclass(frozen=True)
class Lab:
    """One teachable system: a question, its data and model, its knobs; most can be trained, some only be played with.

    Attributes
    ----------
    key : str
        Names its packages, its page's file, the URL and the command line; never changes.
    chapter, title, question : str
        Where it stands in the course and what it asks (message ids of the catalogues).
    config : type
        The frozen dataclass of its knobs.
    model_path : str
        ``module:Class`` of the system; imported on first use, because most bring torch.
    task_path : str or None
        The same of what joins it to its data; None where there is nothing to train. Then a viewer sets what a
        training would find, no run is shipped, and the system is made from its config alone.
    icon : str
        The name of its Material symbol.
    watch : str
        What to watch for on its page, in one sentence (message id).
    examples : tuple of str
        Inputs on which a page opens; the first one is the default of every command.
    lecture : int
        Which lecture of the course teaches it, counted from 1; 0 where none does.
    first_picture : str
        The first drawn component on its page: how its key begins.
    reader_path : str or None
        ``module:function`` that turns such a text into what the system's ``trace`` takes: a sentence into its sound,
        say. None where that is the text itself.
    schema_path : str or None
        ``module:SCHEMA`` of its traces, where they hold more than `core.trace.schema.SHARED` knows.
    recipe : Recipe or None
        How its shipped run is trained; None where there is none.
    preview_path : str or None
        ``module:function`` that takes from a trace the few numbers that the home page draws.
    preview_caption : str
        How to read that drawing (message id); ``{quantity}``, ``{symbol}`` and ``{unit}`` stand for what it shows.
    metrics : tuple of Metric
        What is drawn over training, in this order: the loss first.
    plain_path : str or None
        ``module:PLAIN`` that says how a run becomes a plain PyTorch file (see `core.plain.plain.Plain`); None where
        there is nothing to train.
    """

    key: str
    chapter: str
    title: str
    question: str
    config: type
    model_path: str
    task_path: str | None
    icon: str
    watch: str
    examples: tuple[str, ...]
    first_picture: str
    reader_path: str | None = None
    schema_path: str | None = None
    recipe: Recipe | None = None
    preview_path: str | None = None
    preview_caption: str = ""
    lecture: int = 0
    metrics: tuple[Metric, ...] = ()
    plain_path: str | None = None

    def read(self, text: str) -> Any:
        """What the system's ``trace`` takes, from a text.

        Raises
        ------
        InputError
            If the text does not name such a thing.
        """
        return text if self.reader_path is None else _load(self.reader_path)(text)

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """What of it can be turned."""
        return knobs_of(self.config)

    @property
    def rates(self) -> tuple[Knob, ...]:
        """The knobs that may be turned while it trains: a learning rate for each player (see `core.task.Player`)."""
        return tuple(knob for knob in self.knobs if knob.name.endswith(RATE)) if self.trains else ()

    def metrics_of(self, config: Mapping[str, Any]) -> tuple[Metric, ...]:
        """The metrics that a run with these knobs measures and that are drawn."""
        return tuple(metric for metric in self.metrics if metric.applies(config))

    @property
    def model(self) -> Any:
        """The system's class: it has ``trace``, and one that trains is a `core.task.Model`."""
        return _load(self.model_path)

    @property
    def schema(self) -> Schema:
        """What its traces hold."""
        return _load(self.schema_path or "core.trace.schema:SHARED")

    def preview(self, trace: xr.Dataset) -> dict[str, Any]:
        """What the home page draws of a trace, as JSON-able lists.

        Of an alignment ``source``, ``target`` (tokens) and ``alignment`` (rows). Of a picture ``pixels`` and their
        ``values`` (rows) and the ``palette`` of their levels. Of a way through ``points`` (x and y, 0 … 1) the ``way``
        (their numbers) and ``values``, one a step from point to point. Of a ``cloud`` of points (x and y, 0 … 1) the
        ``surface`` under it (rows from below, 0 … 1). Else ``tokens`` and ``values``, one a token.
        With them the ``quantity`` that is drawn, and perhaps its ``unit``, or the ``colours`` of the tokens.
        """
        if self.preview_path is None:
            raise ValueError(f"lab {self.key} has no preview")
        return _load(self.preview_path)(trace)

    @property
    def plain(self) -> Plain:
        """How a run of it becomes a plain file.

        Raises
        ------
        InputError
            If there is nothing to train.
        """
        self.need_task()
        return _load(str(self.plain_path))

    @property
    def trains(self) -> bool:
        """Whether there is something to train."""
        return self.task_path is not None

    @property
    def task(self) -> type[Task[Any, Any]]:
        """The class that joins data, model and metrics (see `core.task.Task`).

        Raises
        ------
        InputError
            If there is nothing to train.
        """
        self.need_task()
        return _load(str(self.task_path))

    def need_task(self) -> None:
        """Raise `InputError` if there is nothing to train; imports nothing."""
        if not self.trains:
            raise InputError(
                "{lab} has nothing to train: one plays with it on its page. To see which labs train, say: python -m"
                " core labs",
                lab=self.key,
            )


def _load(path: str) -> Any:
    module, name = path.split(":")
    return getattr(import_module(module), name)
