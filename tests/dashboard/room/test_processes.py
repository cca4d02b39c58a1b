"""Several processes behind one address: a browser stays with the one that runs its page, and comes to the one in which
the room lives that it follows.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from core.errors import InputError
from dashboard.resources import store
from dashboard.room.hub import Hub, hub
from dashboard.room.pages import room_pages
from dashboard.room.room import Room
from dashboard.room.sockets import ELSEWHERE, GONE, room_lines
from dashboard.server.processes import COOKIE, STREAM, VARIABLE, Staying, process
from tests.dashboard.room.served import lifespan, secret  # noqa: F401  (a fixture)

PAGE = {"accept": "text/html"}


async def page_line(socket: WebSocket) -> None:
    """A line as that of a page."""
    await socket.accept()
    await socket.close()


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A browser before the process `a` of several."""
    monkeypatch.setenv(VARIABLE, "a")

    routes = [Route("/", lambda _: HTMLResponse("<p>a page")), *room_pages(), room_lines()]
    routes.append(WebSocketRoute(STREAM, page_line))
    app = Starlette(routes=routes, middleware=[Middleware(Staying)], lifespan=lifespan)
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.fixture
def room(client: TestClient, secret: str) -> Room:
    """A room of this process."""
    return hub().claim(secret)


def moved_to(name: str, room: Room) -> None:
    """Another process serves the room from now on."""
    store().rooms.keep(room.code, room.proof, name)


def test_a_browser_stays_with_the_process_that_runs_its_page(client: TestClient):
    assert client.get("/", headers=PAGE).cookies[COOKIE] == "a"
    assert "set-cookie" not in client.get("/", headers=PAGE).headers
    client.cookies.set(COOKIE, "b")  # which has ended: the proxy has sent the browser here
    assert client.get("/", headers=PAGE).cookies[COOKIE] == "a"


def test_a_page_that_comes_back_to_another_process_stays_there(client: TestClient):
    client.cookies.set(COOKIE, "b")
    with client.websocket_connect(STREAM) as line:
        assert f"{COOKIE}=a" in dict(line.extra_headers or ())[b"set-cookie"].decode()


def test_one_process_alone_gives_no_such_cookie(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(VARIABLE)
    assert "set-cookie" not in client.get("/", headers=PAGE).headers


@pytest.mark.parametrize("name", ["A", "a b", "a;b", "a" * 17])
def test_what_is_no_name_of_a_process_is_refused(monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setenv(VARIABLE, name)
    with pytest.raises(InputError, match="up to 16 small letters and digits"):
        process()


def test_who_follows_a_room_of_another_process_is_sent_there(client: TestClient, room: Room):
    hub()._rooms.clear()
    moved_to("b", room)
    answer = client.get(f"/room/{room.code}", headers=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/room/{room.code}")
    assert answer.headers.get_list("set-cookie") == [answer.headers["set-cookie"]]
    assert answer.cookies[COOKIE] == "b"
    again = client.get(f"/room/{room.code}", headers=PAGE)
    assert again.status_code == 503, "it has been there: that process does not answer"
    assert "comes back with its lecturer" in again.text
    for role, why in (("follower", ELSEWHERE), ("lecturer", GONE)):  # who claims it anew, here
        with client.websocket_connect(f"/room/{room.code}/line") as line:
            line.send_json({"role": role})
            with pytest.raises(WebSocketDisconnect) as closed:
                line.receive_text()
        assert closed.value.code == why


def test_who_comes_to_a_room_because_its_process_has_ended_stays(client: TestClient, room: Room):
    client.cookies.set(COOKIE, "b")
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        assert f"{COOKIE}=a" in dict(line.extra_headers or ())[b"set-cookie"].decode()
    client.cookies.set(COOKIE, "a")
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        assert not line.extra_headers


def test_a_room_comes_with_its_lecturer_to_the_process_that_is_left(client: TestClient, room: Room, secret: str):
    hub()._rooms.clear()
    moved_to("b", room)
    with pytest.raises(InputError, match="is not driven from here"):
        hub().claim(secrets.token_hex(32), room.code)
    assert hub().claim(secret, room.code).code == room.code
    kept = store().rooms.find(room.code)
    assert kept is not None
    assert kept.process == "a"


def test_who_follows_here_leaves_when_the_lecturer_drives_from_another_process(client: TestClient, room: Room):
    with client.websocket_connect(f"/room/{room.code}/line") as line:
        line.send_json({"role": "follower"})
        line.receive_bytes()
        moved_to("b", room)
        here: Hub = hub()
        asyncio.run_coroutine_threadsafe(here.let_go_of_moved(), here._loop).result(60)
        while (said := line.receive())["type"] != "websocket.close":
            pass
    assert said["code"] == ELSEWHERE
    assert here.find(room.code) is None
