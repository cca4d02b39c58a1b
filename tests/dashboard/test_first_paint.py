"""The style is in the page that the browser asks for first, and in nothing else."""

from __future__ import annotations

import asyncio

from starlette.responses import HTMLResponse, JSONResponse

from dashboard.first_paint import STYLE, FirstPaint

PAGE = "<html><head><title>A page</title></head><body>é</body></html>"


def asked(path: str, **headers: str) -> tuple[dict[str, str], bytes]:
    """Headers and body of what an app with the style answers."""

    async def app(scope, receive, send):
        names = {name for name, _value in scope["headers"]}
        if scope["path"] == "/told":
            answer = JSONResponse({"head": "</head>"})
        elif names & {b"accept-encoding", b"if-none-match"}:
            answer = HTMLResponse("", status_code=304)
        else:
            answer = HTMLResponse(PAGE, headers={"etag": "one"})
        await answer(scope, receive, send)

    sent = []

    async def send(message):
        sent.append(message)

    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": given}
    asyncio.run(FirstPaint(app)(scope, lambda: None, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return told, b"".join(message.get("body", b"") for message in sent)


def test_a_page_has_the_style_at_the_end_of_its_head_whatever_the_browser_has_kept():
    headers, body = asked("/", accept="text/html,*/*", if_none_match="one", accept_encoding="gzip")
    style = STYLE.read_text(encoding="utf-8")
    assert body.decode() == PAGE.replace("</head>", f"<style>{style}</style></head>")
    assert "etag" not in headers
    assert int(headers["content-length"]) == len(body)


def test_what_is_no_page_passes_as_it_is():
    for accept in ("text/html,*/*", "application/json"):
        headers, body = asked("/told", accept=accept)
        assert body == b'{"head":"</head>"}'
        assert headers["content-type"] == "application/json"
