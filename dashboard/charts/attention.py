"""One decoding step in pictures: scores and weights a source token, vectors as strips, the words that could be
written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.charts.colours import COLOURS, DIVERGING
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

_MARGIN = 64  # pixels left of every picture of source tokens, so that their columns stand above one another


def source_bars(
    values: np.ndarray,
    tokens: Sequence[str],
    name: str,
    labels: Mapping[str, str],
    *,
    chosen: int | None = None,
    domain: tuple[float, float] | None = None,
    height: int = 180,
) -> Layers:
    """One bar a source token.

    Parameters
    ----------
    values : ndarray, shape (S,)
        A score or a weight for each.
    tokens : sequence of str
        The S tokens.
    name : str
        The quantity of `core.trace.schema.QUANTITIES`, which gives the colour.
    labels : mapping
        What to call ``value`` and ``source``.
    chosen : int, optional
        The position that is told in full colour; without it, all are.
    domain : tuple of float, optional
        The ends of the scale.
    height : int
        Pixels.
    """
    table = pd.DataFrame({"place": range(len(tokens)), "token": tokens, "value": values})
    table["shade"] = 1.0 if chosen is None else np.where(table["place"] == chosen, 1.0, 0.5)
    scale = alt.Scale(domain=list(domain)) if domain else alt.Scale()
    base = alt.Chart(table).encode(x=_source_axis(tokens, labels["source"]))
    axis = alt.Axis(minExtent=_MARGIN - 20, maxExtent=_MARGIN - 20, tickCount=4)
    bars = base.mark_bar(color=COLOURS[name]).encode(
        y=alt.Y("value:Q", title=labels["value"], scale=scale, axis=axis),
        opacity=alt.Opacity("shade:Q", scale=None, legend=None),
        tooltip=[
            alt.Tooltip("token:N", title=labels["source"]),
            alt.Tooltip("value:Q", title=labels["value"], format=".4f"),
        ],
    )
    numbers = base.mark_text(dy=-7, fontSize=14, color="#888888").encode(
        y=alt.Y("value:Q", scale=scale), text=alt.Text("value:Q", format=".2f")
    )
    return (bars + numbers.transform_filter(f"datum.place === {-1 if chosen is None else chosen}")).properties(
        height=height
    )


def _source_axis(tokens: Sequence[str], title: str) -> alt.X:
    """The source positions in reading order, each labelled by its token: a token that comes twice has two columns."""
    expression = token_labels(tokens)
    axis = alt.Axis(labelExpr=expression, labelAngle=0, labelFontSize=14, labelOverlap=False, ticks=False)
    return alt.X("place:O", title=title, axis=axis)


def token_labels(tokens: Sequence[str]) -> str:
    """A Vega expression that takes a position to its token, whatever characters that has."""
    quoted = ",".join("'" + "".join(f"\\u{ord(unit):04x}" for unit in _utf16(token)) + "'" for token in tokens)
    return f"[{quoted}][datum.value]"


def _utf16(text: str) -> list[str]:
    raw = text.encode("utf-16-be", "surrogatepass")
    return [chr(int.from_bytes(raw[k : k + 2], "big")) for k in range(0, len(raw), 2)]


def strips(
    rows: Sequence[tuple[str, np.ndarray]], labels: Mapping[str, str], *, limit: float | None = None, height: int = 26
) -> alt.Chart:
    """Vectors, each a strip of coloured cells, one below the other on one scale.

    Parameters
    ----------
    rows : sequence of (str, ndarray of shape (H,))
        What to call each, and its numbers.
    labels : mapping
        What to call ``unit`` and ``value``.
    limit : float, optional
        Where the colours are full, either way of 0; without it at the largest of the numbers.
    height : int
        Pixels a row.
    """
    names = [name for name, _ in rows]
    values = np.stack([vector for _, vector in rows])  # (N, H)
    unit, place = np.meshgrid(np.arange(values.shape[1]), np.arange(len(rows)))
    table = pd.DataFrame({"place": place.ravel(), "unit": unit.ravel(), "value": values.ravel()})
    table["size"] = table["value"].abs()
    limit = limit or float(abs(values).max()) or 1.0
    axis = alt.Axis(
        labelExpr=token_labels(names),
        labelFontSize=14,
        labelLimit=150,
        minExtent=150,
        maxExtent=150,
        ticks=False,
        domain=False,
    )
    return (
        alt.Chart(table)
        .mark_rect()
        .encode(
            x=alt.X(
                "unit:O", title=labels["unit"], axis=alt.Axis(labels=False, ticks=False), scale=alt.Scale(padding=0)
            ),
            y=alt.Y("place:O", title=None, axis=axis, scale=alt.Scale(paddingInner=0.12)),
            color=alt.ColorValue(DIVERGING[1], condition={"test": "datum.value < 0", "value": DIVERGING[0]}),
            opacity=alt.Opacity("size:Q", scale=alt.Scale(domain=[0, limit], range=[0, 1], clamp=True), legend=None),
            tooltip=[
                alt.Tooltip("unit:Q", title=labels["unit"]),
                alt.Tooltip("value:Q", title=labels["value"], format=".3f"),
            ],
        )
        .properties(height=height * len(rows) + 40)
    )


def word_bars(
    words: Sequence[str], probabilities: np.ndarray, written: int, labels: Mapping[str, str], *, count: int = 8
) -> Layers:
    """The likeliest words of a step, with the one that was written framed; that is drawn even if it is not among them.

    Parameters
    ----------
    words : sequence of str
        The V words.
    probabilities : ndarray, shape (V,)
        Of each word.
    written : int
        Which of them was written.
    labels : mapping
        What to call ``word`` and ``probability``.
    count : int
        How many are drawn.
    """
    order = list(np.argsort(-probabilities, kind="stable")[:count])
    order = order if written in order else [*order[:-1], written]
    table = pd.DataFrame(
        {
            "place": range(len(order)),
            "word": [words[k] for k in order],
            "probability": probabilities[order],
            "written": [k == written for k in order],
        }
    )
    axis = alt.Axis(labelExpr=token_labels(list(table["word"])), labelFontSize=14, labelLimit=120, ticks=False)
    base = alt.Chart(table).encode(
        y=alt.Y("place:O", title=labels["word"], axis=axis),
        x=alt.X("probability:Q", title=labels["probability"], scale=alt.Scale(domain=[0, 1])),
    )
    bars = base.mark_bar(color=COLOURS["probability"]).encode(
        stroke=alt.StrokeValue(None, condition={"test": "datum.written", "value": COLOURS["gold_alignment"]}),
        strokeWidth=alt.StrokeWidthValue(3),
        tooltip=[
            alt.Tooltip("word:N", title=labels["word"]),
            alt.Tooltip("probability:Q", title=labels["probability"], format=".4f"),
        ],
    )
    numbers = base.mark_text(align="left", dx=5, color="#888888", fontSize=14).encode(
        text=alt.Text("probability:Q", format=".3f")
    )
    return (bars + numbers).properties(height=26 * len(order) + 50)
