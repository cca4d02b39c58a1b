"""What every look at a beam search has: its sliders, its hypotheses in their order, and the tree, a token of which is
chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.knobs import Knob
from dashboard import state
from dashboard.frame import view
from dashboard.frame.names import BEAM_NODE, PRUNED
from dashboard.language import translate as _
from dashboard.panels.sampling import visible

if TYPE_CHECKING:
    from core.nn.beam_search import Beam

KEY = "beam:tree"


def sliders(width: Knob, penalty: Knob) -> tuple[int, float]:
    """Beam width and length penalty, and whether the tree shows what was pruned."""
    left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom", gap="medium")
    kept = view.knob(width, at=left)
    forgiven = view.knob(penalty, label=f"{_(penalty.label)} a", at=middle)
    view.toggle(
        PRUNED, _("Show pruned hypotheses"), at=right, help=_("Show the tokens that were tried and dropped at once.")
    )
    return kept, forgiven


def ranking(found: Beam, title: str, spelled: Sequence[str]) -> None:
    """The hypotheses, best score first, under a title in the viewer's language, with what their scores are made of."""
    st.dataframe(
        pd.DataFrame(
            {
                title: spelled,
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


def tree(found: Beam) -> int:
    """Draw the tree and return the number of the chosen node: the link's, else the last token of the best
    hypothesis.
    """
    from dashboard.charts.beam import beam_chart, beam_table

    chosen = _chosen(found)
    table = beam_table(found, chosen, pruned=view.value_of(PRUNED), visible=visible)
    steps = [str(step) for step in range(1 + max(node.step for node in found.nodes))]
    labels = {
        "step": _("decoding step"),
        "token": _("output token"),
        "log_probability": _("log-probability of the token"),
        "cumulative": _("log-probability so far"),
        "best": _("best"),
        "kept": _("kept"),
        "finished": _("finished"),
        "pruned": _("pruned"),
    }
    st.altair_chart(
        beam_chart(table, steps, labels),
        width="stretch",
        key=KEY,
        selection_mode="chosen",
        on_select=_follow,
        alt=_("The tree of the beam search, a column a decoding step"),
    )
    return chosen


def _chosen(found: Beam) -> int:
    pinned = view.read(BEAM_NODE)
    if pinned is not None and pinned[0] < len(found.nodes):
        return pinned[0]
    path = found.path(found.best.node)
    return path[max(0, len(path) - 2)] if found.best.finished else path[-1]


def _follow() -> None:
    for point in state.get(KEY).selection.get("chosen", [])[:1]:
        view.write(BEAM_NODE, (int(point["node"]),))
