"""A run, from its row in the database."""

from __future__ import annotations

import dataclasses
import time
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from core.runs.queue import LEASE_SECONDS
from core.runs.records import Run, interventions_of, rates_of
from core.runs.tables import ENGINES, RUNS

SELECT_RUNS = sa.select(RUNS, ENGINES.c.heartbeat.label("engine_heartbeat")).select_from(
    RUNS.outerjoin(ENGINES, ENGINES.c.id == RUNS.c.engine)
)
"""What `run_of` needs of every run."""


SELECT_STANDINGS = sa.select(
    RUNS.c.state, RUNS.c.heartbeat, RUNS.c.worker, RUNS.c.queued, ENGINES.c.heartbeat.label("engine_heartbeat")
).select_from(RUNS.outerjoin(ENGINES, ENGINES.c.id == RUNS.c.engine))
"""What `state_of` needs of every run, and who waits since when."""


def state_of(row: Any) -> str:
    """The state of the run of a row, as it is now: one whose worker and engine are silent is interrupted."""
    alive = max(row.heartbeat, row.engine_heartbeat or 0) > time.time() - LEASE_SECONDS
    return "interrupted" if row.state in ("queued", "running") and not alive else row.state


def run_of(row: sa.Row[Any]) -> Run:
    """The run of a row of `SELECT_RUNS`, as it stands now."""
    values = row._mapping
    changes = interventions_of(row.interventions)
    rates = rates_of(row.config) | {knob: rate for _, rate, knob in changes} | (row.wanted_rates or {})
    same = {field.name: values[field.name] for field in dataclasses.fields(Run) if field.name in values}
    return Run(
        **same
        | {
            "state": state_of(row),
            "created": datetime.fromtimestamp(row.created, UTC),
            "changed": datetime.fromtimestamp(row.changed, UTC),
            "rates": rates,
            "interventions": changes,
            "shared": bool(row.shared),
            "pinned": bool(row.pinned),
        }
    )
