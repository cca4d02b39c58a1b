"""The closer look "patterns": brush a stretch of text, and find the places where the same units are on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.errors import InputError
from core.labs.gates.char_labels import truths
from core.trace.schema import tokens_of
from dashboard import state
from dashboard.background import Job
from dashboard.charts.colours import COLOURS, QUANTITIES
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.labs.gates.components.passages import Passage, Scale, brush, choose
from dashboard.labs.gates.names import OFF_AFTER, OFF_BEFORE, PATTERN_STATE, STRETCH, THRESHOLD
from dashboard.labs.gates.subject import Reading
from dashboard.labs.gates.texts import Texts, texts_of
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.resources import model_at, store

if TYPE_CHECKING:
    from core.systems.language.model import LanguageModel

BEFORE, AFTER = 24, 36
"""Characters of context that are shown on both sides of a place."""

AROUND = 160
"""Characters on both sides that are put under the microscope with a place."""


def patterns(subject: Reading) -> None:
    """The brush, the units that it chooses, and the places where they are on too."""
    from core.labs.gates.pattern_search import SEARCHED, TOKENS, coded, level_of, on_counts, pattern_of

    offered = [name for name in SEARCHED if name in subject.trace]
    st.latex(
        r"S = \left\{\, u : \pm s_{t,u} \ge \tau \ \ \forall\, t \in [a, b) \,\right\} \qquad "
        r"s_{t,u} = h_{t,u} \ \text{ or } \ \tanh c_{t,u}"
    )
    quantity, layer, threshold, before, after = _settings(subject, offered)
    level = level_of(threshold)
    values = coded(subject.trace[quantity].isel(layer=layer).transpose("unit", "time").values, quantity)  # (H, T)
    stretch = _stretch(subject)
    pattern = pattern_of(values, *stretch, level, off_before=before, off_after=after)
    K = len(pattern.units)
    share = on_counts(values, pattern, level) / max(1, K)
    colour = COLOURS[quantity]
    brush(
        Passage(tokens_of(subject.trace, "time"), share),
        Scale(1.0, colour=colour),
        stretch,
        _(
            "The stretch that is looked for: drag over the text, or move its end with the arrow keys, its beginning"
            " with Alt"
        ),
        key="brush",
        on_change=_brushed,
    )
    symbol = QUANTITIES[quantity].symbol
    st.caption(
        _(
            "Drag over a stretch of the text: the units that are on over all of it are looked for elsewhere. The fuller"
            " a character’s colour, the more of these units are on there. Now {count} of {units} units: {names}",
            count=K,
            units=values.shape[0],
            names=(
                ", ".join(
                    f"{symbol}{unit}{'+' if sign > 0 else '−'}"
                    for unit, sign in zip(pattern.units[:24], pattern.signs[:24], strict=True)
                )
                + (" …" if K > 24 else "")
                if K
                else "–"
            ),
        )
    )
    if not K:
        st.info(_("No unit is on over the whole stretch. Take a shorter stretch or a lower threshold."))
        return
    moment = subject.steady()
    texts = texts_of(moment.run)
    path = _path(moment, quantity, layer)
    count = min(TOKENS, len(texts.training))
    if not path.exists():
        _record(moment, texts, quantity, layer, path, count)
        return
    _places(subject, moment, texts, path, pattern, level, (before, after), colour)


def _settings(subject: Reading, offered: list[str]) -> tuple[str, int, float, bool, bool]:
    """Which state of which layer is looked at, the threshold, and whether the units must be off around."""
    first, second, third = st.columns([2, 3, 2], vertical_alignment="bottom", gap="medium")
    names = {name: f"{_(QUANTITIES[name].label)} {QUANTITIES[name].symbol}" for name in offered}
    quantity = view.choice(PATTERN_STATE, _("State"), names, default=offered[0], at=first)
    threshold = view.knob(THRESHOLD, label=f"{_(THRESHOLD.label)} τ", at=second, step=0.02)
    before = view.toggle(OFF_BEFORE, _("off just before"), at=third)
    after = view.toggle(OFF_AFTER, _("off just after"), at=third)
    return quantity, min(subject.layer, subject.trace.sizes["layer"] - 1), threshold, before, after


def _stretch(subject: Reading) -> tuple[int, int]:
    """The stretch in the link, if it lies in the text; else what stands in the first short quotes, or ends at the
    cursor.
    """
    T = subject.trace.sizes["time"]
    pinned = view.read(STRETCH)
    if pinned is not None and pinned[0] < pinned[1] <= T:
        return pinned
    tokens = tokens_of(subject.trace, "time")
    inside = np.flatnonzero(truths(tokens)["quotes"])
    if inside.size:
        begin = int(inside[0])
        end = begin + int(np.argmin(np.diff(inside, append=T + 2) == 1)) + 1
        return min(begin + 1, end - 1), end
    end = min(subject.time, T - 1) + 1
    return max(0, end - 4), end


def _brushed() -> None:
    chosen = state.get("brush")["brush"]
    view.write(STRETCH, (chosen["from"], chosen["to"]))


def _path(moment: Moment, quantity: str, layer: int) -> Path:
    """Where the recording of one network lies, or will: named by the checkpoint's file as it is now."""
    file = moment.checkpoint.path
    named = f"{file}:{file.stat().st_mtime_ns}:{quantity}:{layer}"
    return store().folder / "cache" / "states" / f"{hashlib.sha256(named.encode()).hexdigest()[:24]}.npy"


def _record(moment: Moment, texts: Texts, quantity: str, layer: int, path: Path, count: int) -> None:
    """Ask for the long reading, and show how far it is."""
    wanted = f"record:{path.name}"
    st.button(
        _("Let the network read {count} characters to search in", count=f"{count:,}"),
        icon=":material/search:",
        type="primary",
        key="record",
        disabled=bool(state.get(wanted)),
        on_click=lambda: state.put(wanted, True),
        help=_(
            "It reads the beginning of the text it was trained on, once for each training step, state and layer: some"
            " ten seconds."
        ),
    )
    if state.get(wanted):
        model = model_at(moment.checkpoint)
        job = _job(str(path), _begin=lambda: Job(lambda: _recorded(model, texts.training, quantity, layer, path)))
        st.fragment(_progress, run_every=0.3, key="recording")(job, wanted, str(path))


def _recorded(model: LanguageModel, numbers: np.ndarray, quantity: str, layer: int, path: Path) -> Iterator[float]:
    from core.labs.gates.pattern_search import record

    return record(model, numbers, quantity, layer, path)


def _progress(job: Job, wanted: str, path: str) -> None:
    st.progress(job.share, text=_("The network reads: {share} of the text", share=f"{job.share:.0%}"))
    if job.done:
        state.forget(wanted)
        _job.clear(path)
        if complaint := job.complaint:
            st.error(sentence(complaint))
        else:
            st.rerun()


@st.cache_resource(show_spinner=False)
def _job(path: str, _begin) -> Job:
    return _begin()


def _places(
    subject: Reading, moment: Moment, texts: Texts, path: Path, pattern, level: int, off: tuple[bool, bool], colour: str
) -> None:
    """The places found, aligned at their beginnings; one of them can be put under the microscope."""
    from core.labs.gates.pattern_search import on_counts, recording, search

    codes = recording(path)
    if codes is None:
        raise InputError("The recorded states are gone from the cache. Let the network read again.")
    counts = on_counts(codes, pattern, level)
    places = search(counts, pattern, off_before=off[0], off_after=off[1])
    K, N = len(pattern.units), len(counts)
    if not places:
        st.info(
            _(
                "Nowhere else in {count} characters are half of these units on for so long. Take a shorter stretch or"
                " fewer conditions.",
                count=f"{N:,}",
            )
        )
        return
    st.markdown(
        _(
            "**{found} places** in the first {count} characters of the text it was trained on ({name}), best first",
            found=len(places),
            count=f"{N:,}",
            name=texts.name,
        )
    )
    shown = []
    for place in places:
        begin, end = max(0, place.begin - BEFORE), min(N, min(place.end, place.begin + AFTER) + AFTER)
        shown.append(
            Passage(
                texts.tokens(texts.training[begin:end]),
                counts[begin:end] / K,
                match=(place.begin - begin, place.end - begin),
                label=_("{on} of {units}, length {length}", on=place.on, units=K, length=place.end - place.begin),
            )
        )
    chosen = choose(shown, Scale(1.0, colour=colour), key="places")
    st.caption(
        _(
            "A line is a place: how many of the units are on over the whole underlined stretch, and how long that is."
            " All stretches begin in one column; the colour says how many of the units are on at each character, so it"
            " also shows where they go on and off. Click a line to choose it."
        )
    )
    place = places[chosen] if chosen is not None else places[0]
    begin = max(0, place.begin - AROUND)
    text = "".join(texts.tokens(texts.training[begin : place.end + AROUND]))
    number = (chosen or 0) + 1
    st.button(
        _("Put place {number} under the microscope", number=number),
        icon=":material/biotech:",
        key="place",
        on_click=lambda: _take(subject, text, place.begin - begin, place.end - begin),
    )


def _take(subject: Reading, text: str, begin: int, end: int) -> None:
    view.write(STRETCH, (begin, end))
    subject.put_under_the_microscope(text, begin)
