"""What a server does by itself while it runs: the old runs are removed, its log tells of it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from core.errors import InputError
from core.runs.upkeep import clean
from dashboard.resources import store
from dashboard.room.hub import hub

UPKEEP_SECONDS = 600.0
"""How often the store is looked through."""

ROOM_SECONDS = 5.0
"""How often one of several processes looks whether its rooms have gone to another one."""

log = logging.getLogger("unrolled.upkeep")


async def keep_up() -> None:
    """Look through the store now and then, as long as the server runs."""
    while True:
        await asyncio.sleep(UPKEEP_SECONDS)
        with suppress(InputError):  # a store that cannot be written to is told of on every page
            await asyncio.to_thread(clean_now)


async def keep_rooms() -> None:
    """Let go of the rooms that another process serves now, as long as the server runs."""
    while True:
        await asyncio.sleep(ROOM_SECONDS)
        with suppress(InputError):
            await hub().let_go_of_moved()


def clean_now() -> int:
    """Remove what is old or too much; how many runs that was."""
    removed = clean(store())
    if removed:
        log.info("runs removed, for they were old or space was short", extra={"count": len(removed)})
    return len(removed)
