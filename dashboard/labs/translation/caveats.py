"""The closer look "what to be careful of": attention beside the word that it reads, and attention that can be moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.runs.records import Run
from core.runs.store import Checkpoint
from dashboard.cache import computed_once
from dashboard.charts.colours import GREEN
from dashboard.frame import view
from dashboard.frame.closer_look import steady
from dashboard.frame.names import TEXT
from dashboard.frame.subject import pin
from dashboard.heat_maps import heat_map
from dashboard.labs.translation.subject import Translated, pairs_of
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.sampling import visible
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.labs.translation.caveats import Leak, Leaks

TURNS = 12
"""Turns of held-out pairs that are searched for a case: about two hundred sentences."""

TRIALS = 900
"""Attention weights that are moved in turn; a longer sentence has too many to wait for."""


def caveats(subject: Translated) -> None:
    """Two reasons not to believe an alignment, each on a case that this network provides."""
    if "alignment" not in subject.trace:
        st.info(_("This network has no attention, so there is none to be careful of. Choose a run with attention."))
        return
    _leaking(subject)
    st.divider()
    _moving(subject)


def _leaking(subject: Translated) -> None:
    st.markdown("**" + _("States leak to their neighbours") + "**")
    st.latex(r"h_j = [\overrightarrow{h}_j(x_1 \dots x_j);\ \overleftarrow{h}_j(x_j \dots x_S)]")
    moment = steady(subject.moment)
    with st.spinner(_("Held-out sentences are searched for a case …")):
        found = _leaks(moment.checkpoint, moment.run)
    if not found.tokens:
        st.info(
            _("There is no held-out sentence that this network translates right and whose true alignment is known.")
        )
        return
    st.markdown(
        _(
            "Of **{count} held-out sentences translated right**, {outside} of the output tokens look outside what they"
            " name; **{beside} look exactly one position beside it**.",
            count=found.translated,
            outside=f"{found.outside / found.tokens:.0%}",
            beside=f"{found.beside / found.tokens:.0%}",
        )
    )
    if found.case is None:
        st.caption(_("No token of these looks one position beside: this network’s attention can be believed that far."))
        return
    _show(found.case)
    text = found.case.pair.source
    st.button(
        _("Translate this sentence above"),
        icon=":material/arrow_upward:",
        key="take_case",
        on_click=lambda: _take(text),
    )


def _show(leak: Leak) -> None:
    from dashboard.labs.translation.charts.alignment_matrix import matrix_chart

    st.markdown(f"{plain(leak.pair.source)} :blue[→] {plain(leak.pair.target)}")
    heat_map(
        st,
        matrix_chart(
            leak.alignment,
            [visible(token) for token in leak.pair.source_tokens],
            [visible(token) for token in leak.pair.target_tokens],
            {"source": _("source token"), "target": _("output token"), "value": "α"},
            framed=leak.pair.gold,
            ringed=leak.beside,
        ),
        width="stretch",
        key="careful:leak",
        alt=_("Alignment matrix of a right translation that looks one token beside the truth"),
    )
    st.caption(
        _(
            "The translation is right, and yet the ringed tokens look one position beside the true alignment (framed)."
            " Nothing is lost: the encoder’s state there has read its neighbours too. A wrong-looking picture is not"
            " yet a wrong network."
        )
    )


def _take(text: str) -> None:
    view.write(TEXT, text)
    pin(None)


def _moving(subject: Translated) -> None:
    from dashboard.labs.translation.charts.alignment_matrix import matrix_chart

    st.markdown("**" + _("Attention is not explanation") + "**")
    st.latex(r"\alpha_{ij} := 1 \qquad \alpha_{ik} := 0 \ \ (k \ne j)")
    T, S = len(subject.target_tokens), len(subject.source_tokens)
    if T * S > TRIALS:
        st.info(
            _(
                "The sentence above has {found} attention weights to move, and only {most} are tried. Shorten it.",
                found=T * S,
                most=TRIALS,
            )
        )
        return
    moment = steady(subject.moment)
    with st.spinner(_("All the attention of each step is put on each source token in turn …")):
        stays = _kept(moment.checkpoint, subject.text)
    if stays.shape != (T, S):
        st.info(_("The network has trained on since this was measured. Measure again."))
        return
    alignment = subject.trace["alignment"].transpose("target", "source").values
    gold = (
        subject.trace["gold_alignment"].transpose("target", "source").values.astype(bool)
        if "gold_alignment" in subject.trace
        else None
    )
    st.markdown(
        _(
            "All the attention of one step is put on one source token, in **{trials} trials** on the sentence above: in"
            " **{kept} of them the translation stays** as it is.",
            trials=stays.size,
            kept=int(stays.sum()),
        )
    )
    telling = (
        stays & (np.arange(T) < T - 1)[:, None] & (True if gold is None else ~gold)
    )  # not ⟨EOS⟩, not where it belongs
    least = np.where(telling, alignment, np.inf)
    i, j = np.unravel_index(int(least.argmin()), least.shape)
    ringed = np.zeros(stays.shape, dtype=bool)
    ringed[i, j] = telling[i, j]
    heat_map(
        st,
        matrix_chart(
            stays,
            subject.source_tokens,
            subject.target_tokens,
            {"source": _("source token"), "target": _("output token"), "value": _("stays")},
            colour=GREEN,
            framed=gold,
            ringed=ringed,
        ),
        width="stretch",
        key="careful:kept",
        alt=_("Matrix of trials: green where the translation stays when all attention of that row is put there"),
    )
    st.caption(
        _(
            "A row is an output token, a column a source token. Green: the translation stays the same, to the last"
            " token, with all the attention of that step put there. Wherever green lies far from where the network"
            " looks, the output did not hang on its attention; that is no proof that it was not used."
        )
    )
    if telling.any():
        st.markdown(
            _(
                "The ringed case: the step that writes {word} gave {token} a weight of only {weight}; with all of its"
                " attention put there it writes the same.",
                word=f"**{plain(subject.target_tokens[i])}**",
                token=f"**{plain(subject.source_tokens[j])}**",
                weight=f"{alignment[i, j]:.4f}",
            )
        )


@computed_once
def _leaks(checkpoint: Checkpoint, run: Run) -> Leaks:
    from core.labs.translation.caveats import leaks

    pairs = pairs_of(run)
    return leaks(model_at(checkpoint), pairs.held_out_pairs(TURNS * pairs.turn))


@computed_once
def _kept(checkpoint: Checkpoint, text: str) -> np.ndarray:
    from core.labs.translation.caveats import kept

    return kept(model_at(checkpoint), text)
