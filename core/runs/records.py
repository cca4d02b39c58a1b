"""What the run store hands out: a run, one of its checkpoints, what a viewer wants of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import InputError

SHIPPED = "shipped"
"""The state of the run that comes with the app, and the name by which the command line knows it."""

UPLOADED = "uploaded"
"""The state of a run that was trained elsewhere: one checkpoint, to be looked at."""

FIXED = frozenset({SHIPPED, UPLOADED})
"""States of runs that hold weights only: they cannot be trained on, forked or started over."""


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
        Every knob by name, with the learning rate the run began with.
    seed : int
        Together with `config` and `interventions` it fixes every loss.
    state : str
        ``queued`` (waits for a worker), ``running``, ``paused``, ``stopped``, ``finished`` (all `max_steps` done),
        ``failed`` (see `message`), ``interrupted`` (its worker is gone; play goes on from the last checkpoint),
        ``shipped``, ``uploaded`` (see `core.labs.gates.own_network`).
    step : int
        Training steps done.
    max_steps : int
        Where the run finishes; playing a finished run moves it on.
    created, changed : datetime
        When the run was made and when its state last changed (UTC).
    parent, parent_step : str and int, or None
        The run and the step it was forked from.
    data, data_name : str or None
        The viewer's own data: its file in the store, and the name it came with.
    message : str
        Why the run failed: empty, or JSON of ``template`` and ``values`` of an `InputError`.
    learning_rate : float
        As last set by a viewer, or as the run began.
    interventions : list of [int, float]
        From which step on which learning rate held, where a viewer changed it.
    cohort : str or None
        The run that leads those that were started together with it to be compared; the leader's is its own id.
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
    learning_rate: float = 0.0
    interventions: list[list[float]] | tuple[()] = ()
    cohort: str | None = None

    @property
    def leads(self) -> bool:
        """Whether others were started together with this run, under its name."""
        return self.cohort == self.id

    @property
    def failure(self) -> InputError | None:
        """Why the run failed, ready to be said in any language."""
        if not self.message:
            return None
        told = json.loads(self.message)
        return InputError(told["template"], **told["values"])

    def rate_at(self, step: int) -> float:
        """The learning rate that holds for the training step that follows `step` steps."""
        rates = [rate for since, rate in self.interventions if since <= step]
        return rates[-1] if rates else self.config["learning_rate"]


@dataclass(frozen=True)
class Checkpoint:
    """A run as it stood after one of its steps.

    Attributes
    ----------
    run_id : str
    step : int
    path : Path
        The file with the weights, and with what is needed to train on from there.
    figures : dict of str to float
        What was measured on held-out data at that step.
    """

    run_id: str
    step: int
    path: Path
    figures: dict[str, float]


@dataclass(frozen=True)
class Control:
    """What the viewers want of a run, as its worker reads it between two steps.

    Attributes
    ----------
    command : str
        ``play``, ``pause`` or ``stop``.
    until_step : int or None
        With ``play``: pause again after this step.
    learning_rate : float or None
        A learning rate that is asked for and not yet in force.
    worker : str or None
        Who may train the run; a worker that reads another name here leaves.
    max_steps : int
        Where the run finishes.
    """

    command: str
    until_step: int | None
    learning_rate: float | None
    worker: str | None
    max_steps: int


def gone(run_id: str) -> InputError:
    """What to say of a run that is not there."""
    return InputError(
        "There is no run {run} here; it may have been deleted. Choose another one from the list.",
        run=repr(run_id)[:80],
    )


def fault(error: BaseException) -> InputError:
    """What to say of an error that nobody foresaw; its traceback belongs into the log."""
    return InputError(
        "Training ended by a fault of ours: {fault}. What was learnt is kept up to the last checkpoint; the full story"
        " is in the app's log.",
        fault=f"{type(error).__name__}: {error}"[:200],
    )
