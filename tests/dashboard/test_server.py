"""What a server gives a browser that it does not know, and what it tells those who look after it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from core.errors import InputError
from dashboard.resources import store
from dashboard.server.logs import JsonLine, TextLine
from dashboard.server.meters import Counted
from dashboard.server.routes import state_routes
from dashboard.visitors import Visitors, cookie, entrance, key, secret, sign, signed

PAGE = {"accept": "text/html"}


@pytest.fixture
def client() -> Iterator[TestClient]:
    routes = [
        Route("/", lambda _: HTMLResponse("<p>a page")),
        Route("/numbers", lambda _: PlainTextResponse("1")),
        entrance(),
        *state_routes(),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Counted), Middleware(Visitors)])
    with TestClient(app, follow_redirects=False) as client:
        yield client


# ---- who a visitor is ----


def test_a_browser_gets_one_cookie_with_its_first_page_and_keeps_it(client: TestClient):
    first = client.get("/", headers=PAGE)
    given = first.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(given.split("; "))
    assert signed(client.cookies[cookie()]).startswith("visitor:")
    assert "set-cookie" not in client.get("/", headers=PAGE).headers


def test_what_is_no_page_brings_no_cookie(client: TestClient):
    assert "set-cookie" not in client.get("/numbers", headers={"accept": "*/*"}).headers


def test_two_browsers_are_two_visitors(client: TestClient):
    one = client.get("/", headers=PAGE).cookies[cookie()]
    client.cookies.clear()
    assert client.get("/", headers=PAGE).cookies[cookie()] != one


def test_behind_a_proxy_that_speaks_https_the_cookie_never_leaves_it(client: TestClient):
    given = client.get("/", headers=PAGE | {"x-forwarded-proto": "https"}).headers["set-cookie"]
    assert "Secure" in given.split("; ")


@pytest.mark.parametrize("forged", ["visitor:ada", "visitor:ada.", "", "\u00e9", "a" * 5_000])
def test_a_cookie_that_this_server_has_not_signed_says_nothing(forged: str):
    assert signed(forged) is None


def test_a_visitor_who_changes_the_name_in_the_cookie_is_nobody(client: TestClient):
    given = client.get("/", headers=PAGE).cookies[cookie()]
    assert signed(given.replace("visitor:", "visitor:0", 1)) is None


def test_a_visitors_cookie_makes_no_administrator():
    assert signed(sign("yes", "visitor"), "administrator") is None
    assert signed(sign("yes", "administrator"), "visitor") is None


def test_the_secret_is_its_owners_alone_and_stays():
    file = store().folder / "secret"
    assert secret() == file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


def test_the_key_opens_the_administrators_page_and_stands_in_no_address(client: TestClient):
    entered = client.get("/administrator/enter", params={"key": key()})
    assert (entered.status_code, entered.headers["location"]) == (303, "/administrator")
    assert signed(client.cookies[cookie("administrator")], "administrator") == "yes"


@pytest.mark.parametrize("said", ["", "0" * 32, "é"])
def test_another_key_opens_nothing(client: TestClient, said: str):
    answer = client.get("/administrator/enter", params={"key": said})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


# ---- what it tells ----


def test_health_is_ok_while_the_store_answers_and_nobody_waits_in_vain(client: TestClient):
    answer = client.get("/health")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["store"]) == ("ok", "ok")


def test_health_says_that_runs_wait_and_nobody_is_there_to_train_them(client: TestClient):
    run = store().create("gates", {}, 0)
    store().queue.beat("an engine", 0)
    store().queue.enqueue(run.id, "an engine")
    try:
        answer = client.get("/health")
        assert answer.status_code == 503
        assert answer.json()["line"] == 1
    finally:
        store().delete(run.id)


def test_health_says_that_nothing_can_be_written(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(store().database, "refusal", InputError("The disk is read-only."))
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["store"]) == (503, "read-only")


def test_prometheus_reads_the_metrics(client: TestClient):
    run = store().create("gates", {}, 0, state="stopped")
    store().rename(run.id, "my secret plan")
    try:
        said = client.get("/metrics").text
        samples = {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(said)
            for sample in family.samples
        }
        assert samples["unrolled_runs", "stopped"] >= 1
        assert samples["unrolled_store_up",] == 1
        assert samples["process_resident_memory_bytes",] > 1e6
        assert {"unrolled_viewers", "unrolled_line", "unrolled_disk_free_bytes"} <= {name for name, *_ in samples}
        assert "secret plan" not in said
        assert run.id not in said
    finally:
        store().delete(run.id)


def record(message: str, *arguments: object, error: Exception | None = None, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("unrolled.test", logging.ERROR, __file__, 1, message, arguments, None)
    made.exc_info = (type(error), error, error.__traceback__) if error else None
    vars(made).update(extra)
    return made


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


def test_a_line_of_the_log_is_one_object_that_programs_read():
    line = JsonLine().format(record("run %s ended", "abc", run="abc", seconds=3.5))
    said = json.loads(line)
    assert "\n" not in line
    assert (said["event"], said["level"], said["run"], said["seconds"]) == ("run abc ended", "error", "abc", 3.5)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", said["time"])


@pytest.mark.parametrize("form", [JsonLine(), TextLine()])
def test_the_log_has_nothing_that_a_user_typed(form: logging.Formatter):
    sentence = InputError("{name} has no words.", name="my secret plan.txt")
    lines = [
        form.format(record("refused: %s", sentence)),
        form.format(record("a page failed", error=raised(ValueError("my secret plan")))),
        form.format(record("a page failed", error=raised(sentence))),
    ]
    assert not any("secret plan" in line for line in lines)
    assert "{name} has no words." in lines[0]
    assert "ValueError" in lines[1]
    assert "test_server.py" in lines[1]
