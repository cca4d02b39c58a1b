"""A server with rooms, for a test: its rooms open with it, and a lecturer's browser makes up a secret."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette

from dashboard.room import hub


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[None]:
    """What such a server does from its start to its end."""
    hub.start()
    yield


@pytest.fixture
def secret() -> str:
    """What a lecturer's browser makes up."""
    return secrets.token_hex(32)
