"""The tree of a beam search: a column a step, its tokens from the likeliest hypothesis down, each joined to the one
before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from core.text.vocabulary import EOS
from dashboard.charts.colours import BLUE, GREEN, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

if TYPE_CHECKING:
    from core.nn.beam_search import Beam

ENDS = "∎"
"""⟨EOS⟩, where there is little room."""


def beam_table(found: Beam, chosen: int, *, pruned: bool, visible: Callable[[str], str]) -> pd.DataFrame:
    """The nodes of a search as `beam_chart` takes them.

    Parameters
    ----------
    found : Beam
        The search.
    chosen : int
        The node that is marked.
    pruned : bool
        Whether tokens are shown that were tried and dropped at once.
    visible : callable
        Makes a token one that can be seen.
    """
    best, lanes, rows = set(found.path(found.best.node)), {}, []
    used = [0] * (max(node.step for node in found.nodes) + 1)
    for number, node in enumerate(found.nodes):
        if not (node.kept or pruned):
            continue
        lanes[number], used[node.step] = used[node.step], used[node.step] + 1
        before = node.parent
        kind = "best" if number in best else "finished" if node.finished else "kept" if node.kept else "pruned"
        rows.append(
            {
                "node": number,
                "step": node.step,
                "lane": lanes[number],
                "token": ENDS if node.token == EOS else visible(node.token),
                "kind": kind,
                "log_probability": node.log_probability,
                "cumulative": node.cumulative,
                "chosen": number == chosen,
                "before_step": None if before is None else found.nodes[before].step,
                "before_lane": None if before is None else lanes[before],
            }
        )
    return pd.DataFrame(rows).astype({"before_step": "float", "before_lane": "float"})


def beam_chart(table: pd.DataFrame, steps: Sequence[str], labels: Mapping[str, str]) -> Layers:
    """The tree; a click on a token chooses it (selection ``chosen``, field ``node``).

    Parameters
    ----------
    table : DataFrame
        One row a node: ``node``, ``step``, ``lane`` (0 on top), ``token``, ``log_probability``, ``cumulative``,
        ``before_step`` and ``before_lane`` (where the token before stands; empty at step 0), ``kind`` (best, kept,
        finished or pruned) and ``chosen``.
    steps : sequence of str
        What to call each step.
    labels : mapping
        What to call ``step``, ``token``, ``log_probability`` and ``cumulative``, and the four kinds.
    """
    kinds = ["best", "finished", "kept", "pruned"]
    scale = alt.Scale(domain=kinds, range=[BLUE, GREEN, "#777777", "#BBBBBB"])
    x_scale = alt.Scale(domain=[-0.5, len(steps) - 0.5], nice=False)
    y_scale = alt.Scale(domain=[-0.6, float(table["lane"].to_numpy().max()) + 0.6], reverse=True, nice=False)
    x_axis = alt.Axis(values=list(range(len(steps))), grid=False, format="d", labelOverlap=True)
    legend = alt.Legend(
        orient="top",
        title=None,
        symbolType="square",
        labelExpr="{" + ",".join(f"{kind}:'{_quoted(labels[kind])}'" for kind in kinds) + "}[datum.value]",
    )
    colour = alt.Color("kind:N", scale=scale, legend=legend)
    x, y = alt.X("step:Q", title=labels["step"], scale=x_scale, axis=x_axis), alt.Y("lane:Q", axis=None, scale=y_scale)
    edges = (
        alt.Chart(table[table["before_step"].notna()])
        .mark_rule(strokeWidth=2)
        .encode(
            x=alt.X("before_step:Q", scale=x_scale),
            x2=alt.X2("step:Q"),
            y=alt.Y("before_lane:Q", scale=y_scale, axis=None),
            y2=alt.Y2("lane:Q"),
            color=colour,
            opacity=alt.OpacityValue(0.8, condition={"test": "datum.kind == 'pruned'", "value": 0.4}),
        )
    )
    base = alt.Chart(table).encode(x=x, y=y)
    dots = (
        base.mark_point(shape=_box(table, len(steps)), size=620, filled=True, opacity=1, cursor="pointer")
        .encode(
            color=colour,
            stroke=alt.StrokeValue(None, condition={"test": "datum.chosen", "value": VERMILLION}),
            strokeWidth=alt.StrokeWidthValue(3.5),
            tooltip=[
                alt.Tooltip("token:N", title=labels["token"]),
                alt.Tooltip("log_probability:Q", title=labels["log_probability"], format=".4f"),
                alt.Tooltip("cumulative:Q", title=labels["cumulative"], format=".4f"),
            ],
        )
        .add_params(alt.selection_point("chosen", fields=["node"]))
    )
    shown = base.mark_text(fontSize=14, fontWeight=600, limit=70).encode(
        text=alt.Text("token:N"),
        color=alt.ColorValue("#ffffff", condition={"test": "datum.kind == 'pruned'", "value": "#333333"}),
    )
    sums = (
        base.transform_filter("datum.kind != 'pruned'")
        .mark_text(dy=20, fontSize=14, color="#888888")
        .encode(text=alt.Text("cumulative:Q", format=".2f"))
    )
    return (edges + dots + shown + sums).properties(height=int(52 * (table["lane"].to_numpy().max() + 1)) + 140)


def _box(table: pd.DataFrame, steps: int) -> str:
    """A box that is as wide as the longest token needs, or as a column of a page 880 pixels wide allows."""
    needed = max(sum(1 if ord(sign) < 0x2E80 else 2 for sign in token) for token in table["token"]) * 8 + 10
    half = max(12.5, min(needed, 0.92 * 880 / steps) / 2) / 12.5
    return f"M{-half:.2f},-1H{half:.2f}V1H{-half:.2f}Z"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
