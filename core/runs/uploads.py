"""A network that was trained elsewhere, kept as a run, so that every picture of its lab can be drawn of it."""

from __future__ import annotations

import dataclasses

from core.errors import InputError
from core.runs.owners import SERVER, Viewer
from core.runs.records import UPLOADED, Run
from core.runs.store import RunStore
from core.task import Model
from core.training.checkpoints import save_weights


def keep_network(store: RunStore, lab: str, model: Model, name: str, maker: Viewer = SERVER) -> Run:
    """Put a network into the store, as a run of `lab` with one checkpoint, at step 0.

    Parameters
    ----------
    store : RunStore
        Where it is kept.
    lab : str
        The key of the lab whose pictures are drawn of it.
    model : Model
        A network of that lab, in evaluation mode.
    name : str
        What its owner calls it.
    maker : Viewer, optional
        Whose it is.

    Raises
    ------
    InputError
        If the store cannot be written to.
    """
    run = store.create(
        lab, dataclasses.asdict(model.config), 0, state=UPLOADED, max_steps=0, data_name=name, maker=maker
    )
    path = store.checkpoint_path(run.id, 0)
    try:
        save_weights(path, model, lab=lab, seed=0, step=0, metrics={}, half=False)
        store.add_checkpoint(run.id, 0, path, {})
    except InputError:
        store.delete(run.id)
        raise
    return store.get(run.id)
