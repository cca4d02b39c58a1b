"""Rooms over their lines, as browsers use them: the rules of a lecture hall."""

from __future__ import annotations

import json
import re
import secrets
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from core.errors import InputError
from dashboard.resources import store
from dashboard.room import hub as hubs
from dashboard.room import room as rooms
from dashboard.room.codes import ALPHABET, new_code, read_code
from dashboard.room.hub import hub
from dashboard.room.pages import SEAT, room_pages
from dashboard.room.room import Room
from dashboard.room.sockets import GONE, MOVED, REFUSED, room_lines
from tests.dashboard.room.served import lifespan, secret  # noqa: F401  (a fixture)
from tests.dashboard.room.test_stage import begun, finished, text


@pytest.fixture
def client() -> Iterator[TestClient]:
    """A browser before a server with rooms."""

    app = Starlette(routes=[*room_pages(), room_lines()], lifespan=lifespan)
    with TestClient(app) as client:
        yield client


@pytest.fixture
def room(client: TestClient, secret: str) -> Room:
    """A room in which something is shown."""
    room = hub().claim(secret)
    for heard in (begun(), text((0, 0), "gates"), finished()):
        room.hear(heard)
    room.tell(link="gates?step=600", where="Gates · step 600")
    return room


class Follower:
    """One who follows, with all that was heard."""

    def __init__(self, socket: WebSocketTestSession, **hello: Any) -> None:
        self._socket = socket
        self.record: dict[str, Any] = {}
        self.drawn = b""
        socket.send_json({"role": "follower", **hello})

    def say(self, **what: Any) -> None:
        """Say something to the room."""
        self._socket.send_json(what)

    def until(self, come: Callable[[Follower], bool]) -> Follower:
        """Listen until something has come."""
        while not come(self):
            message = self._socket.receive()
            if message["type"] == "websocket.close":
                raise WebSocketDisconnect(message["code"])
            if message.get("bytes"):
                self._frame(zlib.decompress(message["bytes"]))
            else:
                said = json.loads(message["text"])
                self.record |= said.get("record", {}) | {name: said[name] for name in said if name != "record"}
        return self

    def _frame(self, whole: bytes) -> None:
        length = int.from_bytes(whole[:4])
        self.record |= json.loads(whole[4 : 4 + length])
        self.drawn += whole[4 + length :]


Lecturing = Callable[[Room, str], WebSocketTestSession]


def facts_until(line: WebSocketTestSession, come: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """What the lecturer is told, as soon as it says so."""
    facts: dict[str, Any] = {}
    while not facts or not come(facts):
        facts = line.receive_json()
    return facts


@pytest.fixture
def lecturing(client: TestClient) -> Iterator[Lecturing]:
    """``lecturing(room, secret)`` begins a lecturer's line."""
    with ExitStack() as lines:

        def begin(room: Room, secret: str) -> WebSocketTestSession:
            line = lines.enter_context(client.websocket_connect(f"/room/{room.code}/line"))
            line.send_json({"role": "lecturer", "secret": secret})
            return line

        yield begin


# ---- joining ----


def test_codes_are_five_signs_that_cannot_be_mistaken():
    assert not set(ALPHABET) & set("01OILAEU")
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert all(re.fullmatch(f"[{ALPHABET}]{{5}}", code) for code in codes)


@pytest.mark.parametrize("typed", ["k7qxm", " K7QXM ", "k7q xm", "K7-QXM"])
def test_a_code_is_read_in_any_case(typed: str):
    assert read_code(typed) == "K7QXM"


@pytest.mark.parametrize("typed", ["", "K7QX", "K7QXM2", "K7QXO", "../..", "<img>", "K" * 10_000, "Ⅴ7QXM"])
def test_what_is_no_code_is_refused_in_one_sentence(typed: str):
    with pytest.raises(InputError, match="five letters and digits"):
        read_code(typed)


def test_who_joins_when_nothing_moves_sees_everything_at_once(client: TestClient, room: Room):
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        follower = Follower(line).until(lambda one: bool(one.drawn))
    assert b"gates" in follower.drawn
    assert follower.record["link"] == "gates?step=600"
    assert follower.record["where"] == "Gates · step 600"


def test_all_who_have_seen_the_same_get_the_same_bytes(room: Room):
    assert room.frame(rooms.Sighting()) is room.frame(rooms.Sighting())


def test_a_follower_of_a_server_that_began_anew_gets_the_page_whole(client: TestClient, room: Room):
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        follower = Follower(line, stage="of the server before", version=10**6).until(lambda one: bool(one.drawn))
    assert b"gates" in follower.drawn


def test_the_page_of_a_follower_says_nothing_secret(client: TestClient, room: Room, secret: str):
    page = client.get(f"/room/{room.code.lower()}")
    assert page.url.path == f"/room/{room.code}"
    assert secret not in page.text
    assert room.proof not in page.text
    assert "room/follow.js" in page.text
    assert "httponly" in page.headers["set-cookie"].lower()


def test_a_room_that_is_not_there_is_told_in_one_sentence(client: TestClient):
    page = client.get("/room/22222")
    assert page.status_code == 404
    assert "There is no room 22222 here." in page.text
    with client.websocket_connect("/room/22222/line") as line, pytest.raises(WebSocketDisconnect) as closed:
        line.receive_text()
    assert closed.value.code == GONE


def test_what_was_typed_at_the_door_is_text(client: TestClient):
    page = client.get("/room", params={"code": "<img src=x onerror=alert(1)>"})
    assert "<img" not in page.text
    assert "is not the name of a room" in page.text


def test_the_door_speaks_the_language_of_the_browser(client: TestClient):
    assert 'lang="zh"' in client.get("/room", headers={"accept-language": "zh-CN,zh;q=.9"}).text
    assert 'lang="en"' in client.get("/room", headers={"accept-language": "fr"}).text


# ---- who drives ----


def test_a_secret_is_kept_as_a_proof_alone(room: Room, secret: str):
    assert secret not in json.dumps(room.record(lecturer=True))
    kept = store().rooms.find(room.code)
    assert kept is not None
    assert kept.proof == room.proof != secret
    assert room.is_driven_by(secret)


def test_who_does_not_know_the_secret_does_not_drive(client: TestClient, lecturing: Lecturing, room: Room):
    with pytest.raises(InputError, match="is not driven from here"):
        hub().claim(secrets.token_hex(32), room.code)
    line = lecturing(room, secrets.token_hex(32))
    with pytest.raises(WebSocketDisconnect) as closed:
        line.receive_text()
    assert closed.value.code == MOVED


@pytest.mark.parametrize("secret", ["", "short", "x" * 64, "0" * 63])
def test_a_secret_that_can_be_guessed_is_refused(client: TestClient, secret: str):
    with pytest.raises(InputError, match="did not say who it is"):
        hub().claim(secret)


def test_a_page_of_another_site_has_no_line(client: TestClient, room: Room, secret: str):
    with client.websocket_connect(f"/room/{room.code}/line", headers={"origin": "https://stranger.example"}) as line:
        line.send_json({"role": "lecturer", "secret": secret})
        with pytest.raises(WebSocketDisconnect) as closed:
            line.receive_text()
    assert closed.value.code == REFUSED


def test_a_second_device_drives_only_after_the_first_has_handed_over(
    client: TestClient, lecturing: Lecturing, room: Room, secret: str
):
    other = secrets.token_hex(32)
    lecturer = lecturing(room, secret)
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        follower = Follower(line)
        follower.say(drive=other)
        name = follower.until(lambda one: "asked" in one.record).record["asked"]
        assert not room.is_driven_by(other)
        assert facts_until(lecturer, lambda facts: facts["request"] is not None)["request"] == name
        lecturer.send_json({"do": "accept"})
        assert follower.until(lambda one: "handed" in one.record).record["handed"]
    assert room.is_driven_by(other)
    assert not room.is_driven_by(secret)


def test_a_lecturer_may_keep_the_room(client: TestClient, lecturing: Lecturing, room: Room, secret: str):
    lecturer = lecturing(room, secret)
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        follower = Follower(line)
        follower.say(drive=secrets.token_hex(32))
        follower.until(lambda one: "asked" in one.record)
        facts_until(lecturer, lambda facts: facts["request"] is not None)
        lecturer.send_json({"do": "refuse"})
        assert not follower.until(lambda one: "handed" in one.record).record["handed"]
    assert room.is_driven_by(secret)


def test_a_lecturer_gets_the_room_back_after_the_server_has_stopped(client: TestClient, room: Room, secret: str):
    hub()._rooms.clear()
    with pytest.raises(InputError, match="is not driven from here"):
        hub().claim(secrets.token_hex(32), room.code)
    assert hub().claim(secret, room.code).code == room.code


# ---- the end ----


def test_a_closed_room_shows_what_was_shown_last_and_cannot_be_driven(
    client: TestClient, lecturing: Lecturing, room: Room, secret: str
):
    lecturing(room, secret).send_json({"do": "end"})
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        follower = Follower(line).until(lambda one: bool(one.record.get("closed")) and b"gates" in one.drawn)
    assert follower.record["link"] == "gates?step=600"
    hub()._rooms.clear()
    with pytest.raises(InputError, match="is not driven from here"):
        hub().claim(secret, room.code)


def test_a_room_whose_lecturer_has_left_is_closed(
    client: TestClient, room: Room, secret: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rooms, "IDLE_SECONDS", 0.0)
    hub().claim(secrets.token_hex(32))
    assert room.closed


def test_of_too_many_rooms_the_closed_ones_go(client: TestClient, room: Room, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hubs, "ROOMS", 1)
    with pytest.raises(InputError, match="1 rooms on this server already"):
        hub().claim(secrets.token_hex(32))
    room.close()
    hub().claim(secrets.token_hex(32))
    assert hub().find(room.code) is None


# ---- the question, the pace, the pointer ----


def test_an_answer_is_counted_once_for_a_browser_even_after_a_reload(client: TestClient, room: Room):
    room.ask("Which?", ["a", "b"])
    client.cookies.set(SEAT, "one browser")
    for answer in (0, 1):
        with client.websocket_connect(f"/room/{room.code}/line") as line:
            follower = Follower(line).until(lambda one: one.record.get("vote") is not None)
            follower.say(vote=[follower.record["vote"]["number"], answer])
            follower.until(lambda one, answer=answer: one.record.get("chosen") == [1, answer])
    assert room.vote is not None
    assert room.vote.tally == (0, 1)


def test_who_comes_into_an_open_question_can_answer(client: TestClient, room: Room):
    room.ask("Which?", ["a", "b"])
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        vote = Follower(line).until(lambda one: one.record.get("vote") is not None).record["vote"]
    assert vote["answers"] == ["a", "b"]
    assert "tally" not in vote


def test_one_who_explores_alone_hears_the_question_without_the_pictures(client: TestClient, room: Room):
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        follower = Follower(line, pictures=False)
        room.ask("Which?", ["a", "b"])
        follower.until(lambda one: one.record.get("vote") is not None)
    assert follower.drawn == b""


def test_the_lecturer_sees_who_is_there_and_how_they_are(
    client: TestClient, lecturing: Lecturing, room: Room, secret: str
):
    lecturer = lecturing(room, secret)
    client.cookies.set(SEAT, "a student")
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        follower = Follower(line)
        follower.say(pace="lost")
        facts = facts_until(lecturer, lambda facts: facts["paces"]["lost"] == 1)
        assert facts["people"] == 1
        follower.say(pace=None)
        facts_until(lecturer, lambda facts: facts["paces"]["lost"] == 0)
    facts_until(lecturer, lambda facts: facts["people"] == 0)


def test_the_lecturers_second_window_is_nobody_who_came(client: TestClient, room: Room, secret: str):
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        Follower(line, watch=True).until(lambda one: bool(one.drawn))
        assert not room.present


def test_where_the_lecturer_points_reaches_everyone_newest_first(
    client: TestClient, lecturing: Lecturing, room: Room, secret: str
):
    lecturer = lecturing(room, secret)
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        follower = Follower(line).until(lambda one: bool(one.drawn))
        for time in range(20):
            lecturer.send_json({"point": ["unrolled:cursor:time", "text", {"time": time}]})
        follower.until(lambda one: {"time": 19} in [point["place"] for point in one.record.get("pointed", [])])
        assert len(follower.record["pointed"]) == 1


@pytest.mark.parametrize(
    "said",
    [
        "no JSON",
        "[]",
        '{"vote": 1}',
        '{"vote": ["a", "b"]}',
        '{"vote": [1, null]}',
        '{"pace": {}}',
        '{"drive": "x"}',
        '{"do": "end"}',
        '{"point": [1, 2, 3]}',
        "x" * 100_000,
        "[" * 4_000,
        '{"pace": "\\ud800"}',
        b"no text",
    ],
)
def test_what_a_follower_must_not_say_changes_nothing(client: TestClient, room: Room, said: str | bytes):
    room.ask("Which?", ["a", "b"])
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        follower = Follower(line)
        line.send_bytes(said) if isinstance(said, bytes) else line.send_text(said)
        follower.say(vote=[1, 1])
        follower.until(lambda one: one.record.get("chosen") == [1, 1])
    assert not room.closed
    assert room.asked_to_drive is None
    assert not room.paces
