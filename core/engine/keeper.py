"""A keeper: it sees to it that one worker process is there, whatever becomes of it."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import Scheduler
    from distributed.process import AsyncProcess

JOIN_SECONDS = 120.0
"""How long a worker may live unknown to its scheduler, at its start or after it was lost; then another one replaces
it.
"""

LOOK_SECONDS = 1.0
"""How often a keeper looks whether its worker is known."""

LEAST_SECONDS = 0.5
"""Starts of a worker that dies at once are so far apart, so that they leave the processor to others."""

log = logging.getLogger("unrolled.engine")


async def keep(scheduler: Scheduler, scratch: str) -> None:
    """Have a worker at `scheduler`, and another one in its place whenever it has ended, until this is cancelled.

    It needs nothing of a worker but that its process lives and that the scheduler knows it: so it does not matter at
    which moment, of its start or of its work, a worker is killed.

    Parameters
    ----------
    scheduler : Scheduler
        It runs in this process.
    scratch : str
        A folder for what workers write meanwhile.
    """
    while True:
        began = time.monotonic()
        try:
            await _one_life(scheduler, scratch)
        except Exception:
            log.exception("a worker could not be started; it is tried again")
        await asyncio.sleep(max(0.0, LEAST_SECONDS - (time.monotonic() - began)))


async def _one_life(scheduler: Scheduler, scratch: str) -> None:
    """Start a worker and return when it has ended, by itself or because nobody has known it for too long."""
    from distributed.process import AsyncProcess

    process = AsyncProcess(target=serve, args=(scheduler.address, scratch), name="Unrolled worker")
    process.daemon = True
    try:
        await process.start()
        known = time.monotonic()
        while process.is_alive() and time.monotonic() - known < JOIN_SECONDS:
            with suppress(TimeoutError):
                await process.join(LOOK_SECONDS)
            if any(worker.pid == process.pid for worker in scheduler.workers.values()):
                known = time.monotonic()
    finally:
        await _end(process)


async def _end(process: AsyncProcess) -> None:
    if process.is_alive():
        with suppress(OSError, ValueError, AttributeError):  # it may end by itself in this moment
            await process.kill()
        with suppress(TimeoutError):
            await process.join(LOOK_SECONDS)
    process.close()


def serve(scheduler: str, scratch: str) -> None:
    """Be a worker until the scheduler is gone (what a worker's process runs).

    Parameters
    ----------
    scheduler : str
        The address of the scheduler.
    scratch : str
        A folder for what is written meanwhile.
    """
    from distributed import Worker

    logging.getLogger("distributed").setLevel(logging.CRITICAL)

    async def work() -> None:
        options = {"nthreads": 1, "memory_limit": 0, "host": "127.0.0.1", "preload": ["core.engine.worker"]}
        async with Worker(scheduler, local_directory=scratch, **options) as worker:  # pyright: ignore[reportArgumentType]
            await worker.finished()

    try:
        asyncio.run(work())
    finally:
        os._exit(0)  # at once: a thread may still be at a training step that nobody waits for
