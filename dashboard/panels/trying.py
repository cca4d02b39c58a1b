"""Callbacks that may be refused: what went wrong stays as a sentence, and nothing else happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.errors import InputError
from dashboard import state

COMPLAINT = "complaint"
"""Where the sentence is kept that the status of a run says."""


def tried(action: Callable[..., Any], *arguments: Any, said: str = COMPLAINT) -> Callable[[], None]:
    """A callback that does `action` and keeps an `InputError` of it under the name `said`."""

    def act() -> None:
        state.forget(said)
        try:
            action(*arguments)
        except InputError as error:
            state.put(said, error)

    return act
