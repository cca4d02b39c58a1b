"""The rooms of this server: opened, found by their code, closed, and remembered over a restart."""

from __future__ import annotations

import asyncio
import re
from functools import cache, cached_property
from pathlib import Path

from core.errors import InputError
from core.runs.files import writing
from dashboard.resources import store
from dashboard.room.codes import new_code, read_code
from dashboard.room.room import Room, proof_of

ROOMS = 100
"""Rooms on one server, the closed ones that can still be looked at among them."""

PATIENCE = 10.0
"""Seconds in which the server's loop should have made a room."""

SECRET = re.compile(r"[0-9a-f]{64}")
"""What a lecturer's browser makes up: 256 bits."""


class Hub:
    """All rooms.

    Who drives which room is kept in the store's folder, ``rooms/``: a file a room, with the proof of a secret. So a
    lecturer gets a room back after the server has stopped, and nobody else does.

    Parameters
    ----------
    loop : asyncio.AbstractEventLoop
        In which the rooms live.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._rooms: dict[str, Room] = {}

    @cached_property
    def _folder(self) -> Path:
        return store().folder / "rooms"

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
        """The room of that code."""
        return self._rooms.get(code)

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
        claimed = self._claim(secret, read_code(code) if code else "")
        with writing(self._folder):
            return asyncio.run_coroutine_threadsafe(claimed, self._loop).result(PATIENCE)

    def forget(self, code: str) -> None:
        """A closed room cannot be claimed again."""
        (self._folder / code).unlink(missing_ok=True)

    async def _claim(self, secret: str, code: str) -> Room:
        self._let_go_of_idle()
        room = self._rooms.get(code)
        if code and room is None and (self._folder / code).is_file():
            room = self._begin(code, (self._folder / code).read_text())
        if not code:
            room = self._begin(self._free_code(), proof_of(secret))
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / room.code).write_text(room.proof)
        if room is None or not room.is_driven_by(secret):
            raise InputError(
                "The room {code} is not driven from here any more: it was closed, or another device has taken over."
                " Open a room of your own to go on.",
                code=code,
            )
        return room

    def remember(self, room: Room) -> None:
        """Keep who drives a room, after another device has taken over."""
        (self._folder / room.code).write_text(room.proof)

    def _begin(self, code: str, proof: str) -> Room:
        if len(self._rooms) >= ROOMS:
            raise InputError(
                "There are {count} rooms on this server already. Wait until one is closed, or ask whoever keeps it.",
                count=ROOMS,
            )
        self._rooms[code] = room = Room(code, proof)
        return room

    def _free_code(self) -> str:
        return next(code for code in iter(new_code, None) if code not in self._rooms)

    def _let_go_of_idle(self) -> None:
        """Close the rooms whose lecturers have left; of too many, drop those that were closed first."""
        for room in self._rooms.values():
            if room.is_idle and not room.closed:
                room.close()
                self.forget(room.code)
        closed = [code for code, room in self._rooms.items() if room.closed]
        for code in closed[: max(0, len(self._rooms) - ROOMS + 1)]:
            del self._rooms[code]


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
