"""The closer look "greedy and beam": what is written if only the likeliest token is kept, and if several hypotheses are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from core.data.utterances import Utterance
from core.edit_distance import error_rate
from core.knobs import Knob
from core.runs import Checkpoint
from dashboard import address, state
from dashboard.components.sound import name_of
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.hearing.subject import Heard
from dashboard.panels.hearing.verdict import reference_of
from dashboard.panels.sampling import visible
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.beam_search import Beam, Hypothesis

WIDTH = Knob("beam_width", 4, "Beam width", "How many hypotheses are kept at each step; 1 is greedy decoding.", 1, 16)
PENALTY = Knob(
    "length_penalty", 0.6, "Length penalty",
    "How much a longer output is forgiven for having more tokens to pay for; 0 forgives nothing.", 0.0, 2.0,
)  # fmt: skip


def beam(subject: Heard) -> None:
    """Greedy and beam side by side, the hypotheses in their order, the tree, and where the chosen token listened."""
    width, length_penalty = _sliders()
    checkpoint = subject.moment.checkpoint
    path = str(checkpoint.path)
    found = _search(path, subject.utterance, width, checkpoint).ranked(length_penalty)
    greedy = _search(path, subject.utterance, 1, checkpoint).ranked(length_penalty)
    _equation(found.best, length_penalty)
    _side_by_side(subject, greedy.best, found.best)
    _hypotheses(subject, found)
    chosen = _chosen(found)
    _tree(found, chosen)
    _listened(subject, found, chosen)


def _sliders() -> tuple[int, float]:
    for complaint in address.complaints([WIDTH, PENALTY]):
        st.warning(sentence(complaint))
    left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom", gap="medium")
    width = left.slider(
        _(WIDTH.label), int(WIDTH.low), int(WIDTH.high), WIDTH.default, key=WIDTH.name, bind="query-params", help=_(WIDTH.help)
    )  # fmt: skip
    length_penalty = middle.slider(
        f"{_(PENALTY.label)} a", PENALTY.low, PENALTY.high, PENALTY.default, step=0.05, key=PENALTY.name, bind="query-params",
        help=_(PENALTY.help),
    )  # fmt: skip
    right.toggle(_("Pruned too"), key="pruned", bind="query-params", help=_("Show the tokens that were tried and dropped at once."))  # fmt: skip
    return int(width), float(length_penalty)


@st.cache_resource(show_spinner=False, max_entries=128, hash_funcs={Utterance: name_of})
def _search(path: str, utterance: Utterance, width: int, _checkpoint: Checkpoint) -> Beam:
    from core.beam_search import beam_search

    return beam_search(model_at(_checkpoint), utterance, width)


def _equation(best: Hypothesis, length_penalty: float) -> None:
    st.latex(
        r"s(Y) = \frac{\log P(Y \mid X)}{\left(\frac{5 + |Y|}{6}\right)^{a}}"
        rf" = \frac{{{best.log_probability:.4f}}}{{\left(\frac{{5 + {best.length}}}{{6}}\right)^{{{length_penalty:.2f}}}}}"
        rf" = \mathbf{{{best.score:.4f}}}"
    )


def _side_by_side(subject: Heard, greedy: Hypothesis, best: Hypothesis) -> None:
    for column, title, hypothesis in zip(
        st.columns(2, gap="medium"), (_("Greedy"), _("Beam")), (greedy, best), strict=True
    ):
        column.caption(title)
        column.markdown("### " + plain(_spelled(subject, hypothesis)))
        column.markdown(_("log P = **{log_probability}**", log_probability=f"{hypothesis.log_probability:.4f}") + _error(subject, hypothesis))  # fmt: skip
    if greedy.tokens == best.tokens:
        st.caption(_("Both wrote the same: this network is so sure of what it hears that nothing is won by keeping more. Take another voice, an earlier training step or a sentence it never learnt, and look again."))  # fmt: skip
    elif best.score > greedy.score:
        st.caption(_("The beam found an output with a better score, though where the two part its token was not the likeliest."))  # fmt: skip
    else:
        st.caption(_("The beam did worse: every token costs log-probability, so short outputs finish first, and the search ends once as many have finished as it is wide. More search is not always better."))  # fmt: skip


def _spelled(subject: Heard, hypothesis: Hypothesis) -> str:
    return (" " if subject.trace.attrs["target"] == "phonemes" else "").join(hypothesis.tokens) or "∅"


def _error(subject: Heard, hypothesis: Hypothesis) -> str:
    reference = reference_of(subject.trace, subject.utterance)
    return ", " + _("error rate {rate}", rate=f"{error_rate([(hypothesis.tokens, reference)]):.0%}") if reference else ""  # fmt: skip


def _hypotheses(subject: Heard, found: Beam) -> None:
    st.dataframe(
        pd.DataFrame(
            {
                _("Output"): [_spelled(subject, hypothesis) for hypothesis in found.hypotheses],
                "|Y|": [hypothesis.length for hypothesis in found.hypotheses],
                "log P": [hypothesis.log_probability for hypothesis in found.hypotheses],
                "lp": [hypothesis.penalty for hypothesis in found.hypotheses],
                "s": [hypothesis.score for hypothesis in found.hypotheses],
                _("finished"): [hypothesis.finished for hypothesis in found.hypotheses],
            }
        ),
        hide_index=True,
        column_config={name: st.column_config.NumberColumn(format="%.4f") for name in ("log P", "lp", "s")},
    )
    st.caption(
        _("The hypotheses that the beam held to the end, best score first; the equation above is that of the first.")
    )


def _chosen(found: Beam) -> int:
    """The node in the link, if the tree has it; else the last token of the best hypothesis."""
    pinned = address.numbers("beam_node", 1)
    if pinned is not None and pinned[0] < len(found.nodes):
        return pinned[0]
    path = found.path(found.best.node)
    return path[max(0, len(path) - 2)] if found.best.finished else path[-1]


def _tree(found: Beam, chosen: int) -> None:
    from dashboard.charts.beam import beam_chart, beam_table

    table = beam_table(found, chosen, pruned=bool(state.get("pruned")), visible=visible)
    steps = [str(step) for step in range(1 + max(node.step for node in found.nodes))]
    labels = {
        "step": _("decoding step"), "token": _("output token"), "log_probability": _("log-probability of the token"),
        "cumulative": _("log-probability so far"), "best": _("best"), "kept": _("kept"), "finished": _("finished"),
        "pruned": _("pruned"),
    }  # fmt: skip
    st.altair_chart(
        beam_chart(table, steps, labels), width="stretch", key="beam:tree", selection_mode="chosen", on_select=_follow,
        alt=_("The tree of the beam search, a column a decoding step"),
    )  # fmt: skip
    st.caption(
        _(
            "A column is a decoding step, on top its likeliest hypothesis; lines join each token to the one it follows. Blue is the output with the best score; ∎ ends one. Click a token to see where the network listened on the way to it."
        )
    )


def _follow() -> None:
    for point in state.get("beam:tree").selection.get("chosen", [])[:1]:
        address.write("beam_node", int(point["node"]))


def _listened(subject: Heard, found: Beam, chosen: int) -> None:
    from dashboard.charts.hearing import rows_over_time

    path = [found.nodes[number] for number in found.path(chosen)]
    st.altair_chart(
        rows_over_time(
            np.stack([node.alignment for node in path]), subject.trace["source_start"].values, subject.trace["source_end"].values,
            [visible(node.token) for node in path], {"target": _("output token"), "value": "α", "seconds": _("seconds")},
        ),
        width="stretch", key="beam:attention", alt=_("Alignment of the chosen token and those before it, over time"),
    )  # fmt: skip
    st.caption(_("Where the network listened on the way to the chosen token, which is the last row; the fuller the colour, the more attention."))  # fmt: skip
