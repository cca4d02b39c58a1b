"""The closer look "surgery": hold a gate or a state of some units, and see what the network reads or writes from there
on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.errors import InputError
from core.labs.gates.units import telling_units
from core.trace.schema import tokens_of
from dashboard.cache import computed_once
from dashboard.charts.colours import COLOURS, QUANTITIES
from dashboard.frame import view
from dashboard.frame.names import CURSOR
from dashboard.labs.gates.components.passages import Passage, Scale, show
from dashboard.labs.gates.names import CLAMP, CLAMP_FROM, CLAMP_UNITS, GATE, MEMORY, STATE
from dashboard.labs.gates.subject import Composition, Reading
from dashboard.language import translate as _
from dashboard.panels.sampling import visible
from dashboard.resources import model_at

if TYPE_CHECKING:
    import xarray as xr

    from core.labs.gates.surgery import Clamp
    from core.runs.store import Checkpoint
    from core.systems.language.model import LanguageModel

FIRST = ("forget_gate", "update_gate", "hidden_state")
"""What is held until the viewer chooses: the gate that keeps the memory, where there is one."""

MANY = 16
"""How many units are held until the viewer chooses or pins one: so many that the network misses them."""

TINT = 0.3
"""How strongly the text after the first difference is tinted."""

BITS = 10.0
"""The surprise at which a character has its full colour."""


def surgery(subject: Reading) -> None:
    """The clamp, and both runs of the network: without it and with it."""
    from core.labs.gates.surgery import clampable, first_difference

    checkpoint = subject.moment.checkpoint
    clamp = _chosen(subject, clampable(subject.moment.model.cell))
    untouched = subject.trace
    text = subject.text if subject.composition is None else _written(checkpoint, clamp, subject.composition)
    held = _traced(checkpoint, clamp, text)
    symbol = QUANTITIES[clamp.quantity].symbol
    units = ", ".join(map(str, clamp.units[:8])) + (", \\dots" if len(clamp.units) > 8 else "")
    st.latex(
        rf"{symbol}_{{t,u}} = {clamp.value:g} \qquad \text{{for}}\ \ t \ge {clamp.since + 1},\quad u \in \{{{units}\}}"
    )
    st.caption(
        _(
            "Held by {how}, from that step on; everything else in the network goes on by its own equations.",
            how=f"${_how(subject.moment.run.config['cell'], clamp.quantity)}$",
        )
    )
    labels = {
        "untouched": _("as it is"),
        "held": _("{symbol} held at {value}", symbol=symbol, value=f"{clamp.value:g}"),
        "step": _("time step"),
        "token": _("character read"),
    }
    if subject.composition is None:
        parted = None
        _surprises(untouched, held, clamp, labels)
    else:
        parted = first_difference(tokens_of(untouched, "time"), tokens_of(held, "time"))
        _texts(untouched, held, clamp, parted, labels)
    _lines(untouched, held, clamp, parted, labels)
    if subject.composition is None:
        _next(subject, untouched, held, labels)


# ---- what is chosen ----


def _chosen(subject: Reading, ranges: Mapping[str, tuple[float, float]]) -> Clamp:
    """The clamp that the controls say."""
    from core.labs.gates.surgery import Clamp, refusal

    named = view.read(CLAMP)
    if named is not None and named not in ranges:
        if error := refusal(subject.moment.model.cell, named):
            view.refuse(CLAMP, error)
        named = None
    words = {name: f"{_(QUANTITIES[name].label)} {QUANTITIES[name].symbol}" for name in ranges}
    quantity = st.segmented_control(
        _("What is held"),
        list(words),
        required=True,
        format_func=words.__getitem__,
        **view.controlled(CLAMP, named or next(name for name in (*FIRST, *words) if name in ranges)),
    )
    first, second, third = st.columns([3, 2, 2], gap="medium", vertical_alignment="bottom")
    with first:
        layer, units = _units(subject)
    with second:
        value = _value(*ranges[quantity])
    with third:
        since = _since(subject)
    return Clamp(quantity, layer, units, value, since)


def _units(subject: Reading) -> tuple[int, tuple[int, ...]]:
    """Layer and units: those of the link, ``layer.unit.unit…``; else the pinned one; else such as are missed."""
    sizes = subject.trace.sizes
    layer, units = subject.layer, (subject.unit,)
    if not view.is_said(CURSOR):
        state = "cell_state" if "cell_state" in subject.trace else "hidden_state"
        units = telling_units(subject.trace, state, layer, MANY)
    if (named := view.read(CLAMP_UNITS)) is not None:
        parts = named.split(".")
        if (
            len(parts) > 1
            and all(part.isdecimal() and len(part) < 6 for part in parts)
            and int(parts[0]) < sizes["layer"]
            and all(int(part) < sizes["unit"] for part in parts[1:])
        ):
            layer, *pinned = map(int, parts)
            units = tuple(dict.fromkeys(pinned))
        else:
            error = InputError(
                "The link says clamp_units={value}; expected a layer and its units joined by dots, such as 0.12.40. The"
                " unit under the cursor is taken.",
                value=repr(named)[:60],
            )
            view.refuse(CLAMP_UNITS, error)
    st.multiselect(
        _("Units") if sizes["layer"] == 1 else _("Units of layer {layer}", layer=layer),
        range(sizes["unit"]),
        help=_(
            "Until you choose: the unit that is pinned in the microscope, or, while none is, the {count} that follow"
            " quotation marks best on this text (a single one is hardly missed). Clear the field to return to that.",
            count=MANY,
        ),
        **view.controlled(
            CLAMP_UNITS, list(units), of=lambda units: ".".join(map(str, (layer, *units))) if units else None
        ),
    )
    return layer, units


def _value(low: float, high: float) -> float:
    """What it is held at, by the slider that fits its range."""
    knob = MEMORY if math.isinf(high) else STATE if low < 0 else GATE
    return view.knob(knob, step=0.05 if knob is not MEMORY else 0.5)


def _since(subject: Reading) -> int:
    """From which step on, counted from 0: the link's, else the cursor's."""
    T = subject.trace.sizes["time"]
    since = min(view.read(CLAMP_FROM, default=(subject.time,))[0], T - 1)
    if T == 1:
        return 0
    st.slider(
        _("From step"),
        1,
        T,
        help=_("Until you move it, the step of the cursor. Before it, nothing is touched."),
        **view.controlled(CLAMP_FROM, since + 1, of=lambda step: (step - 1,)),
    )
    return since


def _how(cell: str, quantity: str) -> str:
    """What is done to a clamped unit so that its quantity is v, as a formula (see `core.labs.gates.surgery`)."""
    if (cell, quantity) == ("lstm_cifg", "forget_gate"):
        return "i_{t,u} = 1 - v"
    if quantity == "cell_state":
        return r"f_{t,u} = 1,\ g_{t,u} = 0"
    if quantity == "hidden_state" and cell == "gru":
        return r"z_{t,u} = 0,\ n_{t,u} = v"
    if quantity == "hidden_state" and cell.startswith("lstm"):
        kept = "v" if cell == "lstm_noaf" else r"\tanh^{-1} v"
        return rf"f_{{t,u}} = o_{{t,u}} = 1,\ g_{{t,u}} = 0,\ c_{{t,u}} = {kept}"
    bias = r"\sigma^{-1}(v)" if quantity.endswith("_gate") else "v" if cell == "lstm_niaf" else r"\tanh^{-1}(v)"
    return rf"W_u = R_u = 0,\ b_u = {bias}"


# ---- what comes of it ----


def _texts(
    untouched: xr.Dataset, held: xr.Dataset, clamp: Clamp, parted: int | None, labels: Mapping[str, str]
) -> None:
    """Both texts, one below the other, tinted from where they part."""
    if parted is None:
        st.markdown(
            _(
                "**The texts do not part.** With this clamp the same dice fall on the same characters. Take more units,"
                " an earlier step, or a value further from what they hold."
            )
        )
    else:
        st.markdown(
            _(
                "**The texts part at step {parted}**, {later} steps after the clamp begins.",
                parted=parted + 1,
                later=parted - clamp.since,
            )
        )
    passages = []
    for trace, label, match in ((untouched, labels["untouched"], None), (held, labels["held"], clamp.since)):
        tokens = tokens_of(trace, "time")
        at = np.arange(len(tokens))
        later = np.zeros(len(tokens), bool) if parted is None else at >= parted
        passages.append(
            Passage(tokens, TINT * later, at == parted, None if match is None else (match, len(tokens)), label)
        )
    show(passages, Scale(1.0, colour=COLOURS["cell_state"]), key="surgery_texts")
    st.caption(
        _(
            "Above what the network writes as it is, below what it writes with the clamp: same beginning, same seed,"
            " same sampling, so that each difference is the clamp’s work. Dotted: where the clamp holds. The first"
            " different character is underlined, and all after it is tinted."
        )
    )


def _surprises(untouched: xr.Dataset, held: xr.Dataset, clamp: Clamp, labels: Mapping[str, str]) -> None:
    """How much more the text surprises the network that is held."""
    change = (held["surprisal"] - untouched["surprisal"]).values  # (T,)
    later = slice(clamp.since + 1, None)
    if change[later].size:
        before, after = (float(trace["surprisal"].values[later].mean()) for trace in (untouched, held))
        st.markdown(
            _(
                "**From there on the text costs {after} bits per character**, {before} without the clamp.",
                after=f"{after:.2f}",
                before=f"{before:.2f}",
            )
        )
    else:
        st.markdown(_("The clamp begins at the last character; nothing comes after it."))
    tokens = tokens_of(held, "time")
    passage = Passage(
        tokens,
        change,
        match=(clamp.since, len(tokens)),
        label=_("Surprise with the clamp minus surprise without it, in bits"),
    )
    show([passage], Scale(max(2.0, min(BITS, float(np.abs(change).max())))), key="surgery_surprise")
    st.caption(
        _(
            "Both networks read the same text. Red: a character that the network now expects less than before; blue:"
            " one that it expects more. Dotted: where the clamp holds. Let the network write (above the microscope) to"
            " see what it would do with it."
        )
    )


def _lines(
    untouched: xr.Dataset, held: xr.Dataset, clamp: Clamp, parted: int | None, labels: Mapping[str, str]
) -> None:
    """The first clamped unit over time in both runs: what is held and what it carries; and the surprise of a text that
    both read.
    """
    from dashboard.labs.gates.charts.surgery import two_runs

    unit = {"layer": clamp.layer, "unit": clamp.units[0]}
    names = [clamp.quantity]
    if clamp.quantity != "hidden_state":  # of an LSTM held there, the memory is but a means
        carried = next(name for name in ("cell_state", "output", "hidden_state") if name in untouched)
        names.append("hidden_state" if carried == clamp.quantity else carried)
    longer = max(untouched, held, key=lambda trace: trace.sizes["time"])
    tokens = [visible(token) for token in tokens_of(longer, "time")]
    drawn = [(name, *(trace[name].isel(unit).values for trace in (untouched, held))) for name in names]
    if parted is None:  # then both read the same text
        drawn.append(("surprisal", untouched["surprisal"].values, held["surprisal"].values))
    for name, before, after in drawn:
        quantity = QUANTITIES[name]
        title = f"{_(quantity.label)} {quantity.symbol}"
        if name != "surprisal":
            title += " · " + _("unit {unit}", unit=clamp.units[0])
        st.altair_chart(
            two_runs(tokens, before, after, clamp.since, title, COLOURS[name], labels, parted=parted),
            width="stretch",
            key=f"surgery:{name}",
            alt=_("Line chart of {quantity} over time, as it is and with the clamp", quantity=_(quantity.label)),
        )
    st.caption(
        _("Grey: the network as it is. Coloured: with the clamp, which begins at the solid rule.")
        + (
            " " + _("At the dashed rule the texts part, and from there the two read different characters.")
            if parted is not None
            else ""
        )
    )


def _next(subject: Reading, untouched: xr.Dataset, held: xr.Dataset, labels: Mapping[str, str]) -> None:
    """What each of the two expects after the character at the cursor; while none is pinned, where they differ most."""
    from dashboard.charts.distribution import before_and_after

    every = [trace["probability"].transpose("time", "vocabulary").values for trace in (untouched, held)]
    pinned = view.is_said(CURSOR)
    step = subject.time if pinned else int(abs(every[0] - every[1]).sum(1).argmax())
    before, after = (p[step] for p in every)
    named = {
        "word": _("next token"),
        "probability": _("probability"),
        "before": labels["untouched"],
        "after": labels["held"],
    }
    words = [visible(word) for word in tokens_of(untouched, "vocabulary")]
    st.altair_chart(
        before_and_after(words, before, after, named),
        width="stretch",
        key="surgery_next",
        alt=_("Bar chart of the likeliest next tokens, as it is and with the clamp"),
    )
    if pinned:
        st.caption(_("What each expects after step {step}, the one at the cursor.", step=step + 1))
    else:
        st.caption(_("What each expects after step {step}, where the two differ most.", step=step + 1))


@computed_once
def _operated(checkpoint: Checkpoint, clamp: Clamp) -> LanguageModel:
    from core.labs.gates.surgery import operate

    return operate(model_at(checkpoint), clamp)


@computed_once
def _written(checkpoint: Checkpoint, clamp: Clamp, composition: Composition) -> str:
    network = _operated(checkpoint, clamp)
    return network.write(composition.prefix, composition.sampling, length=composition.length, seed=composition.seed)


@computed_once
def _traced(checkpoint: Checkpoint, clamp: Clamp, text: str) -> xr.Dataset:
    return _operated(checkpoint, clamp).trace(text)
