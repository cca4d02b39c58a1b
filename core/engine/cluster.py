"""``python -m core.engine.cluster``: the process beside the app that keeps workers and ends with all of them.

It reads one line of JSON (how many workers, and which run store), tells the app the address of their scheduler, and
ends when its standard input closes: when the app goes, however it goes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from contextlib import suppress
from tempfile import TemporaryDirectory
from typing import Any

from core.engine.keeper import keep
from core.errors import InputError
from core.nn.cells.family import CELLS
from core.runs.store import RunStore


def main() -> None:
    """Start workers as the first line of standard input says, and end with them when it closes."""
    import dask.config

    order: dict[str, Any] = json.loads(sys.stdin.readline())
    dask.config.set({"distributed.scheduler.allowed-failures": 0})  # the engine itself decides who goes on
    if sys.platform == "linux":
        _fork_workers()
    with TemporaryDirectory(prefix="unrolled-", ignore_cleanup_errors=True) as scratch:
        asyncio.run(_serve(order["workers"], scratch))
        with suppress(InputError):  # without a store, there is nothing to say and nobody to hear it
            RunStore(order["url"], order["folder"]).queue.interrupt(order["engine"])


async def _serve(workers: int, scratch: str) -> None:
    """Keep so many workers until standard input closes."""
    from distributed import Scheduler

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it the engine says
    async with Scheduler(host="127.0.0.1", port=0, dashboard=False, dashboard_address="127.0.0.1:0") as scheduler:
        keepers = [asyncio.create_task(keep(scheduler, scratch)) for _ in range(workers)]
        with suppress(BrokenPipeError):  # the app may be gone before its workers are there
            print(scheduler.address, flush=True)
            await asyncio.to_thread(sys.stdin.read)
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)


def _fork_workers() -> None:
    """Fork workers off a process that has imported torch and the cells: they start in no time and share its memory."""
    import dask.config
    from distributed.utils import get_mp_context

    dask.config.set({"distributed.worker.multiprocessing-method": "forkserver"})
    cells = sorted({kind.path.partition(":")[0] for kind in CELLS})
    get_mp_context().set_forkserver_preload(["distributed", "core.engine.worker", "torch._dynamo", *cells])


if __name__ == "__main__":
    main()
