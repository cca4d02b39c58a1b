"""A recorder: how a training that runs here, without an engine, is kept in the run store like any other."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path

from core.errors import InputError
from core.lab import Lab
from core.runs.store import MAX_STEPS, RunStore
from core.training.checkpoints import save
from core.training.loop import Progress, Snapshot, Training

WRITE_SECONDS = 0.15
"""Metrics are written together this often."""


class RunRecorder:
    """What the run store keeps of one training: a run, its metrics, a checkpoint wherever one is due.

    Parameters
    ----------
    store : RunStore
        Gets a new run.
    training : Training
        At step 0.
    lab : Lab
        What is trained.
    seed : int
        What it is trained from.
    data : Path, optional
        The file of one's own it is trained on; the store keeps a copy.
    max_steps : int
        Where it finishes at the latest.

    Attributes
    ----------
    run : core.runs.records.Run
        As it stood at the beginning.

    Raises
    ------
    InputError
        Here and from every method, if the store cannot be written to.
    """

    def __init__(
        self, store: RunStore, training: Training, lab: Lab, seed: int, data: Path | None, max_steps: int = MAX_STEPS
    ) -> None:
        self._store, self._training = store, training
        self.run = store.create(
            lab.key,
            asdict(training.task.config),
            seed,
            state="running",
            max_steps=max_steps,
            data=store.add_data(data.read_bytes(), data.name) if data else None,
            data_name=data.name if data else None,
        )
        self._rows: list[dict[str, float]] = []
        self._written = time.monotonic()

    def record(self, event: Progress | Snapshot) -> None:
        """Keep what there is to keep of an event."""
        if isinstance(event, Snapshot):
            self._keep(event.metrics)
            return
        self._rows.append({"step": event.step, **event.metrics})
        if time.monotonic() - self._written > WRITE_SECONDS:
            self._write()

    def end(self, state: str, metrics: dict[str, float]) -> None:
        """Keep the last checkpoint with the final metrics, and how the run stands."""
        self._keep(metrics)
        self._store.set_state(self.run.id, state)

    def fail(self, error: InputError) -> None:
        """Keep why the training ended."""
        self._write()
        self._store.queue.fail(self.run.id, error)

    def _write(self) -> None:
        if self._rows:
            self._store.record(self.run.id, self._rows)
            self._rows = []
        self._written = time.monotonic()

    def _keep(self, metrics: dict[str, float]) -> None:
        self._write()
        path = self._store.checkpoint_path(self.run.id, self._training.step)
        save(path, self._training, lab=self.run.lab, seed=self.run.seed, metrics=metrics)
        self._store.add_checkpoint(self.run.id, self._training.step, path, metrics)
