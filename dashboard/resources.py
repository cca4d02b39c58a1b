"""What all viewers share: the run store, the engine, and models and traces that were computed once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.course import lab_of
from core.knobs import configure
from core.lab import Lab
from core.runs.store import Checkpoint, Run, RunStore
from dashboard.cache import computed_once

if TYPE_CHECKING:
    from collections.abc import Iterable

    import xarray as xr

    from core.engine.engine import Engine
    from core.nn.sampling import Sampling


@st.cache_resource(show_spinner=False)
def store() -> RunStore:
    """The run store of this server."""
    return RunStore()


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The workers of this server; they start with the first run that needs them."""
    from core.engine.engine import Engine

    return Engine(store())


def shipped_with(lab: Lab) -> list[Run]:
    """The runs that come with a lab: its own first, then the others by name."""
    own = store().shipped(lab.key)
    return store().compared(own) if own else []


def shipped_by_name(lab: Lab, names: Iterable[str] | None = None) -> dict[str, Run]:
    """The same by their names, the lab's own under ``""``; of `names` alone, in that order, if they are given."""
    runs = {run.id.partition(".")[2]: run for run in shipped_with(lab)}
    return runs if names is None else {name: runs[name] for name in names if name in runs}


@computed_once
def task_of(run: Run) -> Any:
    """The task that a run learns, with its data; shared, so never change it.

    Raises
    ------
    InputError
        If the viewer's own data, on which it trains, is gone.
    """
    lab = lab_of(run.lab)
    return lab.task(configure(lab.config, run.config), store().data_path(run))


def checkpoints_of(run: Run) -> list[Checkpoint]:
    """The checkpoints of a run, oldest first; until its worker has kept one, the network as it is before any training.

    Raises
    ------
    InputError
        If the viewer's own data, on which it trains, is gone, or nothing can be written.
    """
    return store().checkpoints(run.id) or [untrained(run)]


@computed_once
def untrained(run: Run) -> Checkpoint:
    """A run at step 0, which needs no worker: config and seed decide its weights, so its worker will keep the same."""
    lab = lab_of(run.lab)
    shipped = store().shipped(run.lab)
    if shipped and run.data is None and (shipped.config, shipped.seed) == (run.config, run.seed):
        first = store().checkpoints(shipped.id)[0]
        return replace(first, run_id=run.id)
    from core.training.checkpoints import save_weights
    from core.training.loop import Training

    training = Training.fresh(task_of(run), run.seed)
    path = store().checkpoint_path(run.id, 0).with_name("untrained.safetensors")
    save_weights(path, training.model, lab=lab.key, seed=run.seed, step=0, metrics={}, half=False)
    return Checkpoint(run.id, 0, path, {})


@computed_once
def model_at(checkpoint: Checkpoint) -> Any:
    """The model of a checkpoint, in evaluation mode; shared, so never change it."""
    from core.training.checkpoints import load_model

    return load_model(checkpoint.path)


@computed_once
def trace_at(checkpoint: Checkpoint, example: Any, **more: Any) -> xr.Dataset:
    """What the model of `checkpoint` does inside when it reads `example`; shared, so never change it.

    Raises
    ------
    InputError
        If this model cannot read that.
    """
    return model_at(checkpoint).trace(example, **more)


@computed_once
def written_at(checkpoint: Checkpoint, prefix: str, sampling: Sampling, length: int, seed: int) -> str:
    """What the model of `checkpoint` writes after `prefix`, prefix included; the same for the same arguments.

    Raises
    ------
    InputError
        If this model cannot read that prefix.
    """
    return model_at(checkpoint).write(prefix, sampling, length=length, seed=seed)


@computed_once
def asked_of(checkpoint: Checkpoint, question: str, *arguments: Any) -> Any:
    """What the method `question` of the model of `checkpoint` returns; shared, so never change it.

    Raises
    ------
    InputError
        If this model cannot do that with these arguments.
    """
    return getattr(model_at(checkpoint), question)(*arguments)
