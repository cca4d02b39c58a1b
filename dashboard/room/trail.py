"""Where a lecturer stood, view by view: a lecture recorded while it is given."""

from __future__ import annotations

import threading

from dashboard.lectures import Stop
from dashboard.own_lecture import MOST

LEAST = 5.0
"""Seconds that one stays at a view for it to be remembered: what one only passes is none."""


class Trail:
    """The views at which somebody stood, in order, each once."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._here: Stop | None = None
        self._since = 0.0
        self._lock = threading.Lock()

    def stand(self, stop: Stop, now: float) -> None:
        """The lecturer shows a view from `now` on, in seconds of a clock that never goes back."""
        with self._lock:
            if stop == self._here:
                return
            self._settle(now)
            self._here, self._since = stop, now

    def stops(self, now: float) -> tuple[Stop, ...]:
        """The views so far, that of `now` among them if the lecturer stands there long enough."""
        with self._lock:
            self._settle(now)
            return tuple(self._stops)

    def _settle(self, now: float) -> None:
        here = self._here
        if here is not None and now - self._since >= LEAST and here not in self._stops and len(self._stops) < MOST:
            self._stops.append(here)
