"""What is measured while runs train: the metrics of their steps, and their checkpoints."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from core.errors import InputError
from core.runs.files import StoredFiles
from core.runs.queue import Superseded
from core.runs.records import Checkpoint
from core.runs.shipped import PREFIX, ShippedRun, shipped_run
from core.runs.tables import CHECKPOINTS, METRICS, RUNS, Database


class Measurements:
    """Metrics and checkpoints of runs, by the ids of these.

    Parameters
    ----------
    database : Database
    folder : Path
        Where the files of the checkpoints lie.

    Attributes
    ----------
    files : StoredFiles
        How they get to other machines.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.files = StoredFiles(database, folder)

    # ---- metrics ----

    def record(
        self,
        run_id: str,
        rows: Sequence[Mapping[str, float]],
        worker: str | None = None,
        pace: float | None = None,
    ) -> None:
        """Keep what was measured at some training steps, oldest first; a step that was measured before is replaced.

        Parameters
        ----------
        run_id : str
            Whose they are.
        rows : sequence of mapping
            At least one, each with its ``step``.
        worker : str, optional
            Who writes; if the run is no longer this worker's, nothing is kept.
        pace : float, optional
            Training steps per second by the clock on the wall, lately.

        Raises
        ------
        core.runs.queue.Superseded
            If the run is deleted, or is another worker's.
        """
        mine = RUNS.c.id == run_id if worker is None else (RUNS.c.id == run_id) & (RUNS.c.worker == worker)
        values = [
            {"run_id": run_id, "step": row["step"], "values": {k: v for k, v in row.items() if k != "step"}}
            for row in rows
        ]
        reached = sa.update(RUNS).where(mine).values(step=rows[-1]["step"], heartbeat=time.time(), pace=pace)
        with self.database.write() as connection:
            if not connection.execute(reached).rowcount:
                raise Superseded(run_id)
            connection.execute(self.database.upsert(METRICS), values)

    def metrics(self, run_id: str, after: int = -1, every: int = 1) -> list[dict[str, float]]:
        """What was measured after step `after`, one row a training step, oldest first.

        Parameters
        ----------
        run_id : str
            Whose they are.
        after : int
            The last step that the caller has.
        every : int
            Only steps that are multiples of this, and the newest one: enough to draw a long run.
        """
        if shipped := shipped_of(run_id):
            rows = shipped.metrics
            return [row for row in rows if row["step"] > after and (row["step"] % every == 0 or row is rows[-1])]
        this = METRICS.c.run_id == run_id
        query = sa.select(METRICS.c.step, METRICS.c["values"]).where(this & (METRICS.c.step > after))
        if every > 1:
            newest = sa.select(sa.func.max(METRICS.c.step)).where(this).scalar_subquery()
            query = query.where((METRICS.c.step % every == 0) | (METRICS.c.step == newest))
        with self.database.read() as connection:
            return [{"step": step, **values} for step, values in connection.execute(query.order_by(METRICS.c.step))]

    # ---- checkpoints ----

    def checkpoint_path(self, run_id: str, step: int) -> Path:
        """Where the checkpoint of a run after `step` steps belongs."""
        return self.folder / "runs" / run_id / f"{step:08d}.safetensors"

    def add_checkpoint(self, run_id: str, step: int, path: Path, metrics: Mapping[str, float]) -> None:
        """Keep a checkpoint whose file is written, with what was measured on held-out data."""
        row = {
            "run_id": run_id,
            "step": step,
            "path": self.files.place(path),
            "metrics": dict(metrics),
        }
        self.files.keep(path)
        with self.database.write() as connection:
            connection.execute(self.database.upsert(CHECKPOINTS), row)

    def forget_checkpoint(self, point: Checkpoint) -> None:
        """Leave a checkpoint out of the run whose file is damaged or gone."""
        this = (CHECKPOINTS.c.run_id == point.run_id) & (CHECKPOINTS.c.step == point.step)
        with self.database.write() as connection:
            connection.execute(sa.delete(CHECKPOINTS).where(this))
        self.files.forget(point.file)

    def checkpoints(self, run_id: str) -> list[Checkpoint]:
        """All checkpoints of a run, oldest first."""
        if shipped := shipped_of(run_id):
            return shipped.checkpoints
        query = sa.select(CHECKPOINTS).where(CHECKPOINTS.c.run_id == run_id).order_by(CHECKPOINTS.c.step)
        with self.database.read() as connection:
            rows = connection.execute(query).all()
        return [Checkpoint(run_id, row.step, self.folder / row.path, row.metrics, self.files.bring) for row in rows]

    def checkpoint(self, run_id: str, step: int | None = None) -> Checkpoint:
        """The checkpoint nearest at or before `step` (the first one if all are later); the last one without a step.

        Raises
        ------
        InputError
            If the run has none.
        """
        points = self.checkpoints(run_id)
        if not points:
            raise no_checkpoint(run_id, step or 0)
        return next(
            (point for point in reversed(points) if point.step <= (math.inf if step is None else step)), points[0]
        )


def shipped_of(run_id: str) -> ShippedRun | None:
    """The shipped run of this id; None if it is another run's, or if there is none."""
    name = str(run_id)
    if not name.startswith(PREFIX):
        return None
    with suppress(InputError):
        return shipped_run(name.removeprefix(PREFIX))
    return None


def no_checkpoint(run_id: str, step: int) -> InputError:
    """What to say of a checkpoint that is not there."""
    return InputError(
        "The run {run} has no checkpoint at step {step}. Choose one of its checkpoints.", run=run_id, step=step
    )
