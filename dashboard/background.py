"""Computations of many seconds: they run one after the other beside the pages, and all viewers share them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import streamlit as st

from core.errors import InputError


class Job:
    """A computation that goes on while pages are drawn.

    Parameters
    ----------
    work : callable
        Returns an iterator over the share that is done, 0 … 1.

    Attributes
    ----------
    share : float
        What is done so far.
    done : bool
        Whether it has ended, well or not.
    """

    def __init__(self, work: Callable[[], Iterator[float]]) -> None:
        self.share, self.done = 0.0, False
        self._future = _line().submit(self._run, work)

    def _run(self, work: Callable[[], Iterator[float]]) -> None:
        try:
            for self.share in work():
                pass
        finally:
            self.done = True

    @property
    def complaint(self) -> InputError | None:
        """Why it ended early, if it is something a viewer can change; a fault of ours is raised."""
        error = self._future.exception() if self.done else None
        if error is not None and not isinstance(error, InputError):
            raise error
        return error


@st.cache_resource(show_spinner=False)
def _line() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
