"""The closer look "connectivity": which characters of the past the next one hangs on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
import xarray as xr

from core.errors import InputError
from core.runs.store import Checkpoint
from core.trace.schema import tokens_of
from dashboard import state
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.frame.lesson import beside
from dashboard.frame.moment import Moment
from dashboard.labs.gates.components.connectivity import connected_text
from dashboard.labs.gates.names import ASKED
from dashboard.labs.gates.subject import Reading
from dashboard.language import translate as _
from dashboard.panels.sampling import visible
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.labs.gates.connectivity import Connectivity

HOP = 150
"""Characters by which the stretch that is measured moves on with the cursor in a longer text."""


def connectivity(subject: Reading) -> None:
    """The text as the next token sees it, and how far back that reaches; two runs side by side, if two are in view."""
    from core.labs.gates.connectivity import LONGEST

    st.latex(
        r"\mathrm{connectivity}(t, s) = \left\lVert \frac{\partial \log p(y_t \mid x_1 \dots x_t)}{\partial x_s}"
        r" \right\rVert_2"
    )
    target = _target(subject.trace)
    moments = [subject.steady(), *subject.moments[1:]]
    traces = [subject.trace, *(trace for _moment, trace in subject.beside)]
    with st.spinner(_("Going back from every character …")):
        found = [_measured(subject, *pair, target) for pair in zip(moments, traces, strict=True)]
    for moment, trace, measured in beside(moments, traces, found):
        _text(subject, moment, trace, measured)
    T = len(found[0].norms)
    st.caption(
        _(
            "Point at a character: the fuller the colour of one before it, the more a small change of its embedding"
            " would change the log-probability of what comes next. Each step has its own scale.",
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
    named = view.read(ASKED)
    if named is not None and named not in words:
        error = InputError(
            "The link asks for {token}, which this network does not know. The token that came is taken.",
            token=repr(named)[:60],
        )
        view.refuse(ASKED, error)
        named = None
    st.selectbox(
        _("Whose probability"),
        words,
        index=None,
        placeholder=_("the token that came next"),
        format_func=visible,
        width=320,
        **view.controlled(ASKED, named),
    )
    return named


def _text(subject: Reading, moment: Moment, trace: xr.Dataset, measured: Connectivity) -> None:
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


def _measured(subject: Reading, moment: Moment, trace: xr.Dataset, target: str | None) -> Connectivity:
    """Connectivity around the cursor."""
    from core.labs.gates.connectivity import LONGEST

    later = max(0, subject.time + 1 - LONGEST)  # how far the cursor stands behind the first stretch
    end = LONGEST + HOP * math.ceil(later / HOP)
    text = "".join(tokens_of(trace, "time"))
    return _kept(moment.checkpoint, text, target, end)


@computed_once
def _kept(checkpoint: Checkpoint, text: str, target: str | None, end: int) -> Connectivity:
    from core.labs.gates.connectivity import connectivity

    return connectivity(model_at(checkpoint), text, target=target, end=end)
