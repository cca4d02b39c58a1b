"""``python -m core.engine.cluster``: the process beside the app that starts workers and ends with all of them.

It reads one line of JSON (how many workers, and which run store), tells the app the address of their scheduler, and
ends when its standard input closes: when the app goes, however it goes.
"""

from __future__ import annotations

import json
import logging
import sys
from contextlib import suppress
from tempfile import TemporaryDirectory
from typing import Any

from core.errors import InputError
from core.nn.cells.family import CELLS
from core.runs.store import RunStore


def main() -> None:
    """Start workers as the first line of standard input says, and end with them when it closes."""
    import dask.config
    from distributed import LocalCluster

    order: dict[str, Any] = json.loads(sys.stdin.readline())
    dask.config.set({"distributed.scheduler.allowed-failures": 0})  # the engine itself decides who goes on
    if sys.platform == "linux":
        _fork_workers()
    with TemporaryDirectory(prefix="unrolled-") as scratch:
        cluster = LocalCluster(
            n_workers=0,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,  # pyright: ignore[reportArgumentType] (None is allowed: none is served)
            memory_limit=0,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
            local_directory=scratch,
            preload=["core.engine.worker"],
            silence_logs=logging.CRITICAL,
        )
        with cluster:
            cluster.scale(order["workers"])
            with suppress(BrokenPipeError):  # the app may be gone before its workers are there
                print(cluster.scheduler_address, flush=True)
                sys.stdin.read()
            with suppress(InputError):  # without a store, there is nothing to say and nobody to hear it
                RunStore(order["url"], order["folder"]).queue.interrupt(order["engine"])


def _fork_workers() -> None:
    """Fork workers off a process that has imported torch and the cells: they start in no time and share its memory."""
    import dask.config
    from distributed.utils import get_mp_context

    dask.config.set({"distributed.worker.multiprocessing-method": "forkserver"})
    cells = sorted({kind.path.partition(":")[0] for kind in CELLS})
    get_mp_context().set_forkserver_preload(["distributed", "core.engine.worker", "torch._dynamo", *cells])


if __name__ == "__main__":
    main()
