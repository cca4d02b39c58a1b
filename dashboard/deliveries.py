"""Files that viewers take home: made when they are asked for, beside the pages, and told of when they cannot be.

Streamlit's own download button has no sentence for a file that cannot be made, no share of one that takes long, and
lets go of it as soon as any viewer's page has run.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import IO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from core.errors import InputError

ROUTE = "/assets/files"
REMEMBERED = 2048
"""Files that can be asked for: of more, those that were longest not offered go."""

CHUNK = 2**18
"""Bytes that are sent at a time."""

AT_ONCE = 2
"""Files that are made at the same time, besides one that takes minutes."""

Report = Callable[[float], None]
"""Is told the share that is done, 0 … 1."""


@dataclass(frozen=True)
class Delivery:
    """A file that can be asked for.

    Attributes
    ----------
    name : str
        What it is called.
    write : callable
        ``write(file, report)`` writes its content; `InputError` says why it cannot be made.
    said : callable
        What such an error says to this viewer.
    slow : bool
        Whether it takes minutes: these wait for one another, and nobody else for them.
    """

    name: str
    write: Callable[[IO[bytes], Report], object]
    said: Callable[[InputError], str]
    slow: bool = False


class Deliveries:
    """What can be asked for, by names that nobody can guess."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(16)
        self._offered: OrderedDict[str, Delivery] = OrderedDict()
        self._shares: dict[str, float] = {}
        self._lock = threading.Lock()
        self.makers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="file")
        self.slow_makers = ThreadPoolExecutor(1, thread_name_prefix="slow-file")

    def offer(self, delivery: Delivery, *key: Hashable) -> str:
        """The address of a file; `key` tells it from all others."""
        token = hashlib.blake2b(repr(key).encode(), key=self._secret, digest_size=12).hexdigest()
        with self._lock:
            self._offered[token] = delivery
            self._offered.move_to_end(token)
            if len(self._offered) > REMEMBERED:
                self._offered.popitem(last=False)
        return f"{ROUTE.lstrip('/')}/{token}"

    def get(self, token: str) -> Delivery | None:
        """The file of that name, if it can be asked for."""
        with self._lock:
            return self._offered.get(token)

    def share(self, token: str) -> float:
        """How much of it is done, 0 … 1."""
        with self._lock:
            return self._shares.get(token, 0.0)

    def make(self, token: str, delivery: Delivery) -> IO[bytes]:
        """A file without a name on the disk that holds its content; it is gone when it is closed.

        Raises
        ------
        InputError
            If it cannot be made.
        """

        def report(share: float) -> None:
            with self._lock:
                self._shares[token] = share

        file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
        try:
            delivery.write(file, report)
        except OSError as error:
            file.close()
            raise InputError(
                "{name} cannot be made: {reason}. Make room on the disk of the server, then try again.",
                name=delivery.name,
                reason=error.strerror or error,
            ) from error
        except BaseException:
            file.close()
            raise
        finally:
            with self._lock:
                self._shares.pop(token, None)
        return file


@cache
def deliveries() -> Deliveries:
    """Those of this server."""
    return Deliveries()


def delivered_files() -> Mount:
    """The routes that serve them; put them among the routes of the app.

    Of a file that cannot be made the answer is a sentence, with the status 422; ``…/share`` says how much is done.
    """
    unkept = {"Cache-Control": "no-store"}

    async def share(request: Request) -> Response:
        return JSONResponse({"share": deliveries().share(request.path_params["token"])}, headers=unkept)

    async def serve(request: Request) -> Response:
        kept, token = deliveries(), request.path_params["token"]
        delivery = kept.get(token)
        if delivery is None:
            return Response(status_code=404, headers=unkept)
        try:
            makers = kept.slow_makers if delivery.slow else kept.makers
            file = await asyncio.get_running_loop().run_in_executor(makers, kept.make, token, delivery)
        except InputError as error:
            return Response(delivery.said(error), 422, unkept, "text/plain")
        named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(delivery.name)}"}
        size = {"Content-Length": str(file.seek(0, 2))}
        return StreamingResponse(_sent(file), 200, unkept | named | size, "application/octet-stream")

    return Mount(ROUTE, routes=[Route("/{token}", serve), Route("/{token}/share", share)])


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk
