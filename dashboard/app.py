"""The launcher: ``streamlit run dashboard/app.py`` or any ASGI server on ``dashboard.app:app``."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch is loaded: viewers' threads must not fight for the cores

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # `streamlit run` puts this folder on the path, and the packages are one above

from dashboard.components.assets import component_files  # noqa: E402  (needs the path above)
from dashboard.components.numbers import number_blocks  # noqa: E402
from dashboard.deliveries import delivered_files  # noqa: E402
from dashboard.first_paint import FirstPaint  # noqa: E402
from dashboard.room import hub  # noqa: E402
from dashboard.room.pages import room_pages  # noqa: E402
from dashboard.room.sockets import room_lines  # noqa: E402
from dashboard.server.chores import keep_rooms, keep_up  # noqa: E402
from dashboard.server.logs import start_log  # noqa: E402
from dashboard.server.meters import Counted, meters  # noqa: E402
from dashboard.server.processes import Staying, process  # noqa: E402
from dashboard.server.routes import state_routes  # noqa: E402
from dashboard.visitors import Visitors, entrance  # noqa: E402

QUIET_SECONDS = 6.0
"""How long after its start the server leaves the processor to the first visitor before it imports torch."""

COLLECT_SECONDS = 20.0
"""How often garbage is collected: after every script run, as by default, costs more than the script."""


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Warm torch and the workers up once the first page is out, and collect garbage now and then; let rooms open."""
    start_log()
    hub.start()
    chores = [
        asyncio.create_task(chore()) for chore in (_warm_up, _collect, keep_up, *([keep_rooms] if process() else []))
    ]
    yield
    for chore in chores:
        chore.cancel()


async def _warm_up() -> None:
    await asyncio.sleep(QUIET_SECONDS)
    await asyncio.to_thread(_start_workers)
    await asyncio.to_thread(_import_torch)


def _import_torch() -> None:
    import torch

    from core.nn.cells.family import prepare

    torch.set_num_threads(1)
    prepare()


def _start_workers() -> None:
    from dashboard.resources import engine

    engine().start()


async def _collect() -> None:
    while True:
        await asyncio.sleep(COLLECT_SECONDS)
        await asyncio.to_thread(gc.collect)


def on_script_error(error: Exception) -> bool:
    """Show one sentence instead of a traceback, which goes to the log."""
    from core.errors import InputError
    from dashboard.language import sentence, translate

    if isinstance(error, InputError):
        st.error(sentence(error))
        return True
    logging.getLogger("unrolled").exception("a page failed", exc_info=error)
    meters().faults.inc()
    st.error(
        translate(
            "This page ran into a fault of ours. Your runs are safe; reload the page to go on, and report what you did"
            " if it happens again."
        )
    )
    return True


app = st.App(
    ROOT / "dashboard" / "main.py",
    lifespan=lifespan,
    routes=[
        component_files(),
        number_blocks(),
        delivered_files(),
        *room_pages(),
        room_lines(),
        entrance(),
        *state_routes(),
    ],
    middleware=[Middleware(Counted), Middleware(Visitors), Middleware(Staying), Middleware(FirstPaint)],
    on_script_error=on_script_error,
)
