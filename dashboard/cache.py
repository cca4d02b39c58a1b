"""What was computed of a checkpoint is kept once for all viewers, bounded by bytes."""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import wraps
from threading import Condition
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st
from cachetools import LRUCache

from core.runs.records import Checkpoint

P = ParamSpec("P")
R = TypeVar("R")

MEGABYTES = 1_024
"""What all models, traces and measurements together may take; ``UNROLLED_CACHE_MB`` sets another limit."""


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
    return Kept(int(float(os.environ.get("UNROLLED_CACHE_MB", MEGABYTES)) * 2**20))


def per_checkpoint(function: Callable[Concatenate[Checkpoint, P], R]) -> Callable[Concatenate[Checkpoint, P], R]:
    """Compute a function of a checkpoint once for all viewers; what it returns is shared, so never change it.

    Its further arguments must be hashable, or say by a ``cache_key`` what they are; sequences and mappings of such are
    taken too.
    """

    @wraps(function)
    def cached(checkpoint: Checkpoint, /, *arguments: P.args, **more: P.kwargs) -> R:
        of = f"{function.__module__}.{function.__qualname__}"
        key = (of, str(checkpoint.path), content(arguments), content(more))
        return kept().get(key, lambda: function(checkpoint, *arguments, **more))

    return cached


def content(value: Any) -> Hashable:
    """What tells one argument from another.

    Raises
    ------
    TypeError
        If it is neither hashable nor has a ``cache_key``.
    """
    if hasattr(value, "cache_key"):
        return type(value).__name__, value.cache_key
    if isinstance(value, Mapping):
        return tuple(sorted((name, content(each)) for name, each in value.items()))
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return tuple(content(each) for each in value)
    hash(value)
    return value


def size_of(value: Any) -> int:
    """Bytes that a result takes, as far as arrays, tensors, texts and what holds them tell."""
    if hasattr(value, "nbytes"):  # arrays, tensors, traces
        return int(value.nbytes)
    if hasattr(value, "parameters") and hasattr(value, "buffers"):  # modules of torch
        return sum(int(tensor.nbytes) for tensor in (*value.parameters(), *value.buffers()))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return sum(size_of(getattr(value, field.name)) for field in dataclasses.fields(value))
    if hasattr(value, "memory_usage"):  # tables of pandas
        return int(value.memory_usage(deep=True).sum())
    if isinstance(value, Mapping):
        return sum(size_of(each) for pair in value.items() for each in pair)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return sum(size_of(each) for each in value) if hasattr(value, "__len__") else 0
    return sys.getsizeof(value)
