"""The log: one line an event, as text or as JSON (``UNROLLED_LOG=json``), without anything that a user typed.

A sentence that was said to a viewer may hold their words; it is written without them. Of an error that nobody foresaw
the log has its kind and its places in the code, not its message.
"""

from __future__ import annotations

import json
import logging
import os
import time
import traceback
from typing import Any

from core.errors import InputError

VARIABLE = "UNROLLED_LOG"

KEPT = ("run", "lab", "room", "count", "seconds")
"""What an event may say beside its words, as ``extra=``: numbers, and names that we have made up."""


def start_log() -> None:
    """Write what ``unrolled`` and its parts have to say to stderr (once; called at the server's start)."""
    log = logging.getLogger("unrolled")
    if log.handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLine() if os.environ.get(VARIABLE) == "json" else TextLine())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


class TextLine(logging.Formatter):
    """A line to be read by people."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of an event."""
        event = _event(record)
        head = f"{event.pop('time')} {event.pop('level'):<7} {event.pop('event')}"
        where = event.pop("where", [])
        return " ".join([head, *(f"{name}={value}" for name, value in event.items())] + [f"\n    {at}" for at in where])


class JsonLine(logging.Formatter):
    """A line to be read by programs: one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of an event."""
        return json.dumps(_event(record), ensure_ascii=False, default=str)


def _event(record: logging.LogRecord) -> dict[str, Any]:
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    event: dict[str, Any] = {
        "time": f"{moment}.{int(record.msecs):03d}Z",
        "level": record.levelname.lower(),
        "event": _words(record),
        "from": record.name,
        "process": record.process,
    }
    event |= {name: getattr(record, name) for name in KEPT if hasattr(record, name)}
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        event["error"] = error.template if isinstance(error, InputError) else type(error).__name__
        event["where"] = [f"{at.filename}:{at.lineno} {at.name}" for at in traceback.extract_tb(error.__traceback__)]
    return event


def _words(record: logging.LogRecord) -> str:
    """The words of an event; of a sentence for a viewer, its form alone."""
    if not record.args or not isinstance(record.args, tuple):
        return str(record.msg)
    return str(record.msg) % tuple(arg.template if isinstance(arg, InputError) else arg for arg in record.args)
