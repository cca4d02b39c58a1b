"""What a training will take, said before it is started, and refused where it is more than this server allows for."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from cachetools import LRUCache

from core.errors import InputError
from core.knobs import configure
from core.lab import Lab
from core.runs.store import budget
from dashboard import state
from dashboard.frame import view
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.resources import store

if TYPE_CHECKING:
    from core.training.costs import StepCost

TICK = 0.5
"""Seconds between two looks for a measurement that goes on."""

KEPT = 1_000
"""How many measurements are remembered."""


log = logging.getLogger("unrolled")


class Estimates:
    """What training steps take: measured one after the other beside the pages, and known to all viewers."""

    def __init__(self) -> None:
        self._line = ThreadPoolExecutor(1, thread_name_prefix="costs", initializer=_stand_back)
        self._known: LRUCache[Any, Future[StepCost]] = LRUCache(KEPT)
        self._lock = threading.Lock()

    def of(self, lab: Lab, config: Mapping[str, Any], data: Path | None) -> Future[StepCost]:
        """The cost of a step with these knobs, once it is measured."""
        key = lab.key, tuple(sorted(config.items())), data
        with self._lock:
            known = self._known.get(key)
            if known is None or known.cancelled():
                self._known[key] = known = self._line.submit(_cost_of, lab, dict(config), data)
            return known


@st.cache_resource(show_spinner=False)
def estimates() -> Estimates:
    """Those of this server."""
    return Estimates()


def costs(lab: Lab) -> None:
    """One line on what a training with the knobs as they stand takes; it waits for nothing."""
    config = {knob.name: view.value_of(knob) for knob in lab.knobs}
    st.fragment(_estimate, run_every=TICK if _waits(lab, config) else None, key="costs")(lab, config)


def check_costs(lab: Lab, config: Mapping[str, Any], data: Path | None) -> None:
    """Raise `InputError` if a training with these knobs takes more than this server allows for."""
    if data is not None or configure(lab.config, config) != lab.config():
        estimates().of(lab, config, data).result().check()


def own_data(lab: Lab) -> Path | None:
    """The viewer's own file that the next run of a lab will learn from, if there is one."""
    own = state.get(f"own:{lab.key}")
    return store().folder / "data" / own.file if own and state.get("use_own", True) else None


def _waits(lab: Lab, config: Mapping[str, Any]) -> bool:
    """Whether what is to be said is still measured; what is no longer asked for is given up."""
    if "torch" not in sys.modules:
        return True  # the first pictures come first
    asked: Future[StepCost] | None = state.get("costs:asked")
    wanted = estimates().of(lab, config, own_data(lab))
    if asked not in (None, wanted):
        asked.cancel()
    state.put("costs:asked", wanted)
    return not wanted.done()


def _estimate(lab: Lab, config: Mapping[str, Any]) -> None:
    if _waits(lab, config):
        state.put("costs:waits", True)
        st.caption(_("How long a step takes is being measured …"))
        return
    if state.get("costs:waits"):
        state.forget("costs:waits")
        st.rerun()  # the whole page: its clock stops
    try:
        cost = estimates().of(lab, config, own_data(lab)).result()
        cost.check()
    except InputError as error:
        st.warning(sentence(error))
        return
    from dashboard.panels.controls import duration

    steps = budget(lab.key)
    st.caption(
        _(
            "About {seconds} s and {megabytes} MB per step, {time} for {steps} steps, if a core is free.",
            seconds=f"{cost.seconds:.2g}",
            megabytes=f"{cost.megabytes:.0f}" if cost.megabytes >= 0.5 else "< 1",
            time=duration(cost.seconds * steps),
            steps=f"{steps:,}",
        )
    )


def _cost_of(lab: Lab, config: Mapping[str, Any], data: Path | None) -> StepCost:
    from core.training.costs import cost_of

    try:
        return cost_of(lab, config, data)
    except InputError:
        raise
    except Exception as error:  # above all, memory that is not to be had
        log.exception("the cost of a step of %s could not be measured", lab.key)
        raise InputError(
            "What a step with these knobs takes could not be measured ({fault}).", fault=f"{error}"[:200]
        ) from error


def _stand_back() -> None:
    """Let the pages go first (on Linux, where threads are as nice as they like)."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 15)
