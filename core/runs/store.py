"""The run store: what is kept of every run. Rows in a database, checkpoints and the viewers' data in a folder beside
it.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from core.course import lab_of
from core.errors import InputError
from core.knobs import configure
from core.runs.files import writing
from core.runs.measurements import Measurements, no_checkpoint, shipped_of
from core.runs.own_data import OwnData
from core.runs.owners import SERVER, Owners, Viewer
from core.runs.queue import MAX_STEPS, RunQueue
from core.runs.records import Checkpoint, Control, Run, gone, interventions_of, unchangeable
from core.runs.rooms import RoomBook
from core.runs.rows import SELECT_RUNS, run_of
from core.runs.shipped import companions, shipped_run
from core.runs.tables import CHECKPOINTS, METRICS, RUNS, Database, StoreDamaged
from core.task import RATE
from core.training.files import check

__all__ = ["MAX_STEPS", "Checkpoint", "Control", "Run", "RunStore"]


TITLE_LENGTH = 60
"""How many characters the name of a run may have."""


class RunStore(Measurements):
    """Runs, their metrics and checkpoints, and the viewers' own data.

    A store that cannot be written to is still read from: `refusal` says why, and whatever would write raises it.

    Parameters
    ----------
    url : str, optional
        ``sqlite:///file`` or ``postgresql://…``; by default that of ``DATABASE_URL``, or a file in `folder`.
    folder : Path, optional
        Where checkpoints and data lie; by default ``UNROLLED_HOME``, or ``~/.unrolled``.

    Attributes
    ----------
    queue, owners, rooms : RunQueue, Owners, RoomBook
        Who trains what, and what the viewers want of it; whose runs are; who drives which room, and where it lives.

    Raises
    ------
    InputError
        If the address cannot be used, or no database answers there.
    """

    def __init__(self, url: str | None = None, folder: Path | str | None = None) -> None:
        home = Path(folder or os.environ.get("UNROLLED_HOME") or Path.home() / ".unrolled").expanduser().absolute()
        with suppress(OSError):  # the database says it better: it lies in there
            home.mkdir(parents=True, exist_ok=True)
        super().__init__(Database(url or os.environ.get("DATABASE_URL") or f"sqlite:///{home / 'unrolled.db'}"), home)
        self._data = OwnData(home, self.files)
        self.url = self.database.url.render_as_string(hide_password=False)
        self.queue = RunQueue(self.database)
        self.owners = Owners(self.database)
        self.rooms = RoomBook(self.database)

    @property
    def refusal(self) -> InputError | None:
        """Why nothing can be written, or None."""
        return self.database.refusal

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    # ---- runs ----

    def create(
        self,
        lab: str,
        config: Mapping[str, Any],
        seed: int,
        *,
        parent: str | None = None,
        parent_step: int | None = None,
        data: str | None = None,
        data_name: str | None = None,
        interventions: Sequence[Sequence[Any]] = (),
        state: str = "queued",
        max_steps: int | None = None,
        cohort: str | None = None,
        maker: Viewer = SERVER,
    ) -> Run:
        """Make a run; it trains once it is handed to an engine, or in this process if it is made as `running`.

        It belongs to its `maker` and to the `cohort` led by the run of that id, if one is named (see
        `create_comparison`), and finishes after `max_steps`, by default the `budget` of its lab.

        Raises
        ------
        InputError
            For an unknown lab or knob, a value out of range, data that is gone, or a store that cannot be written to.
        """
        chosen = dataclasses.asdict(configure(lab_of(lab).config, config))
        run_id, now = uuid4().hex[:12], time.time()
        self._data.check(data, data_name)
        row = dict(
            id=run_id,
            lab=lab,
            config=chosen,
            seed=int(seed),
            state=state,
            step=parent_step or 0,
            max_steps=max_steps or budget(lab),
            created=now,
            changed=now,
            heartbeat=now,
            parent=parent,
            parent_step=parent_step,
            data=data,
            data_name=data_name,
            interventions=interventions_of(interventions),
            command="pause" if state == "paused" else "play",
            worker=f"{socket.gethostname()}:{os.getpid()}" if state == "running" else None,
            cohort=cohort,
            opened=now,
            **maker.made,
        )
        with writing(self.folder), self.database.write() as connection:
            connection.execute(sa.insert(RUNS), row)
            (self.folder / "runs" / run_id).mkdir(parents=True)
        return self.get(run_id)

    def create_comparison(
        self,
        lab: str,
        entrants: Sequence[tuple[Mapping[str, Any], int]],
        *,
        max_steps: int,
        data: str | None = None,
        data_name: str | None = None,
        maker: Viewer = SERVER,
    ) -> list[Run]:
        """Runs that are started together to be compared; the list of runs shows the first one alone, which leads them.

        Parameters
        ----------
        lab : str
            The lab's key.
        entrants : sequence of (mapping, int)
            At least one: knobs and seed of each run, in the order in which they are to train.
        max_steps : int
            Where each finishes.
        data, data_name : str, optional
            The viewer's own data that all of them learn from, as `create` takes it.
        maker : Viewer, optional
            Whose they are.

        Raises
        ------
        InputError
            As `create` does; then none is made.
        """
        for config, _ in entrants:
            configure(lab_of(lab).config, config)
        runs = []
        more: dict[str, Any] = {"max_steps": max_steps, "data": data, "data_name": data_name, "maker": maker}
        for config, seed in entrants:
            runs.append(self.create(lab, config, seed, cohort=runs[0].id if runs else None, **more))
        with self.database.write() as connection:
            connection.execute(sa.update(RUNS).where(RUNS.c.id == runs[0].id).values(cohort=runs[0].id))
        return [self.get(runs[0].id), *runs[1:]]

    def compared(self, run: Run) -> list[Run]:
        """The runs that were started together with `run`, itself among them, in the order they were made; else it
        alone.
        """
        if shipped_of(run.id) and (leader := self.shipped(run.lab)):
            return [leader, *map(self.get, companions(run.lab))]
        if run.cohort is None:
            return [run]
        with self.database.read() as connection:
            rows = connection.execute(
                SELECT_RUNS.where(RUNS.c.cohort == run.cohort).order_by(RUNS.c.created, RUNS.c.id)
            )
            return [run_of(row) for row in rows]

    def get(self, run_id: str) -> Run:
        """The run named `run_id`.

        Raises
        ------
        InputError
            If there is none.
        """
        if shipped := shipped_of(run_id):
            return shipped.run
        with self.database.read() as connection:
            row = connection.execute(SELECT_RUNS.where(RUNS.c.id == str(run_id))).one_or_none()
        if row is None:  # of a store that is damaged nobody knows what it held
            raise self.refusal if isinstance(self.refusal, StoreDamaged) else gone(run_id)
        return run_of(row)

    def runs(self, lab: str | None = None, limit: int = 50, viewer: Viewer = SERVER) -> list[Run]:
        """The runs that a viewer has in a list (see `Owners.runs`), the one shipped with `lab` last."""
        shipped = self.shipped(lab) if lab else None
        return [*self.owners.runs(viewer, lab, limit), *([shipped] if shipped else [])]

    def shipped(self, lab: str) -> Run | None:
        """The run that comes with `lab`, if there is one."""
        shipped = shipped_run(lab)
        return shipped.run if shipped else None

    def fork(
        self,
        run_id: str,
        step: int,
        config: Mapping[str, Any] | None = None,
        *,
        max_steps: int | None = None,
        maker: Viewer = SERVER,
    ) -> Run:
        """A new run that goes on from a checkpoint of another one, with some of the knobs changed.

        A learning rate that was changed while the parent trained is kept, unless `config` changes it again.

        Raises
        ------
        InputError
            If there is no checkpoint at `step`, it holds too little to train on, or a knob cannot be changed.
        """
        parent = self.get(run_id)
        if shipped_of(run_id):
            raise InputError(
                "The shipped run holds weights only and cannot be trained on. Train a new network and fork that one."
            )
        changes = dict(config or {})
        for knob, rate in parent.rates_at(step).items():
            if changes.get(knob, parent.config[knob]) == parent.config[knob]:
                changes[knob] = rate
        return self._continue(
            parent,
            step,
            {**parent.config, **changes},
            parent=run_id,
            parent_step=step,
            max_steps=max_steps or max(parent.max_steps, step + budget(parent.lab)),
            maker=maker,
        )

    def replay(self, run_id: str, maker: Viewer = SERVER) -> Run:
        """A new run that repeats another one loss for loss, interventions included."""
        run = self.get(run_id)
        common: dict[str, Any] = {"interventions": run.interventions, "max_steps": run.max_steps, "maker": maker}
        if run.parent_step is not None:
            return self._continue(
                run, run.parent_step, run.config, parent=run.parent, parent_step=run.parent_step, **common
            )
        return self.create(run.lab, run.config, run.seed, data=run.data, data_name=run.data_name, **common)

    def _continue(self, source: Run, step: int, config: Mapping[str, Any], **more: Any) -> Run:
        """A new run that begins with a copy of the checkpoint of `source` at exactly `step`."""
        point = self.checkpoint(source.id, step)
        if point.step != step:
            raise no_checkpoint(source.id, step)
        check(point.path, source.lab)
        run = self.create(source.lab, config, source.seed, data=source.data, data_name=source.data_name, **more)
        with writing(self.folder):
            shutil.copyfile(point.path, self.checkpoint_path(run.id, step))
        self.add_checkpoint(run.id, step, self.checkpoint_path(run.id, step), point.metrics)
        return self.get(run.id)

    def rename(self, run_id: str, title: str) -> None:
        """Call a run by another name; without one it is called by what is unusual about it again.

        Raises
        ------
        InputError
            If the name is too long or cannot be seen, or the run is gone or shipped.
        """
        title = " ".join(title.split())
        if len(title) > TITLE_LENGTH or not title.isprintable():
            raise InputError(
                "A run cannot be called that: a name has at most {length} characters, and each of them can be seen.",
                length=TITLE_LENGTH,
            )
        with self.database.write() as connection:
            named = connection.execute(sa.update(RUNS).where(RUNS.c.id == run_id).values(title=title or None))
        if not named.rowcount:
            raise unchangeable() if shipped_of(run_id) else gone(run_id)

    def set_state(self, run_id: str, state: str) -> None:
        """Say how a run stands that trains without an engine."""
        worker = {} if state == "running" else {"worker": None}
        with self.database.write() as connection:
            connection.execute(
                sa.update(RUNS).where(RUNS.c.id == run_id).values(state=state, changed=time.time(), **worker)
            )

    def set_learning_rate(self, run_id: str, rate: float, knob: str = RATE) -> None:
        """Ask for another learning rate, of the players whose `knob` it is, from the next training step on.

        Raises
        ------
        InputError
            If the run is gone or shipped, there is no such rate, or `rate` is outside the knob's range.
        """
        run = self.get(run_id)
        rate_knob = next((each for each in lab_of(run.lab).rates if each.name == knob), None)
        if rate_knob is None:
            raise InputError("{lab} has no learning rate called {knob}.", lab=run.lab, knob=repr(knob)[:80])
        if not self.queue.set_rate(run_id, rate_knob.parse(rate), knob):
            raise unchangeable()

    def delete(self, run_id: str) -> None:
        """Forget a run and remove its files; its worker, if it has one, leaves it."""
        run = self.get(run_id)
        if shipped_of(run_id):
            raise unchangeable()
        with self.database.write() as connection:
            for column in (RUNS.c.id, METRICS.c.run_id, CHECKPOINTS.c.run_id):
                connection.execute(sa.delete(column.table).where(column == run_id))
            connection.execute(
                sa.update(RUNS).where(RUNS.c.cohort == run_id).values(cohort=None)
            )  # nobody leads them now
            shared = connection.scalar(sa.select(sa.func.count()).where(RUNS.c.data == run.data))
        with writing(self.folder):
            self._remove_folder(run_id)
            if run.data and not shared:
                self._data.forget(run.data)

    def prepare_folder(self, run_id: str) -> None:
        """See that a run has its folder on this machine, without checkpoints that a killed worker left half written.

        Raises
        ------
        InputError
            If the folder cannot be made, or if it should be there: where the database is a file, so is all else.
        """
        folder = self.folder / "runs" / run_id
        if self.database.local and not folder.is_dir():
            raise InputError(
                "The worker on {host} cannot see the store's folder {folder}. Share that folder with every process that"
                " trains, under the same name, or name a PostgreSQL database in DATABASE_URL.",
                host=socket.gethostname(),
                folder=self.folder,
            )
        with writing(self.folder):
            folder.mkdir(parents=True, exist_ok=True)
        for draft in folder.glob(".*"):
            with suppress(OSError):
                draft.unlink()

    def remove_leftovers(self, run_id: str) -> None:
        """Remove what a worker has still written of a run while it was being deleted."""
        known = sa.exists(sa.select(RUNS.c.id).where(RUNS.c.id == run_id))
        with self.database.write() as connection:
            connection.execute(sa.delete(CHECKPOINTS).where((CHECKPOINTS.c.run_id == run_id) & ~known))
            left = connection.scalar(sa.select(known))
        if not left:
            self._remove_folder(run_id)

    def _remove_folder(self, run_id: str) -> None:
        folder = self.folder / "runs" / run_id
        shutil.rmtree(folder, ignore_errors=True)
        self.files.forget(folder)

    # ---- the viewers' own data ----

    def add_data(self, content: bytes, name: str) -> str:
        """Keep a viewer's file under the hash of its content, which is returned; the same content is kept once."""
        if self.refusal:
            raise self.refusal
        return self._data.add(content)

    def data_path(self, run: Run) -> Path | None:
        """The file a run trains on, if it is the viewer's own.

        Raises
        ------
        InputError
            If it is gone.
        """
        return self._data.of(run)


def budget(lab: str) -> int:
    """Training steps after which a run of `lab` finishes, unless somebody trains it on: as many as its shipped run."""
    recipe = lab_of(lab).recipe
    return recipe.steps if recipe else MAX_STEPS
