"""The lines between browsers and a room: a follower's, which gets frames, and the lecturer's, which gets the facts."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import nullcontext, suppress
from typing import Any
from urllib.parse import urlsplit

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from core.errors import InputError
from core.text.files import told_in_json
from dashboard.room.codes import read_code
from dashboard.room.hub import SECRET, hub
from dashboard.room.pages import ROUTE, SEAT
from dashboard.room.room import Room, Sighting, proof_of
from dashboard.room.tap import untap
from dashboard.server.processes import came_to, process, sent_to

LONGEST = 4096
"""Characters of what a browser may say at once."""

OFTEN = 40
"""How many things a follower may say in a second; a lecturer who points says more."""

REFUSED, GONE, MOVED, ELSEWHERE = 4403, 4404, 4409, 4410
"""Why a line is closed: no lecturer's secret, no such room, driven from elsewhere, served by another process."""

log = logging.getLogger("unrolled.room")


def room_lines() -> WebSocketRoute:
    """The route of the lines; put it among those of the app."""
    return WebSocketRoute(ROUTE + "/{code}/line", line)


async def line(socket: WebSocket) -> None:
    """Serve one browser for as long as it is there."""
    room, home = None, ""
    with suppress(InputError):
        code = read_code(socket.path_params["code"])
        if (room := hub().find(code)) is None:
            home = await asyncio.to_thread(hub().elsewhere, code)
    comes = room is not None and process() not in ("", came_to(socket.headers))  # where it was before, nobody answers
    await socket.accept(headers=[(b"set-cookie", sent_to(process()).encode())] if comes else None)
    with suppress(WebSocketDisconnect, asyncio.TimeoutError):
        if room is None:
            # a lecturer who comes here drives from here: the room is claimed again
            stays = not home or (await asyncio.wait_for(_heard(socket), 30)).get("role") == "lecturer"
            await socket.close(GONE if stays else ELSEWHERE)
            return
        hello = await asyncio.wait_for(_heard(socket), 30)
        if not _same_origin(socket):
            await socket.close(REFUSED)
        elif hello.get("role") == "lecturer":
            await _lecture(socket, room, str(hello.get("secret", "")))
        else:
            await _follow(socket, room, hello)
        if room.has_moved:
            await socket.close(ELSEWHERE)


# ---- a follower ----


async def _follow(socket: WebSocket, room: Room, hello: dict[str, Any]) -> None:
    seat = proof_of(socket.cookies.get(SEAT, "") or f"{socket.client}")
    seen = Sighting(str(hello.get("stage", "")), _number(hello.get("version")), 0)
    watches = bool(hello.get("watch"))  # the lecturer's own second window
    with nullcontext() if watches else room.seated(seat):
        if room.vote:
            await socket.send_text(json.dumps({"chosen": [room.vote.number, room.vote.chosen(seat)]}))
        telling = _tell(socket, room, seen, pictures=hello.get("pictures", True))
        await _until_one_ends(telling, _listen(socket, room, seat), room.moved())


async def _tell(socket: WebSocket, room: Room, seen: Sighting, *, pictures: bool) -> None:
    """Send what is new, whenever something is; who explores alone gets the record without the pictures."""
    while True:
        now = await room.news(seen)
        if pictures:
            await socket.send_bytes(room.frame(seen))
        else:
            await socket.send_text(json.dumps({"record": room.record()}))
        seen = now


async def _listen(socket: WebSocket, room: Room, seat: str) -> None:
    asking: asyncio.Task[None] | None = None
    try:
        async for said in _often(socket, OFTEN):
            if "vote" in said and room.vote and isinstance(said["vote"], list) and len(said["vote"]) == 2:
                number, answer = map(_number, said["vote"])
                if room.vote.choose(seat, number, answer):
                    room.change()
                await socket.send_text(json.dumps({"chosen": [room.vote.number, room.vote.chosen(seat)]}))
            elif "pace" in said:
                room.pace(seat, said["pace"] if isinstance(said["pace"], str) else None)
            elif SECRET.fullmatch(str(said.get("drive", ""))) and room.asked_to_drive is None:
                asking = asyncio.create_task(_ask_to_drive(socket, room, seat, said["drive"]))
    finally:
        if asking:
            asking.cancel()


async def _ask_to_drive(socket: WebSocket, room: Room, seat: str, secret: str) -> None:
    """Show the lecturer that a device wants to drive, and tell the device what comes of it."""
    request = (seat[:4].upper(), proof_of(secret))
    room.asked_to_drive = request
    room.change()
    await socket.send_text(json.dumps({"asked": request[0]}))
    try:
        while room.asked_to_drive == request:
            await room.pulse()
    finally:
        if room.asked_to_drive == request:
            room.asked_to_drive = None  # the device has gone
            room.change()
    handed = room.is_driven_by(secret)
    await socket.send_text(json.dumps({"handed": handed}))


# ---- the lecturer ----


async def _lecture(socket: WebSocket, room: Room, secret: str) -> None:
    if not room.is_driven_by(secret):
        await socket.close(MOVED)
        return
    await _until_one_ends(_report(socket, room, secret), _obey(socket, room, secret), room.moved())


async def _report(socket: WebSocket, room: Room, secret: str) -> None:
    while room.is_driven_by(secret):
        await socket.send_text(json.dumps(room.record(lecturer=True) | {"driver": room.driver}))
        await room.pulse()
    await socket.close(MOVED)


async def _obey(socket: WebSocket, room: Room, secret: str) -> None:
    async for said in _often(socket, 1000):
        if not room.is_driven_by(secret):
            return
        if isinstance(said.get("point"), list) and len(said["point"]) == 3:
            name, group, place = said["point"]
            room.point(str(name), group if isinstance(group, str) else None, place)
        elif (act := _ACTS.get(str(said.get("do", "")))) is not None:
            if (doing := act(room)) is not None:
                await doing
            room.change()


async def _end(room: Room) -> None:
    if room.driver:
        untap(room.driver)
    await _told(hub().forget, room.code)
    room.close()


async def _hand_over(room: Room) -> None:
    if room.driver:
        untap(room.driver)
    room.hand_over()
    await _told(hub().remember, room)


async def _told(act: Callable[[Any], None], what: Any) -> None:
    """Tell the store, beside the other lines; one that cannot be written to ends no lecture."""
    try:
        await asyncio.to_thread(act, what)
    except InputError as error:
        log.warning("%s", error)


def _refuse(room: Room) -> None:
    room.asked_to_drive = None


def _show(room: Room) -> None:
    if room.vote:
        room.vote.shown = True


def _close_vote(room: Room) -> None:
    if room.vote:
        room.vote.close()


def _drop(room: Room) -> None:
    room.vote = None


_ACTS: dict[str, Callable[[Room], Awaitable[None] | None]] = {
    "end": _end,
    "accept": _hand_over,
    "refuse": _refuse,
    "show": _show,
    "close": _close_vote,
    "again": Room.ask_again,
    "drop": _drop,
}
"""What a lecturer's browser may ask for."""


# ---- lines ----


async def _heard(socket: WebSocket) -> dict[str, Any]:
    """What the browser says next; a thing that it should not say is nothing."""
    try:
        text = await socket.receive_text()
        said = told_in_json(text) if len(text) <= LONGEST else {}
    except (KeyError, ValueError, RecursionError):  # bytes, no JSON, or JSON that is nested without an end
        said = {}
    return said if isinstance(said, dict) else {}


async def _often(socket: WebSocket, often: int) -> AsyncIterator[dict[str, Any]]:
    """What the browser says, not more often than that in a second."""
    while True:
        said = await _heard(socket)
        yield said
        await asyncio.sleep(1 / often)


async def _until_one_ends(*parts: Coroutine[Any, Any, None]) -> None:
    """Run both directions of a line until one of them is over."""
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()


def _same_origin(socket: WebSocket) -> bool:
    """Whether a page of this app speaks; another site's page must not vote or drive for its visitor."""
    origin = socket.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == socket.headers.get("host")


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1
