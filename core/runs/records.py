"""What the run store hands out: a run, one of its checkpoints, what a viewer wants of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import InputError
from core.task import RATE

SHIPPED = "shipped"
"""The state of the run that comes with the app, and the name by which the command line knows it."""

UPLOADED = "uploaded"
"""The state of a run that was trained elsewhere: one checkpoint, to be looked at."""

IMPORTED = "imported"
"""The state of a run from a file that holds weights only, such as that of a shipped run."""

FIXED = frozenset({SHIPPED, UPLOADED, IMPORTED})
"""States of runs that hold weights only: they cannot be trained on, forked or started over."""


Intervention = list[Any]
"""From which step on, which learning rate, of which knob."""


@dataclass(frozen=True)
class Run:
    """One training of a lab from one config and one seed, as it stands now.

    Attributes
    ----------
    id : str
        Twelve letters and digits; ``shipped-<lab>`` for the run that comes with the app.
    lab : str
        The lab's key.
    config : dict
        Every knob by name, with the learning rates the run began with.
    seed : int
        Together with `config` and `interventions` it fixes every loss.
    state : str
        ``queued`` (waits for a worker, or until somebody looks at it again), ``running``, ``paused``, ``stopped``,
        ``finished`` (all `max_steps` done), ``failed`` (see `message`; play tries again from the last checkpoint),
        ``interrupted`` (its worker is gone; play goes on from the last checkpoint), ``shipped``,
        ``uploaded``, ``imported`` (see `FIXED`).
    step : int
        Training steps done.
    max_steps : int
        Where the run finishes: its budget; playing a finished run moves it on.
    created, changed : datetime
        When the run was made and when its state last changed (UTC).
    parent, parent_step : str and int, or None
        The run and the step it was forked from.
    data, data_name : str or None
        The viewer's own data: its file in the store, and the name it came with.
    message : str
        Why the run failed: empty, or JSON of ``template`` and ``values`` of an `InputError`.
    rates : dict of str to float
        The learning rate of each player, by its knob: as last set by a viewer, or as the run began.
    interventions : list of [int, float, str]
        From which step on which learning rate held, where a viewer changed it, and whose: the knob's name.
    cohort : str or None
        The run that leads those that were started together with it to be compared; the leader's is its own id.
    title : str or None
        What a viewer called it.
    pace : float or None
        Training steps per second by the clock on the wall, lately; None before that is known.
    origin : dict of str to str, or None
        Of a run that was opened from a file: the ``run`` that it was where it was trained, and when that was ``made``.
    owner : str or None
        The viewer whose it is (see `core.runs.owners`); None if it was made in a terminal.
    shared, pinned : bool
        Whether everyone may look at it, and whether it is kept however old it gets.
    room : str or None
        The room in which it was made or shown; all who are there may look at it.
    """

    id: str
    lab: str
    config: dict[str, Any]
    seed: int
    state: str
    step: int
    max_steps: int
    created: datetime
    changed: datetime
    parent: str | None = None
    parent_step: int | None = None
    data: str | None = None
    data_name: str | None = None
    message: str = ""
    rates: dict[str, float] = field(default_factory=dict)
    interventions: list[Intervention] = field(default_factory=list)
    cohort: str | None = None
    title: str | None = None
    pace: float | None = None
    origin: dict[str, str] | None = None
    owner: str | None = None
    shared: bool = False
    pinned: bool = False
    room: str | None = None

    @property
    def seconds_left(self) -> float | None:
        """How long it will still train at its pace; None while it does not train, or before that is known."""
        return (self.max_steps - self.step) / self.pace if self.state == "running" and self.pace else None

    @property
    def leads(self) -> bool:
        """Whether others were started together with this run, under its name."""
        return self.cohort == self.id

    @property
    def failure(self) -> InputError | None:
        """Why the run failed, ready to be said in any language."""
        if not self.message:
            return None
        error = json.loads(self.message)
        return InputError(error["template"], **error["values"])

    def rates_at(self, step: int) -> dict[str, float]:
        """By knob, the learning rates that hold for the training step that follows `step` steps."""
        return rates_of(self.config) | {knob: rate for since, rate, knob in self.interventions if since <= step}


def rates_of(config: Mapping[str, Any]) -> dict[str, float]:
    """The learning rates of a config: the knob `RATE`, and those whose names end in it."""
    return {name: value for name, value in config.items() if name.endswith(RATE)}


def interventions_of(changes: Iterable[Sequence[Any]]) -> list[Intervention]:
    """Interventions as they are kept; in older stores the knob, of which there was one, is not named."""
    return [[step, rate, *(knob or (RATE,))] for step, rate, *knob in changes]


@dataclass(frozen=True)
class Checkpoint:
    """A run as it stood after one of its steps.

    Attributes
    ----------
    run_id : str
    step : int
    file : Path
        Where the file lies with the weights, and with what is needed to train on from there.
    metrics : dict of str to float
        What was measured on held-out data at that step.
    bring : callable, optional
        Puts the file there, if it lies elsewhere.
    """

    run_id: str
    step: int
    file: Path
    metrics: dict[str, float]
    bring: Callable[[Path], Path] | None = field(default=None, compare=False, repr=False)

    @property
    def path(self) -> Path:
        """Where the file lies, once it lies there."""
        return self.bring(self.file) if self.bring else self.file


@dataclass(frozen=True)
class Control:
    """What the viewers want of a run, as its worker reads it between two steps.

    Attributes
    ----------
    command : str
        ``play``, ``pause`` or ``stop``.
    until_step : int or None
        With ``play``: pause again after this step.
    rates : dict of str to float
        By knob, learning rates that are asked for and not yet in force.
    worker : str or None
        Who may train the run; a worker that reads another name here leaves.
    max_steps : int
        Where the run finishes.
    unseen : bool
        Whether it is a viewer's run that nobody looks at any more: then it waits.
    """

    command: str
    until_step: int | None
    rates: dict[str, float]
    worker: str | None
    max_steps: int
    unseen: bool = False


def gone(run_id: str) -> InputError:
    """What to say of a run that is not there."""
    return InputError(
        "There is no run {run} here; it may have been deleted. Choose another one from the list.",
        run=repr(run_id)[:80],
    )


def unchangeable() -> InputError:
    """What to say when the shipped run is asked to change."""
    return InputError("The shipped run stays as it is. Train a new network; that one is yours to change.")


def fault(error: BaseException) -> InputError:
    """What to say of an error that nobody foresaw; its traceback belongs into the log."""
    return InputError(
        "Training ended by a fault of ours: {fault}. What was learnt is kept up to the last checkpoint; the full story"
        " is in the app's log.",
        fault=f"{type(error).__name__}: {error}"[:200],
    )
