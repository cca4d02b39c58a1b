"""What one viewer, one run and one server may take: every limit, with what it is unless the environment says otherwise.

A limit is told before it is hit, and refused with a sentence that says how far it goes. ``UNROLLED_<NAME>`` in the
environment sets each, as ``UNROLLED_RUNS_PER_VIEWER=10``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import Any

from core.errors import InputError


@dataclass(frozen=True)
class Limits:
    """The limits of a server; all are positive numbers.

    Attributes
    ----------
    runs_per_viewer : int
        Runs of one viewer that train or wait for it, at once.
    runs_per_server : int
        The same of all viewers together.
    run_minutes : float
        How long a run may train until somebody presses play again, in minutes by the clock on the wall.
    parameters : int
        Weights that a network may have.
    step_seconds : float
        How long one training step may take, in seconds of one core.
    run_mb : float
        How much memory a training step may take, in megabytes.
    cache_mb : float
        What models, traces and measurements that all viewers share may take in memory, in megabytes.
    text_mb, recordings_mb, weights_mb, run_file_mb : float
        What a file may have that a viewer brings, in megabytes: a text, a table, pictures or a sound; recordings to
        train on; the weights of a network; a run, through a browser.
    disk_gb : float
        What runs and the viewers' data may take on the disk, in gigabytes; beyond it the oldest are removed.
    keep_days : float
        After how many days without a look at it a run is removed, unless it is pinned, shared, or nobody's.
    """

    runs_per_viewer: int = 120
    runs_per_server: int = 2_000
    run_minutes: float = 240.0
    parameters: int = 20_000_000
    step_seconds: float = 5.0
    run_mb: float = 2_048.0
    cache_mb: float = 1_024.0
    text_mb: float = 20.0
    recordings_mb: float = 200.0
    weights_mb: float = 100.0
    run_file_mb: float = 500.0
    disk_gb: float = 20.0
    keep_days: float = 180.0


MEGABYTE = 2**20


def limits() -> Limits:
    """The limits of this server, as the environment says now.

    Raises
    ------
    InputError
        If the environment says anything but a positive number.
    """
    return Limits(**{field.name: _said(field.name, field.default) for field in fields(Limits)})


def _said(name: str, default: Any) -> Any:
    variable = f"UNROLLED_{name.upper()}"
    text = os.environ.get(variable)
    if not text:
        return default
    try:
        value = type(default)(text)
        if not 0 < value < float("inf"):
            raise ValueError(text)
    except ValueError:
        raise InputError(
            "{variable} is set to {value}; it takes a positive number. Change it or leave it out.",
            variable=variable,
            value=repr(text)[:40],
        ) from None
    return value
