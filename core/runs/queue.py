"""Who trains what: the line of waiting runs, the claim of a worker on a run, and what the viewers want of it.

All of it is rows of the run store, changed by single conditional statements. So any number of apps, engines and workers
may act at the same moment, and each finds out from the row itself whether it was first.

A run is *held* while a worker has claimed it and either that worker or its engine gives signs of life.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from core.errors import InputError
from core.limits import limits
from core.runs.records import Control, Intervention, gone
from core.runs.tables import ENGINES, METRICS, RUNS, Database

LEASE_SECONDS = 10.0
"""After this long without a sign of life a worker or an engine counts as gone."""

GONE_SECONDS = 60.0
"""After this long its runs are written down as interrupted."""

SEEN_SECONDS = 60.0
"""After this long without a look of anybody at it, a viewer's run waits and gives its worker to the line."""

LOOK_SECONDS = 5.0
"""Looks at a run are written down no more often."""

MAX_STEPS = 20_000
"""Training steps after which a run finishes that says nothing of it, of a lab that says nothing of it."""


class Superseded(Exception):
    """The run has another worker now, or is deleted: whoever hears this leaves it alone."""


class RunQueue:
    """The side of the run store where viewers, engines and workers meet.

    Parameters
    ----------
    database : Database
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # ---- viewers: what a run should do ----

    def play(self, run_id: str, engine: str, further_steps: int = MAX_STEPS) -> None:
        """Let a run train on, through `engine` if it has no worker; a finished one gets `further_steps` more."""
        further = sa.case((RUNS.c.step >= RUNS.c.max_steps, RUNS.c.step + further_steps), else_=RUNS.c.max_steps)
        self._want(run_id, command="play", until_step=None, max_steps=further, trained=0.0)
        self.enqueue(run_id, engine)

    def advance(self, run_id: str, engine: str, steps: int = 1) -> None:
        """Let a run train `steps` more steps and pause again; it counts as paused meanwhile."""
        before = sa.case((RUNS.c.until_step > RUNS.c.step, RUNS.c.until_step), else_=RUNS.c.step)
        further = sa.case((RUNS.c.max_steps < before + steps, before + steps), else_=RUNS.c.max_steps)
        self._want(run_id, command="play", until_step=before + steps, max_steps=further, trained=0.0)
        self.enqueue(run_id, engine)

    def pause(self, run_id: str) -> None:
        """Let a run wait where it is; one that waits for a worker leaves the line."""
        waits = RUNS.c.state == "queued"
        self._want(run_id, {"state": "paused"}, waits & ~_held(), command="pause", until_step=None)

    def stop(self, run_id: str) -> None:
        """End a run; what it has learnt is kept, and play goes on from there."""
        active = RUNS.c.state.in_(("queued", "running", "paused", "interrupted"))
        self._want(run_id, {"state": "stopped", "worker": None}, active & ~_held(), command="stop", until_step=None)

    def look(self, run_ids: Sequence[str]) -> bool:
        """Somebody looks at these runs now, and so at those that were started together with them.

        From then on they train only while somebody does. Whether one of them had been waiting for a look.
        """
        now = time.time()
        named = RUNS.c.id.in_(run_ids)
        cohorts = sa.select(RUNS.c.cohort).where(named & RUNS.c.cohort.is_not(None))
        active = (named | RUNS.c.cohort.in_(cohorts)) & _ACTIVE
        due = active & (RUNS.c.seen.is_(None) | (RUNS.c.seen < now - LOOK_SECONDS))
        with self._database.read() as connection:
            found = connection.execute(sa.select(RUNS.c.id, RUNS.c.seen).where(due)).all()
        if not found:
            return False
        with self._database.write() as connection:
            connection.execute(sa.update(RUNS).where(RUNS.c.id.in_([row.id for row in found])).values(seen=now))
        return any(_unseen(row.seen) for row in found)

    def look_away(self, run_id: str) -> None:
        """Who has looked at a run looks at another one now: it waits, unless somebody else still looks at it."""
        with self._database.write() as connection:
            connection.execute(sa.update(RUNS).where((RUNS.c.id == run_id) & RUNS.c.seen.is_not(None)).values(seen=0.0))

    def _want(
        self, run_id: str, idle: dict[str, Any] | None = None, when: sa.ColumnElement[bool] | None = None, **wishes: Any
    ) -> None:
        """Write the wishes down for the worker; a run that has none changes here and now."""
        this = RUNS.c.id == run_id
        with self._database.write() as connection:
            if not connection.execute(sa.update(RUNS).where(this).values(**wishes)).rowcount:
                raise gone(run_id)
            if idle and when is not None:
                connection.execute(sa.update(RUNS).where(this & when).values(changed=time.time(), **idle))

    def enqueue(self, run_id: str, engine: str) -> None:
        """Put a run at the end of the line for `engine`, unless it is held or waits in a living engine's line."""
        now = time.time()
        waits = (RUNS.c.state == "queued") & _engine_lives()
        with self._database.write() as connection:
            connection.execute(
                sa.update(RUNS)
                .where((RUNS.c.id == run_id) & ~_held() & ~waits)
                .values(state="queued", engine=engine, worker=None, queued=now, heartbeat=now, changed=now, message="")
            )

    # ---- engines: whose turn it is ----

    def beat(self, engine: str, workers: int, cluster: str | None = None) -> None:
        """Say that `engine` lives, and how many runs it can train at once; by those of a `cluster`, if it names one."""
        row = {"id": engine, "workers": workers, "heartbeat": time.time(), "cluster": cluster}
        with self._database.write() as connection:
            connection.execute(self._database.upsert(ENGINES), row)

    def waiting(self, engine: str | None) -> list[str]:
        """The runs that wait for `engine`, in the order of their turns; those that no engine has yet, for None.

        A fair line: each viewer has a first run in it before any has a second, and of one viewer's runs, those that
        were started together have their first before others have their second. Within that, first come first. Runs
        that nobody looks at are not in the line. Engines that share a cluster have one line.
        """
        columns = (RUNS.c.id, RUNS.c.owner, RUNS.c.cohort, RUNS.c.state, RUNS.c.worker, RUNS.c.seen)
        mine = sa.select(*columns).where(_of(engine) & _ACTIVE).order_by(RUNS.c.queued, RUNS.c.id)
        with self._database.read() as connection:
            rows = connection.execute(mine).all()
        held = [row for row in rows if row.worker is not None]
        line: list[Any] = [
            row for row in rows if row.state == "queued" and row.worker is None and not _unseen(row.seen)
        ]
        for share in (lambda row: row.cohort or row.id, lambda row: row.owner or row.cohort or row.id):
            line = _in_turn(line, held, share)
        return [row.id for row in line]

    def dealt(self, engine: str) -> set[str]:
        """The runs that `engine` itself deals out, of the line that it may share."""
        with self._database.read() as connection:
            mine = sa.select(RUNS.c.id).where((RUNS.c.engine == engine) & (RUNS.c.state == "queued"))
            return set(connection.execute(mine).scalars())

    def position(self, run_id: str) -> int:
        """The place of a run in line, from 1; 0 if it does not wait, or if a worker is about to take it."""
        engine = self._engine_of(run_id)
        line = self.waiting(engine)
        return max(0, line.index(run_id) + 1 - self._free(engine)) if run_id in line else 0

    def ahead(self, run_id: str) -> list[str]:
        """The runs that have a worker, or will have one, before `run_id` has: those that train now come first."""
        engine = self._engine_of(run_id)
        line, held = self.waiting(engine), self._busy(engine)
        return [run for run in [*held, *line[: line.index(run_id)]] if run != run_id] if run_id in line else []

    def wanted(self, run_id: str) -> bool:
        """Whether the worker of a run is wanted by one that was not started together with it."""
        engine = self._engine_of(run_id)
        line = self.waiting(engine)[self._free(engine) :]
        if not line:
            return False
        with self._database.read() as connection:
            cohort = connection.scalar(sa.select(RUNS.c.cohort).where(RUNS.c.id == run_id))
            strangers = RUNS.c.id.in_(line) & (RUNS.c.cohort.is_(None) | (RUNS.c.cohort != (cohort or "")))
            return bool(connection.scalar(sa.select(sa.func.count()).where(strangers)))

    def held(self, engine: str | None) -> list[tuple[str, str, float]]:
        """The runs that workers of `engine` have: run, worker, and seconds since that worker's last sign of life."""
        mine = (RUNS.c.engine == engine) & RUNS.c.worker.is_not(None)
        with self._database.read() as connection:
            rows = connection.execute(sa.select(RUNS.c.id, RUNS.c.worker, RUNS.c.heartbeat).where(mine)).all()
        return [(row.id, row.worker, time.time() - row.heartbeat) for row in rows]

    def _busy(self, engine: str | None) -> list[str]:
        """The runs that have workers of `engine`, or of the cluster that it shares."""
        with self._database.read() as connection:
            mine = sa.select(RUNS.c.id).where(_of(engine) & RUNS.c.worker.is_not(None))
            return list(connection.execute(mine.order_by(RUNS.c.queued, RUNS.c.id)).scalars())

    def reached(self, run_id: str) -> int | None:
        """The training steps that a run has done; None if it is deleted."""
        with self._database.read() as connection:
            return connection.scalar(sa.select(RUNS.c.step).where(RUNS.c.id == run_id))

    def _engine_of(self, run_id: str) -> str | None:
        with self._database.read() as connection:
            return connection.scalar(sa.select(RUNS.c.engine).where(RUNS.c.id == run_id))

    def _free(self, engine: str | None) -> int:
        """How many workers of `engine` have no run."""
        with self._database.read() as connection:
            workers = connection.scalar(sa.select(ENGINES.c.workers).where(ENGINES.c.id == engine)) or 0
        return max(0, workers - len(self._busy(engine)))

    def requeue(self, engine: str, run_id: str | None = None) -> None:
        """The worker of a run is gone (those of all runs of `engine`, without a name): what should train waits again.

        It stands where it stood in line before, which is in front of all that have waited since.
        """
        lost = RUNS.c.engine == engine if run_id is None else (RUNS.c.engine == engine) & (RUNS.c.id == run_id)
        advances = (RUNS.c.state == "paused") & (RUNS.c.command == "play")
        trains = (RUNS.c.state == "running") | (advances & RUNS.c.worker.is_not(None))
        with self._database.write() as connection:
            connection.execute(sa.update(RUNS).where(lost & trains).values(state="queued", changed=time.time()))
            connection.execute(sa.update(RUNS).where(lost).values(worker=None))

    def interrupt(self, engine: str) -> None:
        """`engine` ends: its runs can be taken up by another one, with play."""
        mine, now = RUNS.c.engine == engine, time.time()
        active = mine & RUNS.c.state.in_(("queued", "running"))
        with self._database.write() as connection:
            connection.execute(sa.update(RUNS).where(active).values(state="interrupted", changed=now))
            connection.execute(sa.update(RUNS).where(mine).values(worker=None))
            connection.execute(sa.delete(ENGINES).where((ENGINES.c.id == engine) | (ENGINES.c.heartbeat < now - 86400)))

    def interrupt_silent(self) -> None:
        """Engines have ended without a word, as in a power cut: what was theirs can be taken up by another one, with
        play, and counts no longer as being trained.
        """
        now = time.time()
        lives = sa.exists().where((ENGINES.c.id == RUNS.c.engine) & (ENGINES.c.heartbeat > now - GONE_SECONDS))
        silent = (RUNS.c.heartbeat < now - GONE_SECONDS) & ~lives.correlate(RUNS)
        trains = RUNS.c.engine.is_not(None) & ((RUNS.c.state == "running") | RUNS.c.worker.is_not(None))
        state = sa.case((RUNS.c.state == "paused", "paused"), else_="interrupted")
        lost = sa.update(RUNS).where(silent & (trains | (RUNS.c.state == "queued")))
        with self._database.write() as connection:
            connection.execute(lost.values(state=state, worker=None, changed=now))

    def fail(self, run_id: str, error: InputError, worker: str | None = None) -> None:
        """End a run with a sentence that says why; if `worker` says so, only as long as the run is its own."""
        message = json.dumps({"template": error.template, "values": error.values}, default=str)
        mine = RUNS.c.id == run_id if worker is None else (RUNS.c.id == run_id) & (RUNS.c.worker == worker)
        with self._database.write() as connection:
            connection.execute(
                sa.update(RUNS).where(mine).values(state="failed", message=message, worker=None, changed=time.time())
            )

    # ---- workers: one run at a time ----

    def claim(self, run_id: str, engine: str, worker: str) -> bool:
        """Take a run for `worker` of `engine`; False if it was stopped, deleted or given to another engine
        meanwhile.
        """
        now = time.time()
        free = (RUNS.c.command == "play") & RUNS.c.until_step.is_(None)
        wanted = (RUNS.c.engine == engine) & RUNS.c.state.in_(("queued", "running", "paused"))
        with self._database.write() as connection:
            taken = connection.execute(
                sa.update(RUNS)
                .where((RUNS.c.id == run_id) & wanted)
                .values(worker=worker, heartbeat=now, changed=now, state=sa.case((free, "running"), else_="paused"))
            )
            return taken.rowcount == 1

    def control(self, run_id: str) -> Control:
        """What the viewers want of a run.

        Raises
        ------
        InputError
            If it is deleted.
        """
        columns = (RUNS.c.command, RUNS.c.until_step, RUNS.c.wanted_rates, RUNS.c.worker, RUNS.c.max_steps, RUNS.c.seen)
        with self._database.read() as connection:
            row = connection.execute(sa.select(*columns).where(RUNS.c.id == run_id)).one_or_none()
        if row is None:
            raise gone(run_id)
        command, until_step, rates, worker, max_steps, seen = row
        return Control(command, until_step, rates or {}, worker, max_steps, _unseen(seen))

    def beat_for(self, run_id: str, worker: str) -> None:
        """Say that `worker` lives, however long its step takes."""
        mine = (RUNS.c.id == run_id) & (RUNS.c.worker == worker)
        with self._database.write() as connection:
            connection.execute(sa.update(RUNS).where(mine).values(heartbeat=time.time()))

    def mark(self, run_id: str, worker: str, state: str) -> None:
        """Say that `worker` is at it, and whether the run trains or waits.

        Raises
        ------
        Superseded
            If the run is no longer this worker's.
        """
        now = time.time()
        changed = sa.case((RUNS.c.state == state, RUNS.c.changed), else_=now)
        with self._database.write() as connection:
            self._own(connection, run_id, worker, state=state, changed=changed, heartbeat=now)

    def tire(self, run_id: str, worker: str, seconds: float) -> bool:
        """Say that a run has trained for some more seconds; whether that is all that it may (see `core.limits`)."""
        mine = (RUNS.c.id == run_id) & (RUNS.c.worker == worker)
        trained = sa.func.coalesce(RUNS.c.trained, 0.0) + seconds
        with self._database.write() as connection:
            connection.execute(sa.update(RUNS).where(mine).values(trained=trained))
            total = connection.scalar(sa.select(RUNS.c.trained).where(mine))
        return total is not None and total > 60 * limits().run_minutes

    def set_rate(self, run_id: str, rate: float, knob: str) -> bool:
        """Ask for a learning rate from the next step on; False if there is no such run."""
        this = RUNS.c.id == run_id
        with self._database.write() as connection:
            if not connection.execute(sa.update(RUNS).where(this).values(command=RUNS.c.command)).rowcount:
                return False
            rates = connection.scalar(sa.select(RUNS.c.wanted_rates).where(this)) or {}
            connection.execute(sa.update(RUNS).where(this).values(wanted_rates=rates | {knob: rate}))
            return True

    def intervene(
        self, run_id: str, worker: str, step: int, interventions: list[Intervention], rates: dict[str, float]
    ) -> None:
        """Write down that viewers changed learning rates at `step`; losses known from beyond it no longer hold.

        Of the rates that are asked for, those that are now in force (`rates`, by knob) are crossed off.
        """
        this = RUNS.c.id == run_id
        with self._database.write() as connection:
            self._own(connection, run_id, worker, interventions=interventions)
            asked = connection.scalar(sa.select(RUNS.c.wanted_rates).where(this)) or {}
            left = {knob: rate for knob, rate in asked.items() if rates.get(knob) != rate}
            connection.execute(sa.update(RUNS).where(this).values(wanted_rates=left or None))
            connection.execute(sa.delete(METRICS).where((METRICS.c.run_id == run_id) & (METRICS.c.step > step)))

    def leave(self, run_id: str, worker: str, state: str) -> bool:
        """Give a run up in `state`, unless a viewer has asked for something else in this very moment.

        Given up as ``queued``, it stands at the end of the line.
        """
        now = time.time()
        plays = (RUNS.c.command == "play") & (RUNS.c.max_steps > RUNS.c.step)
        still = {
            "queued": plays & (RUNS.c.until_step.is_(None) | (RUNS.c.until_step > RUNS.c.step)),
            "paused": (RUNS.c.command == "pause") | (RUNS.c.until_step <= RUNS.c.step),
            "stopped": RUNS.c.command == "stop",
            "finished": RUNS.c.max_steps <= RUNS.c.step,
        }[state]
        with self._database.write() as connection:
            left = connection.execute(
                sa.update(RUNS)
                .where((RUNS.c.id == run_id) & (RUNS.c.worker == worker) & still)
                .values(state=state, worker=None, changed=now, **({"queued": now} if state == "queued" else {}))
            )
            return left.rowcount == 1

    @staticmethod
    def _own(connection: sa.Connection, run_id: str, worker: str, **values: Any) -> None:
        mine = (RUNS.c.id == run_id) & (RUNS.c.worker == worker)
        if not connection.execute(sa.update(RUNS).where(mine).values(**values)).rowcount:
            raise Superseded(run_id)


_ACTIVE = RUNS.c.state.in_(("queued", "running", "paused"))


def _in_turn(line: Sequence[Any], held: Sequence[Any], share: Callable[[Any], str]) -> list[Any]:
    """The line, so that each share has its first run before any has its second; those that are held count."""
    turns = Counter(map(share, held))
    order = []
    for place, row in enumerate(line):
        order.append((turns[share(row)], place))
        turns[share(row)] += 1
    return [line[place] for _turn, place in sorted(order)]


def _unseen(seen: float | None) -> bool:
    """Whether a run is one that trains while somebody looks at it, and nobody does."""
    return seen is not None and seen < time.time() - SEEN_SECONDS


def _of(engine: str | None) -> sa.ColumnElement[bool]:
    """Whether a run waits for `engine`, or for another one that shares its cluster (an SQL condition)."""
    cluster = sa.select(ENGINES.c.cluster).where(ENGINES.c.id == engine).scalar_subquery()
    shares = (ENGINES.c.cluster == cluster) & (ENGINES.c.heartbeat > time.time() - LEASE_SECONDS)
    return (RUNS.c.engine == engine) | RUNS.c.engine.in_(sa.select(ENGINES.c.id).where(shares))


def _engine_lives() -> sa.ColumnElement[bool]:
    """Whether a run's engine has given a sign of life lately (an SQL condition)."""
    recent = ENGINES.c.heartbeat > time.time() - LEASE_SECONDS
    return sa.exists(sa.select(ENGINES.c.id).where((ENGINES.c.id == RUNS.c.engine) & recent)).correlate(RUNS)


def _held() -> sa.ColumnElement[bool]:
    """Whether a run has a worker that lives, as far as anyone can tell (an SQL condition)."""
    return RUNS.c.worker.is_not(None) & ((RUNS.c.heartbeat > time.time() - LEASE_SECONDS) | _engine_lives())
