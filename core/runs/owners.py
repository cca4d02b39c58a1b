"""Whose a run is: who may look at it, who may change it, and what its owner says of it.

A run belongs to the viewer who made it and is theirs alone until they share it or a room sees it. One that was made in
a terminal, or before runs had owners, is nobody's: everyone may look at it, and only an administrator may change it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core.errors import InputError
from core.limits import limits
from core.runs.records import SHIPPED, Run, gone, unchangeable
from core.runs.rows import SELECT_RUNS, run_of
from core.runs.shipped import PREFIX
from core.runs.tables import RUNS, Database

LOOK_SECONDS = 3_600.0
"""That a run is open is written down no more often."""

ACTIVE = ("queued", "running", "paused")
"""States of runs that train, or may at any moment."""


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks at runs.

    Attributes
    ----------
    ids : tuple of str
        Names under which runs may be theirs; what they make belongs to the first one.
    administers : bool
        Whether they keep this server.
    drives, follows : str or None
        The room whose lecturer they are, and the one that they came from.
    keeps : bool
        Whether they are known again when they come back; what they make is shared where they are not, as they could
        not open it again.
    """

    ids: tuple[str, ...] = ()
    administers: bool = False
    drives: str | None = None
    follows: str | None = None
    keeps: bool = True

    @property
    def made(self) -> dict[str, object]:
        """What a new run of theirs says of whose it is."""
        return {
            "owner": self.ids[0] if self.ids else None,
            "shared": not self.keeps,
            "room": self.drives or self.follows,
        }

    def owns(self, run: Run) -> bool:
        """Whether the run is theirs."""
        return run.owner is not None and run.owner in self.ids

    def may_look(self, run: Run) -> bool:
        """Whether they may look at the run."""
        in_room = run.room is not None and run.room in (self.drives, self.follows)
        return run.owner is None or run.shared or in_room or self.administers or self.owns(run)

    def may_change(self, run: Run) -> bool:
        """Whether they may stop it, set its rate, name it or delete it: if it is theirs, or one of the room that they
        drive, or they keep this server.
        """
        lectures = run.room is not None and run.room == self.drives
        return run.state != SHIPPED and (self.owns(run) or lectures or self.administers)

    def check_look(self, run: Run) -> None:
        """Raise `InputError` if they may not look at the run."""
        if not self.may_look(run):
            raise InputError(
                "The run of this link is private. Ask whoever sent it to share the run (“Share”, on its page), or look"
                " at another one."
            )

    def check_change(self, run: Run) -> None:
        """Raise `InputError` if they may not change the run."""
        if run.state == SHIPPED:
            raise unchangeable()
        if not self.may_change(run):
            raise InputError(
                "This run is not yours to change: only who made it, the lecturer of its room and an administrator can."
                " Fork it or start it over, and you have one of your own."
            )


SERVER = Viewer(administers=True)
"""Who works in the server's own terminal."""


class Owners:
    """The side of the run store that knows whose runs are.

    Parameters
    ----------
    database : Database
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def runs(self, viewer: Viewer, lab: str | None = None, limit: int = 50) -> list[Run]:
        """The runs that a viewer has in a list: of each cohort its leader alone; their own first, pinned ones before
        others, then those of others that they may look at; each part newest first, `limit` runs at most.
        """
        listed = RUNS.c.cohort.is_(None) | (RUNS.c.cohort == RUNS.c.id)
        rooms = [room for room in (viewer.drives, viewer.follows) if room]
        own = RUNS.c.owner.in_(viewer.ids)
        open_to_them = sa.true() if viewer.administers else _open(rooms)
        pinned = sa.case((own & RUNS.c.pinned.is_(True), 0), else_=1)
        others = sa.case((own, 0), else_=1)
        query = SELECT_RUNS.where(listed & (own | open_to_them)).order_by(
            others, pinned, RUNS.c.created.desc(), RUNS.c.id
        )
        query = query.where(RUNS.c.lab == lab) if lab else query
        with self._database.read() as connection:
            return [run_of(row) for row in connection.execute(query.limit(limit))]

    def own(self, viewer: Viewer) -> list[Run]:
        """All runs of a viewer, those that were started with others among them; pinned first, then newest first."""
        return self._all(RUNS.c.owner.in_(viewer.ids))

    def everyones(self) -> list[Run]:
        """All runs of all viewers, and nobody's; in the same order."""
        return self._all(sa.true())

    def _all(self, which: sa.ColumnElement[bool]) -> list[Run]:
        pinned = sa.case((RUNS.c.pinned.is_(True), 0), else_=1)
        query = SELECT_RUNS.where(which).order_by(pinned, RUNS.c.created.desc(), RUNS.c.id)
        with self._database.read() as connection:
            return [run_of(row) for row in connection.execute(query)]

    def share(self, run_id: str, shared: bool = True) -> None:
        """Let everyone look at a run and at those that were started with it, or its owner alone."""
        self._say(run_id, shared=shared)

    def pin(self, run_id: str, pinned: bool = True) -> None:
        """Keep a run and those that were started with it however old they get, or no longer."""
        self._say(run_id, pinned=pinned)

    def show(self, run_id: str, room: str) -> None:
        """A run is shown in a room: all who are there may look at it, and at those that were started with it."""
        self._say(run_id, room=room)

    def _say(self, run_id: str, **what: object) -> None:
        this = RUNS.c.id == run_id
        cohort = sa.select(RUNS.c.cohort).where(this & RUNS.c.cohort.is_not(None)).scalar_subquery()
        with self._database.write() as connection:
            said = connection.execute(sa.update(RUNS).where(this | (RUNS.c.cohort == cohort)).values(**what))
        if not said.rowcount:
            raise unchangeable() if run_id.startswith(PREFIX) else gone(run_id)

    def opened(self, run_ids: Sequence[str]) -> None:
        """Somebody has these runs open: they are not old."""
        now = time.time()
        due = RUNS.c.id.in_(run_ids) & (RUNS.c.opened.is_(None) | (RUNS.c.opened < now - LOOK_SECONDS))
        with self._database.read() as connection:
            found = connection.execute(sa.select(RUNS.c.id).where(due)).scalars().all()
        if found and not self._database.refusal:
            with self._database.write() as connection:
                connection.execute(sa.update(RUNS).where(RUNS.c.id.in_(found)).values(opened=now))

    # ---- how many ----

    def active(self, owner: str | None = None) -> int:
        """How many runs train or wait for it: those of one owner, or all."""
        whose = sa.true() if owner is None else RUNS.c.owner == owner
        waits = RUNS.c.state.in_(ACTIVE) & ((RUNS.c.state != "paused") | RUNS.c.worker.is_not(None))
        with self._database.read() as connection:
            return connection.scalar(sa.select(sa.func.count()).where(waits & whose)) or 0

    def left(self, owner: str | None) -> int:
        """How many more runs of an owner may be started before some have ended (see `core.limits`)."""
        most = limits()
        own = most.runs_per_server if owner is None else most.runs_per_viewer - self.active(owner)
        return max(0, min(own, most.runs_per_server - self.active()))

    def check_room_for(self, owner: str | None, more: int = 1) -> None:
        """Raise `InputError` if `more` runs of an owner would be too many to train at once (see `core.limits`)."""
        most = limits()
        if self.active() + more > most.runs_per_server:
            raise InputError(
                "This server trains or keeps in line {most} runs already, which is all that it takes. Try again when"
                " some have ended.",
                most=most.runs_per_server,
            )
        if owner is not None and (here := self.active(owner)) + more > most.runs_per_viewer:
            raise InputError(
                "You have {here} runs that train or wait, and this server allows for {most} at once. Stop some, or wait"
                " until they have ended (“Your runs” lists them).",
                here=here,
                most=most.runs_per_viewer,
            )


def _open(rooms: Sequence[str]) -> sa.ColumnElement[bool]:
    """Runs that anyone who is in these rooms may look at (an SQL condition)."""
    everyones = RUNS.c.owner.is_(None) | RUNS.c.shared.is_(True)
    return everyones | RUNS.c.room.in_(rooms) if rooms else everyones
