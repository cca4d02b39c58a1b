"""Rooms, as the run store remembers them: who drives which, and which process serves it."""

from __future__ import annotations

import time
from typing import NamedTuple

import sqlalchemy as sa

from core.runs.tables import ROOMS, Database

KEEP_SECONDS = 30 * 86_400.0
"""A room that nobody has claimed for so long is forgotten."""


class KeptRoom(NamedTuple):
    """What is kept of a room: the proof of its lecturer's secret, and the process that it lives in."""

    proof: str
    process: str


class RoomBook:
    """The side of the run store that remembers rooms.

    Parameters
    ----------
    database : Database
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, code: str) -> KeptRoom | None:
        """What is kept of the room of that code.

        Raises
        ------
        InputError
            If the database does not answer.
        """
        return self.all([code]).get(code)

    def all(self, codes: list[str]) -> dict[str, KeptRoom]:
        """The same of several rooms, by their codes."""
        query = sa.select(ROOMS).where(ROOMS.c.code.in_(codes))
        with self._database.read() as connection:
            return {row.code: KeptRoom(row.proof, row.process or "") for row in connection.execute(query)}

    def keep(self, code: str, proof: str, process: str) -> None:
        """Remember a room, or what has changed about it.

        Raises
        ------
        InputError
            If the database cannot be written to.
        """
        now = time.time()
        row = {"code": code, "proof": proof, "process": process, "changed": now}
        with self._database.write() as connection:
            connection.execute(self._database.upsert(ROOMS), row)
            connection.execute(sa.delete(ROOMS).where(ROOMS.c.changed < now - KEEP_SECONDS))

    def forget(self, code: str) -> None:
        """A room is closed."""
        with self._database.write() as connection:
            connection.execute(sa.delete(ROOMS).where(ROOMS.c.code == code))
