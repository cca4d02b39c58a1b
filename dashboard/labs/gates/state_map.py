"""The closer look "map": the states after each character, laid out on a plane and linked to the text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.labs.gates.char_labels import CONCEPTS, truths
from core.labs.gates.char_labels import WORDS as NAMES
from core.runs.store import Checkpoint
from core.trace.schema import VARIABLES, tokens_of
from dashboard import address, state
from dashboard.charts.colours import COLOURS
from dashboard.frame.closer_look import Subject
from dashboard.frame.lesson import Moment
from dashboard.labs.gates.components.passages import Passage, Scale, show
from dashboard.labs.gates.texts import texts_of
from dashboard.language import translate as _
from dashboard.panels.sampling import visible
from dashboard.resources import trace_at

POINTS = 1_200
"""Characters of held-out text that are laid out."""

SHORT = 300
"""A text in view that is shorter than this makes a poor map; then the look begins with held-out text."""

AROUND = 160
"""Characters on both sides of the chosen one that are shown, and put under the microscope."""

EQUATIONS = {
    "pca": r"(x_t, y_t) = \left( v_1^\top (s_t - \bar s),\ v_2^\top (s_t - \bar s) \right)",
    "tsne": (
        r"\min_{x, y}\, \mathrm{KL}\left( P \,\|\, Q \right), \qquad p_{tu} \text{ large where } s_t \text{ is near }"
        r" s_u, \quad q_{tu} \propto \left( 1 + (x_t - x_u)^2 + (y_t - y_u)^2 \right)^{-1}"
    ),
}
"""What places the dots."""

WORDS = {"view": "in view", "held_out": "held out", "pca": "PCA", "tsne": "t-SNE"}
"""What the choices are called (message ids of the catalogues)."""


def state_map(subject: Subject) -> None:
    """The map, and what it is made of."""
    offered = [name for name in ("hidden_state", "cell_state") if name in subject.trace]
    columns = st.columns(4, vertical_alignment="bottom")
    source = _choice(columns[0], _("Text"), ["view", "held_out"], "map_text", int(subject.trace.sizes["time"] < SHORT))
    method = _choice(columns[1], _("Layout"), ["pca", "tsne"], "map_layout", 0)
    quantity = _choice(columns[2], _("State"), offered, "map_state", 0)
    moment = subject.steady()
    text = subject.text if source == "view" else _stretch(moment.run.id, moment)
    trace = trace_at(moment.checkpoint, text)
    tokens = tokens_of(trace, "time")
    if len(tokens) < 3:
        st.info(_("A map needs at least three characters. Type a longer text, or take the held-out one."))
        return
    values, legend, names = _colours(columns[3], tokens)
    st.latex(EQUATIONS[method])
    layer = min(subject.layer, trace.sizes["layer"] - 1)
    with st.spinner(_("The states are laid out …")):
        places, explained = _laid_out(str(moment.checkpoint.path), text, quantity, layer, method, moment.checkpoint)
    axes = [
        (
            _("component {number}, {share} of the variance", number=k + 1, share=f"{explained[k]:.0%}")
            if explained is not None
            else ""
        )
        for k in range(2)
    ]
    points = pd.DataFrame(
        {
            "x": places[:, 0],
            "y": places[:, 1],
            "time": np.arange(len(tokens)),
            "context": _contexts(tokens),
            "value": values,
        }
    )
    chosen = subject.time if source == "view" else state.get("map:chosen")
    _draw(subject, points, (axes[0], axes[1]), legend, names, chosen, source)
    if source == "held_out" and chosen is not None and chosen < len(tokens):
        _around(subject, tokens, chosen)


def _choice(column: Any, label: str, keys: list[str], name: str, default: int) -> str:
    """A choice that stands in the link under a name that no language changes."""
    named = address.read(name)
    told = {key: _(WORDS[key]) if key in WORDS else _(VARIABLES[key].label) for key in keys}
    return column.segmented_control(
        label,
        keys,
        default=named if named in keys else keys[default],
        key=f"{name}_choice",
        required=True,
        format_func=told.get,
        on_change=lambda: address.write(name, state.get(f"{name}_choice")),
    )


def _colours(column: Any, tokens: list[str]) -> tuple[list[Any] | np.ndarray, str, list[str] | None]:
    """The value that colours each token, what it is called, and its names if it is no number."""
    from core.labs.gates.state_map import KINDS, kinds
    from core.labs.gates.state_map import WORDS as KIND_NAMES

    marks = truths(tokens)
    varied = {concept.key: concept for concept in CONCEPTS if len(np.unique(marks[concept.key])) > 1}
    told = {"kind": _("kind of character"), "time": _("position in the text")} | {key: _(NAMES[key]) for key in varied}
    named = address.read("map_colour")
    picked = column.selectbox(
        _("Colour by"),
        list(told),
        index=list(told).index(named) if named in told else 0,
        key="map_colour_choice",
        format_func=told.get,
        on_change=lambda: address.write("map_colour", state.get("map_colour_choice")),
    )
    if picked == "kind":
        names = [_(KIND_NAMES[kind]) for kind in KINDS]
        return [names[kind] for kind in kinds(tokens)], told[picked], names
    if picked == "time":
        return np.arange(len(tokens)), told[picked], None
    if varied[picked].graded:
        return marks[picked], told[picked], None
    names = [_("no"), _("yes")]
    return [names[int(mark)] for mark in marks[picked]], told[picked], names


def _contexts(tokens: list[str]) -> list[str]:
    """Each token in brackets, between those around it."""
    seen = [visible(token) if token.isspace() and token != " " else token for token in tokens]
    return [f"…{''.join(seen[max(0, t - 14) : t])}⟦{seen[t]}⟧{''.join(seen[t + 1 : t + 8])}…" for t in range(len(seen))]


def _draw(
    subject: Subject,
    points: pd.DataFrame,
    axes: tuple[str, str],
    legend: str,
    names: list[str] | None,
    chosen: int | None,
    source: str,
) -> None:
    from dashboard.labs.gates.charts.state_map import state_map_chart

    labels = {"context": _("read so far, and what follows"), "time": _("time step")}
    st.altair_chart(
        state_map_chart(points, axes, legend, labels, chosen, names=names),
        width="stretch",
        key=f"map:{source}",
        selection_mode="chosen",
        on_select=lambda: _clicked(subject, source),
        alt=_(
            "Scatter plot of the states after each character, laid out on a plane and coloured by {legend}",
            legend=legend,
        ),
    )
    st.caption(
        _(
            "Each dot is the state of the whole layer after one character: dots that lie together are moments which the"
            " network treats alike. In t-SNE only neighbourhoods mean something, not distances or directions. Point at"
            " a dot to read its place in the text; click one to go there."
        )
    )


def _clicked(subject: Subject, source: str) -> None:
    for point in state.get(f"map:{source}").selection.get("chosen", [])[:1]:
        if source == "view":
            subject.point_at(time=int(point["time"]))
        else:
            state.put("map:chosen", int(point["time"]))


def _around(subject: Subject, tokens: list[str], chosen: int) -> None:
    """The chosen character of the held-out text in its passage, and the way under the microscope."""
    begin, end = max(0, chosen - AROUND), min(len(tokens), chosen + AROUND)
    here = np.arange(begin, end) == chosen
    show(
        [Passage(tokens[begin:end], here.astype(float), marks=here)],
        Scale(1.0, colour=COLOURS["hidden_state"]),
        key="map_passage",
    )
    text = "".join(tokens[begin:end])
    st.button(
        _("Put this passage under the microscope"),
        icon=":material/biotech:",
        key="map_take",
        on_click=lambda: subject.put_under_the_microscope(text, chosen - begin),
    )


@st.cache_resource(show_spinner=False, max_entries=16)
def _stretch(run_id: str, _moment: Moment) -> str:
    """The stretch of held-out text in which most goes on: where quotes open and close most."""
    from core.labs.gates.concepts import telling_passages

    texts = texts_of(_moment.run)
    tokens = texts.tokens(texts.held_out)
    [part] = telling_passages(tokens, truths(tokens)["quotes"], length=POINTS, count=1)
    return "".join(tokens[part])


@st.cache_resource(show_spinner=False, max_entries=64)
def _laid_out(
    path: str, text: str, quantity: str, layer: int, method: str, _checkpoint: Checkpoint
) -> tuple[np.ndarray, np.ndarray | None]:
    from core.labs.gates.state_map import state_map as lay_out

    trace = trace_at(_checkpoint, text)
    return lay_out(trace[quantity].isel(layer=layer).transpose("time", "unit").values, method)
