"""An OpenID Connect provider on this machine, in which everybody is whom they say they are: for tests of signing in."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.serving import free_port


@contextmanager
def provider() -> Iterator[str]:
    """Run one, and yield its address."""
    port = free_port()
    address = f"http://localhost:{port}"
    config = uvicorn.Config(_app(address), host="127.0.0.1", port=port, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join()


def _app(address: str) -> Starlette:
    key = RSAKey.generate_key(2048, {"kid": "one"})
    asked: dict[str, dict[str, str]] = {}

    def configuration(_: Request) -> Response:
        return JSONResponse(
            {
                "issuer": address,
                "authorization_endpoint": f"{address}/authorize",
                "token_endpoint": f"{address}/token",
                "jwks_uri": f"{address}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    def authorize(request: Request) -> Response:
        """Ask who it is."""
        if "name" not in request.query_params:
            return HTMLResponse(
                "<form>"
                + "".join(f'<input type=hidden name="{k}" value="{v}">' for k, v in request.query_params.items())
                + '<label>Name <input name="name"></label><button>Go on</button></form>'
            )
        code = secrets.token_hex(8)
        asked[code] = dict(request.query_params)
        back = {"code": code, "state": request.query_params["state"]}
        return RedirectResponse(f"{request.query_params['redirect_uri']}?{urlencode(back)}", 303)

    async def token(request: Request) -> Response:
        form = parse_qs((await request.body()).decode())
        one = asked.pop(form["code"][0])
        now = int(time.time())
        claims = {
            "iss": address,
            "sub": one["name"],
            "aud": one["client_id"],
            "iat": now,
            "exp": now + 3600,
            "nonce": one.get("nonce"),
            "name": one["name"],
            "email": f"{one['name'].lower()}@example.org",
            "email_verified": True,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "expires_in": 3600, "id_token": signed})

    def keys(_: Request) -> Response:
        return JSONResponse({"keys": [key.as_dict(private=False)]})

    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", configuration),
            Route("/authorize", authorize),
            Route("/token", token, methods=["POST"]),
            Route("/keys", keys),
        ]
    )
