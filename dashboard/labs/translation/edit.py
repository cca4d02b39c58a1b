"""The closer look "edit": set an attention weight, force a beginning, change the sentence, and see what is written
then.
"""

from __future__ import annotations

from typing import Any

import streamlit as st
import xarray as xr

from core.analyses.alignment import trace_error_rate
from core.analyses.differences import differences
from core.errors import InputError
from core.nn.attention import Edit
from core.trace.schema import tokens_of
from dashboard.frame import view
from dashboard.labs.translation.components.gallery import Exhibit, gallery
from dashboard.labs.translation.names import OTHER_TEXT, PREFIX, SET_WEIGHT, WEIGHT
from dashboard.labs.translation.subject import Translated, pairs_of
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.sampling import visible


def edit(subject: Translated) -> None:
    """What to change, and the changed translation beside the original."""
    changed = _wanted(subject) or _example(subject)
    if not changed:
        st.caption(_("Change at least one of the three; the changed translation then stands beside the original."))
        return
    try:
        after = subject.moment.trace(**changed)
    except InputError as error:
        st.warning(sentence(error))
        return
    _beside(subject, after, changed["edits"])


def _wanted(subject: Translated) -> dict[str, Any]:
    """What the viewer changed, as arguments of a trace; empty if nothing."""
    first, second, third = st.columns(3, gap="medium")
    text = (
        view.text(
            OTHER_TEXT,
            _("Another sentence"),
            at=first,
            placeholder=subject.text,
            live="200ms",
            help=_("Copy the sentence above and swap a word."),
        )
        or subject.text
    )
    prefix = view.text(
        PREFIX,
        _("The output begins with"),
        at=second,
        live="200ms",
        help=_("These tokens are written whatever the network would write; it goes on from there."),
    )
    with third:
        edits = _weight(subject)
    if text.strip() == subject.text.strip() and not prefix and not edits:
        return {}
    reference = pairs_of(subject.moment.run).parse(text.strip())
    return {"subject": text, "reference": reference, "prefix": prefix, "edits": edits}


def _example(subject: Translated) -> dict[str, Any]:
    """The step of the cursor made to look only where it looks least, or the first step after it of which the output
    tells; empty where no weight can be set.
    """
    if "alignment" not in subject.trace or subject.trace.sizes["source"] < 2:
        return {}
    rows = subject.trace["alignment"].transpose("target", "source").values  # (T, S)
    reference = pairs_of(subject.moment.run).parse(subject.text.strip())
    tried = [
        {"subject": subject.text, "reference": reference, "edits": (Edit(i, int(rows[i].argmin()), 1.0),)}
        for i in (*range(subject.target, len(rows)), *range(subject.target))
    ]
    output = subject.trace.attrs["output"]
    changing = (each for each in tried if subject.moment.trace(**each).attrs["output"] != output)
    shown = next(changing, tried[0])
    (i, j, *_more) = shown["edits"][0]
    st.caption(
        _(
            "Nothing is changed yet. As an example, the decoder is made to look at {token} alone while it writes"
            " {word}.",
            token=f"**{plain(visible(subject.source_tokens[j]))}**",
            word=f"**{plain(visible(subject.target_tokens[i]))}**",
        )
    )
    return shown


def _weight(subject: Translated) -> tuple[Edit, ...]:
    """The weight under the cursor, if the viewer sets it."""
    if "alignment" not in subject.trace:
        st.caption(_("This network has no attention, so there is no weight to set."))
        return ()
    i, j = subject.target, subject.source
    wanted = view.toggle(
        SET_WEIGHT,
        _("Set the weight α under the cursor"),
        help=_("Click a cell of the alignment matrix to choose another one."),
    )
    value = view.knob(WEIGHT, step=0.01, disabled=not wanted, label_visibility="collapsed")
    now = float(subject.trace["alignment"].transpose("target", "source").values[i, j])
    st.caption(
        _(
            "α from source {token} to output {word}; was {now}",
            token=f"**{plain(subject.source_tokens[j])}**",
            word=f"**{plain(subject.target_tokens[i])}**",
            now=f"{now:.3f}",
        )
    )
    return (Edit(i, j, float(value)),) if wanted else ()


def _beside(subject: Translated, after: xr.Dataset, edits: tuple[Edit, ...]) -> None:
    """Original and changed translation, their differences marked, each with its matrix."""
    if edits:
        total = "1" if subject.trace.attrs["normalised"] else r"\textstyle\sum_l \alpha_{il}"
        st.latex(
            r"\alpha_{ij} := a \qquad"
            rf"\alpha_{{ik}} := \frac{{({total} - a)\, \alpha_{{ik}}}}{{{total} - \alpha_{{ij}}}} \quad (k \ne j)"
            rf"\qquad a = \mathbf{{{edits[0].weight:.2f}}},\; i = {edits[0].target},\; j = {edits[0].source}"
        )
    before, written = (tokens_of(trace, "target") for trace in (subject.trace, after))
    gone, new = differences(before, written)
    names = _("Original"), _("Changed")
    marked = _marked(before, gone, "orange"), _marked(written, new, "green")
    for column, name, output in zip(st.columns(2, gap="medium"), names, marked, strict=True):
        column.caption(name)
        column.markdown("### " + output)
    if any(gone) or any(new):
        st.markdown(_("Tokens that are gone: **{gone}**; new ones: **{new}**.", gone=sum(gone), new=sum(new)))
    else:
        st.markdown(_("**The output is the same**, to the last token."))
    if "alignment" not in after:
        return
    exhibits = [
        Exhibit(name, title, "", "", trace, trace_error_rate(trace), current=trace is after)
        for name, title, trace in zip(("original", "changed"), names, (subject.trace, after), strict=True)
    ]
    gallery(
        exhibits,
        _("Where each of them looks"),
        _(
            "On the left what the network writes by itself, on the right what it writes after the change; tokens that"
            " the other side lacks are coloured above. A row is an output token, a column a source token; the lines"
            " cross at the weight that was set."
        ),
        key="edited",
        cursor=(edits[0].target, edits[0].source) if edits else None,
        translate=_,
    )


def _marked(tokens: list[str], marked: list[bool], colour: str) -> str:
    """Tokens as Markdown, without ⟨EOS⟩, the marked ones on a coloured ground."""
    shown = [
        f":{colour}-background[{plain(visible(token))}]" if mark else plain(token)
        for token, mark in zip(tokens[:-1], marked[:-1], strict=True)
    ]
    return "".join(shown) or "∅"
