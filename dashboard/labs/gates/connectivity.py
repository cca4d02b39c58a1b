"""The closer look "connectivity": which characters of the past the next one hangs on."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
import xarray as xr

from core.errors import InputError
from core.runs.store import Checkpoint
from core.trace.schema import tokens_of
from dashboard import address, state
from dashboard.frame.closer_look import Subject
from dashboard.frame.lesson import Moment, beside
from dashboard.labs.gates.components.connectivity import connected_text
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.sampling import visible
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.labs.gates.connectivity import Connectivity

HOP = 150
"""Characters by which the stretch that is measured moves on with the cursor in a longer text."""


def connectivity(subject: Subject) -> None:
    """The text as the next token sees it, and how far back that reaches; two runs side by side, if two are in view."""
    from core.labs.gates.connectivity import LONGEST

    st.latex(
        r"\mathrm{connectivity}(t, s) = \left\lVert \frac{\partial \log p(y_t \mid x_1 \dots x_t)}{\partial x_s}"
        r" \right\rVert_2"
    )
    target = _target(subject.trace)
    moments = [subject.steady(), *(moment for moment, _trace in subject.beside)]
    traces = [subject.trace, *(trace for _moment, trace in subject.beside)]
    with st.spinner(_("Going back from every character …")):
        found, seconds = zip(
            *(_measured(subject, *pair, target) for pair in zip(moments, traces, strict=True)), strict=True
        )
    for moment, trace, measured in beside(moments, traces, found):
        _text(subject, moment, trace, measured)
    T = len(found[0].norms)
    st.caption(
        _(
            "Point at a character: the fuller the colour of one before it, the more a small change of its embedding"
            " would change the log-probability of what comes next. Each step has its own scale. {count} passes back"
            " through {count} characters: {seconds} s.",
            count=T,
            seconds=f"{sum(seconds):.1f}",
        )
    )
    if traces[0].sizes["time"] > T:
        st.caption(_("Of this text the {most} characters around the cursor are measured.", most=LONGEST))
    if T > 1:
        _reach(moments, found)


def _reach(moments: Sequence[Moment], found: Sequence[Connectivity]) -> None:
    """The mean over the text at each distance, a line a run."""
    from dashboard.labs.gates.charts.connectivity import reach_chart

    names = [f"{k + 1} · {moment.name} · {moment.checkpoint.step:,}" for k, moment in enumerate(moments)]
    labels = {"distance": _("characters back"), "connectivity": _("mean connectivity"), "run": _("run")}
    st.altair_chart(
        reach_chart({name: one.by_distance for name, one in zip(names, found, strict=True)}, labels),
        width="stretch",
        key="reach",
        alt=_("Line chart of the mean connectivity against the distance back"),
    )
    st.caption(
        _(
            "How far back the next character reaches: the mean over the text, on a logarithmic scale. Straight down is"
            " a memory that fades by the same factor at every step; a line ends where less than a millionth of the most"
            " is left. Half of the connectivity lies in the last {halves} characters.",
            halves=" / ".join(f"{one.half:g}" for one in found),
        )
    )


def _target(trace: xr.Dataset) -> str | None:
    """The token whose probability is differentiated; None for the one that came."""
    words = tokens_of(trace, "vocabulary")
    named = address.read("asked")
    if named is not None and named not in words:
        error = InputError(
            "The link asks for {token}, which this network does not know. The token that came is taken.",
            token=repr(named)[:60],
        )
        st.warning(sentence(error))
        address.write("asked", None)
        named = None
    state.put("asked_choice", named)
    st.selectbox(
        _("Whose probability"),
        words,
        index=None,
        placeholder=_("the token that came next"),
        key="asked_choice",
        format_func=visible,
        on_change=lambda: address.write("asked", state.get("asked_choice")),
        width=320,
    )
    return named


def _text(subject: Subject, moment: Moment, trace: xr.Dataset, measured: Connectivity) -> None:
    words, key = tokens_of(trace, "vocabulary"), f"connectivity:{moment.run.id}"
    stretch = slice(measured.begin, measured.begin + len(measured.norms))
    connected_text(
        tokens_of(trace, "time")[stretch],
        measured.norms,
        [words[number] for number in measured.targets.tolist()],
        np.exp(measured.log_p),
        key=key,
        begin=measured.begin,
        at={"time": subject.time, "layer": subject.layer, "unit": subject.unit},
        group="gates",
        translate=_,
        on_change=lambda: subject.point_at(time=state.get(key)["time"]),
    )


def _measured(subject: Subject, moment: Moment, trace: xr.Dataset, target: str | None) -> tuple[Connectivity, float]:
    """Connectivity around the cursor, and the seconds that it took when it was computed."""
    from core.labs.gates.connectivity import LONGEST

    later = max(0, subject.time + 1 - LONGEST)  # how far the cursor stands behind the first stretch
    end = LONGEST + HOP * math.ceil(later / HOP)
    text = "".join(tokens_of(trace, "time"))
    return _kept(str(moment.checkpoint.path), text, target, end, _checkpoint=moment.checkpoint)


@st.cache_resource(show_spinner=False, max_entries=64)
def _kept(path: str, text: str, target: str | None, end: int, _checkpoint: Checkpoint) -> tuple[Connectivity, float]:
    from core.labs.gates.connectivity import connectivity

    started = time.perf_counter()
    measured = connectivity(model_at(_checkpoint), text, target=target, end=end)
    return measured, time.perf_counter() - started
