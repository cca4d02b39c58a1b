"""Self-attention on one sequence: the answers, every head as a small matrix, one large, and one query step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import xarray as xr

from core.labs.self_attention.heads import Role
from core.trace.schema import tokens_of
from dashboard.charts.colours import COLOURS, DIVERGING, GREEN, VERMILLION
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

LIKELY = 3
"""How many candidates for an answer are told."""

WORDS = {
    "head": "layer {layer} · head {head}",
    "answers_title": "What it reads, and what it answers",
    "answers_how": (
        "Above: the sequence. The arcs show where the chosen head looks from the marked position, the wider the more."
        " Below: the answer where one is asked. Point at a token to make it the query; click pins it."
    ),
    "position": "position",
    "says": "says",
    "right": "right",
    "wrong": "it should be {answer}",
    "nothing": "nothing is asked here",
    "heads_title": "Every head",
    "heads_how": (
        "One small matrix per head, one row of them per layer of the network: rows look, columns are looked at. Below"
        " each what it was measured to do on held-out sequences. Click one to enlarge it."
    ),
    "role_gold": "looks at the answer",
    "role_previous": "looks one back",
    "role_same": "looks at its like",
    "role_itself": "looks at itself",
    "role_next": "looks one ahead",
    "role_first": "looks at the bar",
    "role_even": "attends uniformly",
    "role_": "no single habit",
    "share": "{share} of its weight; by chance {uniform}",
    "even": "{share} of the largest entropy",
    "silent": "silenced",
    "matrix_title": "The chosen head",
    "matrix_how": (
        "A row is the position that looks, a column the one that is looked at; every row adds up to 1. Hatched:"
        " masked, weight 0."
    ),
    "matrix_free": (
        "A row is the position that looks, a column the one that is looked at; every row adds up to 1. Without a mask"
        " the future is seen too."
    ),
    "gold": "where the answer stands",
    "masked": "hidden by the mask",
    "query_title": "One query, step by step",
    "query_how": (
        "The marked position asks with its query; every visible position answers with its key. Their product is the"
        " score, the softmax of all scores the weight, and the values, each times its weight, add up to the context."
    ),
    "hidden": "later, so the mask hides it",
    "sum": "the context: all values, each times its weight",
}
"""Every word it shows, besides the quantities' own names (message ids of the catalogues)."""

SYMBOLS = {"query": "q", "key": "k", "value": "v", "score": "e", "alignment": "α", "context": "c"}

LABELS = {
    "quantities": {
        name: {"symbol": SYMBOLS.get(name, ""), "colour": COLOURS[name]} for name in (*SYMBOLS, "gold_alignment")
    },
    "colours": {"right": GREEN, "wrong": VERMILLION},
    "diverging": DIVERGING,
}

HEADS = Component("heads", WORDS)


def heads(
    trace: xr.Dataset,
    roles: Sequence[Sequence[Role]],
    *,
    key: str,
    cursor: Sequence[int],
    group: str | None = None,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw `trace`; the session state holds the place that the viewer last settled on, ``{target, layer, head, pins}``.

    ``pins`` counts how often. The picture goes to `cursor` when that is another than in the last run; otherwise the
    viewer's own stays, whatever the numbers do. Following the pointer needs no rerun; a click causes one.

    Parameters
    ----------
    trace : Dataset
        Of `core.labs.self_attention.model.SelfAttention.trace`, by attention.
    roles : sequence of sequence of Role
        What each head of each layer was measured to do.
    key : str
        Names this picture in the session state, where ``cursor`` holds that place.
    cursor : tuple of int
        The position that looks, and the layer and head that are enlarged.
    group : str, optional
        Pictures of one group share their position.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes.
    """
    HEADS.draw(
        key=key,
        numbers=numbers(_numbers, trace, tuple(map(tuple, roles))),
        view={"group": group, "cursor": dict(zip(("target", "layer", "head"), cursor, strict=True))},
        labels=LABELS,
        translate=translate,
        on={"cursor": on_change},
    )


def _numbers(trace: xr.Dataset, roles: Sequence[Sequence[Role]]) -> Facts:
    """Everything that the heads do.

    ``alignment`` and ``score`` travel as (layer, head, target, source), ``query``, ``key``, ``value`` and ``context``
    as (layer, head, position, unit), ``gold_alignment`` as (target, source), ``likely`` as (target, rank):
    probabilities of the tokens that the facts have under the same name.
    """
    p = trace["probability"].transpose("target", "vocabulary").values  # (T, V)
    words = tokens_of(trace, "vocabulary")
    order = np.argsort(-p, axis=1, kind="stable")[:, :LIKELY]  # (T, 3)
    facts: dict[str, Any] = {
        "tokens": tokens_of(trace, "source"),
        "answers": [str(answer) for answer in trace["answer"].values],
        "likely": [[words[k] for k in row] for row in order],
        "causal": bool(trace.attrs["causal"]),
        "silenced": trace.attrs["silenced"].split(),
        "roles": [[role._asdict() for role in row] for row in roles],
    }
    arrays = {
        name: trace[name].transpose("layer", "head", "target", "source").values for name in ("alignment", "score")
    }
    arrays |= {name: trace[name].transpose("layer", "head", "target", "unit").values for name in ("query", "context")}
    arrays |= {name: trace[name].transpose("layer", "head", "source", "unit").values for name in ("key", "value")}
    gold = trace["gold_alignment"].transpose("target", "source").values
    return facts, arrays | {"gold_alignment": gold, "likely": np.take_along_axis(p, order, axis=1)}
