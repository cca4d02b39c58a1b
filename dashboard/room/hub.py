"""The rooms of this server: opened, found by their code, closed, and remembered over a restart."""

from __future__ import annotations

import asyncio
import hmac
import re
from functools import cache

from core.errors import InputError
from core.runs.rooms import KeptRoom
from dashboard.resources import store
from dashboard.room.codes import new_code, read_code
from dashboard.room.room import Room, proof_of
from dashboard.server.processes import process

ROOMS = 100
"""Rooms on one server, the closed ones that can still be looked at among them."""

PATIENCE = 10.0
"""Seconds in which the server's loop should have made a room."""

SECRET = re.compile(r"[0-9a-f]{64}")
"""What a lecturer's browser makes up: 256 bits."""


class Hub:
    """All rooms.

    The store remembers who drives which room, by the proof of a secret. So a lecturer gets a room back after the server
    has stopped, in whichever process it is then, and nobody else does.

    Parameters
    ----------
    loop : asyncio.AbstractEventLoop
        In which the rooms live.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._rooms: dict[str, Room] = {}

    def open_rooms(self) -> list[Room]:
        """The rooms that are not closed, in the order in which they were opened."""
        return [room for room in list(self._rooms.values()) if not room.closed]

    def end(self, code: str) -> None:
        """Close a room from outside; those who follow keep its last picture."""

        async def close() -> None:
            if (room := self._rooms.get(code)) is not None and not room.closed:
                room.close()

        self.forget(code)
        asyncio.run_coroutine_threadsafe(close(), self._loop).result(PATIENCE)

    def find(self, code: str) -> Room | None:
        """The room of that code, if it lives in this process."""
        return self._rooms.get(code)

    def elsewhere(self, code: str) -> str:
        """The process in which that room lives; empty if it is this one, or if nobody knows the room."""
        kept = store().rooms.find(code)
        return kept.process if kept and kept.process != process() else ""

    def claim(self, secret: str, code: str = "") -> Room:
        """The room that this secret drives; a new one without a code.

        Raises
        ------
        InputError
            If the secret is not that of the room, or there is no such room, or no room for one more.
        """
        if not SECRET.fullmatch(secret):
            raise InputError(
                "The room cannot be driven from here: the browser did not say who it is. Reload the page and open a"
                " room again."
            )
        for idle in asyncio.run_coroutine_threadsafe(self._let_go_of_idle(), self._loop).result(PATIENCE):
            self.forget(idle)
        code = read_code(code) if code else ""
        kept = store().rooms.find(code) if code else KeptRoom(proof_of(secret), process())
        claimed = self._claim(secret, code or self._free_code(), kept)
        room = asyncio.run_coroutine_threadsafe(claimed, self._loop).result(PATIENCE)
        if not code or (kept and kept.process != process()):
            try:
                self.remember(room)
            except InputError:
                self._rooms.pop(room.code, None)
                raise
        return room

    def forget(self, code: str) -> None:
        """A closed room cannot be claimed again."""
        store().rooms.forget(code)

    async def _claim(self, secret: str, code: str, kept: KeptRoom | None) -> Room:
        room = self._rooms.get(code)
        if room is None and kept is not None and hmac.compare_digest(kept.proof, proof_of(secret)):
            room = self._begin(code, kept.proof)
        if room is None or not room.is_driven_by(secret):
            raise InputError(
                "The room {code} is not driven from here any more: it was closed, or another device has taken over."
                " Open a room of your own to go on.",
                code=code,
            )
        return room

    def remember(self, room: Room) -> None:
        """Keep who drives a room, and that it lives here."""
        store().rooms.keep(room.code, room.proof, process())

    def _begin(self, code: str, proof: str) -> Room:
        if len(self._rooms) >= ROOMS:
            raise InputError(
                "There are {count} rooms on this server already. Wait until one is closed, or ask whoever keeps it.",
                count=ROOMS,
            )
        self._rooms[code] = room = Room(code, proof)
        return room

    def _free_code(self) -> str:
        return next(code for code in iter(new_code, None) if code not in self._rooms and not store().rooms.find(code))

    async def _let_go_of_idle(self) -> list[str]:
        """Close the rooms whose lecturers have left, which are returned; of too many, drop those closed first."""
        idle = [room for room in self._rooms.values() if room.is_idle and not room.closed]
        for room in idle:
            room.close()
        closed = [code for code, room in self._rooms.items() if room.closed]
        for code in closed[: max(0, len(self._rooms) - ROOMS + 1)]:
            del self._rooms[code]
        return [room.code for room in idle]

    async def let_go_of_moved(self) -> None:
        """Send those away who follow a room here that its lecturer now drives from another process."""
        codes = [room.code for room in self.open_rooms()]
        kept = await asyncio.to_thread(store().rooms.all, codes)
        for code in codes:
            if code in kept and kept[code].process != process():
                self._rooms.pop(code).move()


@cache
def _hubs() -> dict[str, Hub]:
    return {}


def start() -> None:
    """Begin the hub of this server; called in its event loop."""
    _hubs()["hub"] = Hub(asyncio.get_running_loop())


def hub() -> Hub:
    """The hub of this server.

    Raises
    ------
    InputError
        If it was started without one, as a test may.
    """
    if "hub" not in _hubs():
        raise InputError(
            "This server has no rooms: it was not started from dashboard/app.py. Start it with “make run”."
        )
    return _hubs()["hub"]
