"""What was computed is kept once for all viewers, bounded by bytes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Mapping
from functools import wraps
from hashlib import sha256
from threading import Condition
from types import FunctionType, ModuleType
from typing import Any, ParamSpec, TypeVar

import streamlit as st
from cachetools import LRUCache

from core.limits import limits
from core.runs.records import Checkpoint, Run

P = ParamSpec("P")
R = TypeVar("R")


class Kept:
    """Results by key, the least recently used forgotten first when they take more than `limit` bytes.

    A result is computed once, however many ask for it at the same time; who comes second waits for who came first. One
    that is larger than the limit is handed out and not kept.

    Parameters
    ----------
    limit : int
        Bytes.
    """

    def __init__(self, limit: int) -> None:
        self._results: LRUCache[Hashable, Any] = LRUCache(limit, getsizeof=size_of)
        self._changed = Condition()
        self._pending: set[Hashable] = set()

    @property
    def bytes(self) -> int:
        """What is kept now."""
        return int(self._results.currsize)

    def get(self, key: Hashable, compute: Callable[[], R]) -> R:
        """What is kept under `key`, else what `compute` returns; whatever it raises is raised, and not kept."""
        with self._changed:
            self._changed.wait_for(lambda: key not in self._pending)
            if key in self._results:
                return self._results[key]
            self._pending.add(key)
        try:
            result = compute()
            with self._changed:
                if size_of(result) <= self._results.maxsize:
                    self._results[key] = result
            return result
        finally:
            with self._changed:
                self._pending.discard(key)
                self._changed.notify_all()


@st.cache_resource(show_spinner=False)
def kept() -> Kept:
    """The one store of results of this server."""
    return Kept(int(limits().cache_mb * 2**20))


def computed_once(function: Callable[P, R]) -> Callable[P, R]:
    """Compute a function once for equal arguments and all viewers; what it returns is shared, so never change it.

    What tells arguments apart says `content`: of a checkpoint its file, of a run its id and data.
    """
    of = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def cached(*arguments: P.args, **more: P.kwargs) -> R:
        return kept().get((of, content(arguments), content(more)), lambda: function(*arguments, **more))

    return cached


def content(value: Any) -> Hashable:
    """What tells one argument from another.

    Arrays, sequences and mappings are told by what is in them, objects by their ``cache_key``, all else by itself.

    Raises
    ------
    TypeError
        If it is neither hashable nor has a ``cache_key``.
    """
    if isinstance(value, Checkpoint):
        return "checkpoint", str(value.file)
    if isinstance(value, Run):
        return "run", value.id, value.data
    if hasattr(value, "cache_key"):
        return type(value).__name__, value.cache_key
    if hasattr(value, "tobytes"):  # arrays
        return str(value.dtype), value.shape, sha256(value.tobytes()).digest()
    if isinstance(value, Mapping):
        return tuple(sorted((name, content(each)) for name, each in value.items()))
    if isinstance(value, list | tuple):
        return type(value).__name__, *(content(each) for each in value)
    hash(value)
    return value


def size_of(value: Any) -> int:
    """Bytes that a result takes, as far as arrays, tensors, texts and what holds them tell; what it holds twice counts
    once.
    """
    return _size(value, set())


def _size(value: Any, seen: set[int]) -> int:
    if id(value) in seen or isinstance(value, type | FunctionType | ModuleType):
        return 0
    seen.add(id(value))
    if hasattr(value, "nbytes"):  # arrays, tensors, traces
        return int(value.nbytes)
    if hasattr(value, "memory_usage"):  # tables of pandas
        return int(value.memory_usage(deep=True).sum())
    if isinstance(value, str | bytes):
        return sys.getsizeof(value)
    if isinstance(value, Mapping):
        return sum(_size(each, seen) for pair in value.items() for each in pair)
    if isinstance(value, list | tuple | set | frozenset):
        return sys.getsizeof(value) + sum(_size(each, seen) for each in value)
    if hasattr(value, "__dict__"):  # modules of torch, tasks, records
        return sum(_size(each, seen) for each in vars(value).values())
    return sys.getsizeof(value)
