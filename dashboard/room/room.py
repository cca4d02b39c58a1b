"""One room: what its lecturer shows, who is there, what was asked. It lives in the server's event loop.

A follower asks for what has changed since what it has seen, and gets it in one frame; all who have seen the same get
the same bytes. Nothing queues: who is slow gets the newest when there is room for it.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from dashboard.room.stage import Overheard, Stage
from dashboard.room.trail import Trail
from dashboard.room.vote import Vote

BEAT = 0.08
"""Seconds in which changes are gathered before they are told."""

PACES = ("fast", "lost")

PLACES = 64
"""How many pictures' pointers are remembered."""

IDLE_SECONDS = 3 * 3600.0
"""A room whose lecturer has not been there for so long is closed."""


class Sighting(NamedTuple):
    """What a follower has: of which stage, up to which of its versions, and up to which beat of the room."""

    stage: str = ""
    version: int = 0
    beat: int = 0


class Room:
    """A room.

    Parameters
    ----------
    code : str
        By which it is found.
    proof : str
        The hash of the secret of whoever drives it; see `proof_of`.

    Attributes
    ----------
    link : str
        The path and the query of the lecturer's page: what one who lets go goes on from.
    where : str
        What the lecturer shows, in words.
    note : mapping
        What only the lecturer sees: what to say, and what comes next.
    vote : Vote or None
        The question that was asked last.
    driver : str or None
        The Streamlit session that is followed.
    trail : Trail
        The views at which the lecturer stood.
    asked_to_drive : (str, str) or None
        The name that is shown on a device that wants to drive, and the proof of its secret.
    """

    def __init__(self, code: str, proof: str) -> None:
        self.code, self.proof = code, proof
        self.stage, self.stage_id = Stage(), secrets.token_hex(8)
        self.link, self.where, self.said = "", "", ""
        self.note: Mapping[str, Any] = {}
        self.vote: Vote | None = None
        self.trail = Trail()
        self.driver: str | None = None
        self.asked_to_drive: tuple[str, str] | None = None
        self.closed = False
        self.beat = 1
        self.present = Counter[str]()
        self.paces: dict[str, str] = {}
        self._questions = 0
        self._pointed: dict[tuple[str, str | None], tuple[int, Any]] = {}
        self._inbox: list[Overheard] = []
        self._frames: dict[Sighting, bytes] = {}
        self._seen_at = time.monotonic()
        self._due = False
        self._told = ""
        self._news, self._pulse = asyncio.Event(), asyncio.Event()
        self._moved = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    # ---- who drives ----

    def is_driven_by(self, secret: str) -> bool:
        """Whether this is the secret of whoever drives the room."""
        return hmac.compare_digest(self.proof, proof_of(secret))

    def hand_over(self) -> None:
        """The device that has asked to drive does so from now on."""
        if self.asked_to_drive:
            self.proof, self.asked_to_drive, self.driver = self.asked_to_drive[1], None, None
            self.change()

    # ---- what the lecturer does (from any thread) ----

    def hear(self, heard: Overheard) -> None:
        """The lecturer's page has drawn something."""
        self._inbox.append(heard)
        self._seen_at = time.monotonic()
        self.change()

    def tell(self, **what: Any) -> None:
        """Say where the lecturer is: `link`, `where`, `said`, `note`."""
        for name, value in what.items():
            setattr(self, name, value)
        self.change()

    def ask(self, text: str, answers: list[str]) -> None:
        """Ask the room."""
        self._questions += 1
        self.vote = Vote(self._questions, text, answers)
        self.change()

    def ask_again(self) -> None:
        """Ask the last question once more."""
        if self.vote:
            self._questions += 1
            self.vote.again(self._questions)
            self.change()

    def mark(self, right: int, text: str) -> None:
        """The answer to the question of that text, if it is the one that was asked, is known."""
        if self.vote and self.vote.text == text and self.vote.right != right:
            self.vote.mark(right)
            self.change()

    def point(self, name: str, group: str | None, place: Any) -> None:
        """The lecturer points at a place of a picture."""
        if len(self._pointed) >= PLACES and (name, group) not in self._pointed:
            self._pointed.clear()
        self._pointed[name, group] = self.beat + 1, place
        self.change()

    def close(self) -> None:
        """The lecture is over; what was shown last can still be seen."""
        self.closed = True
        if self.vote:
            self.vote.close()
        self.change()

    def move(self) -> None:
        """The room lives in another process from now on."""
        self._moved.set()

    @property
    def has_moved(self) -> bool:
        """Whether it does."""
        return self._moved.is_set()

    async def moved(self) -> None:
        """Wait until it does."""
        await self._moved.wait()

    @property
    def is_idle(self) -> bool:
        """Whether its lecturer has not been there for long."""
        return time.monotonic() - self._seen_at > IDLE_SECONDS

    # ---- what is told ----

    def change(self) -> None:
        """Something has changed: tell it with the next beat."""
        self._loop.call_soon_threadsafe(self._soon)

    async def news(self, seen: Sighting) -> Sighting:
        """Wait until there is more to tell a follower than what was seen; what one has then seen."""
        while seen.beat == self.beat and seen.stage == self.stage_id:
            await self._news.wait()
        return Sighting(self.stage_id, self.stage.version, self.beat)

    async def pulse(self) -> None:
        """Wait until anything changes, be it that somebody has come."""
        await self._pulse.wait()

    def frame(self, seen: Sighting) -> bytes:
        """What has changed: the record of the room as JSON, four bytes of its length before it, then the messages."""
        if seen not in self._frames:
            version, beat = (seen.version, seen.beat) if seen.stage == self.stage_id else (0, 0)
            messages = self.stage.since(version) if version < self.stage.version else []
            record = {
                **self.record(),
                "stage": self.stage_id,
                "version": self.stage.version,
                "beat": self.beat,
                "sizes": [len(message) for message in messages],
                "pointed": [
                    {"name": name, "group": group, "place": place}
                    for (name, group), (when, place) in self._pointed.items()
                    if when > beat
                ],
            }
            head = json.dumps(record).encode()
            self._frames[seen] = zlib.compress(b"".join((len(head).to_bytes(4), head, *messages)), 1)
        return self._frames[seen]

    def record(self, *, lecturer: bool = False) -> dict[str, Any]:
        """The state of the room, small enough to be sent whole to whoever comes."""
        record = {
            "code": self.code,
            "closed": self.closed,
            "begun": self.stage.version > 0,
            "link": self.link,
            "where": self.where,
            "said": self.said,
            "vote": self.vote.told(lecturer=lecturer) if self.vote else None,
        }
        if lecturer:
            record |= {
                "people": len(self.present),
                "paces": {pace: list(self.paces.values()).count(pace) for pace in PACES},
                "request": self.asked_to_drive[0] if self.asked_to_drive else None,
                "note": dict(self.note),
            }
        return record

    # ---- who is there ----

    @contextmanager
    def seated(self, seat: str) -> Iterator[None]:
        """Somebody is there for a while, perhaps with more than one page."""
        self.present[seat] += 1
        self.change()
        try:
            yield
        finally:
            self.present[seat] -= 1
            if not self.present[seat]:
                del self.present[seat]
                self.paces.pop(seat, None)
            self.change()

    def pace(self, seat: str, pace: str | None) -> None:
        """Somebody finds that it goes too fast, is lost, or is neither any more."""
        if pace in PACES:
            self.paces[seat] = pace
        else:
            self.paces.pop(seat, None)
        self.change()

    def _soon(self) -> None:
        if not self._due:
            self._due = True
            self._loop.call_later(BEAT, self._tell)

    def _tell(self) -> None:
        """Tell the lecturer, and the followers if what they see has changed."""
        self._due = False
        heard, self._inbox = self._inbox, []
        drawn, record = self.stage.hear(heard), json.dumps(self.record())
        pointed = any(when > self.beat for when, _ in self._pointed.values())
        if drawn or pointed or record != self._told:
            self._told = record
            self.beat += 1
            self._frames.clear()
            news, self._news = self._news, asyncio.Event()
            news.set()
        pulse, self._pulse = self._pulse, asyncio.Event()
        pulse.set()


def proof_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
