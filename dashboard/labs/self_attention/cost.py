"""The closer look "cost": n² scores at once against n steps one after the other, counted."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.knobs import configure
from core.labs.self_attention.config import SelfAttentionConfig
from core.labs.self_attention.cost import cost as counted
from dashboard.labs.self_attention.subject import Looked
from dashboard.language import translate as _

LENGTHS = (8, 16, 32, 64, 128, 256, 512, 1024, 2048)
"""Tokens for which the multiply-adds are drawn."""


def cost(subject: Looked) -> None:
    """The counts for this sequence, and how they grow."""
    from dashboard.labs.self_attention.charts.heads import cost_chart

    T = len(subject.puzzle.tokens)
    sizes = {name: subject.moment.run.config[name] for name in ("layers", "heads", "hidden_size", "mlp")}
    configs = {
        _("self-attention"): configure(SelfAttentionConfig, sizes | _dividing(sizes)),
        "GRU": configure(SelfAttentionConfig, sizes | {"architecture": "gru"}),
    }
    L, N = sizes["layers"], configs[_("self-attention")].heads
    st.latex(
        rf"\underbrace{{n^2 = {T}^2 = {T * T:,}}}_{{\text{{{_('scores per head')}}}}} \quad "
        rf"\underbrace{{L \cdot N \cdot n^2 = {L} \cdot {N} \cdot {T * T:,} ="
        rf" {L * N * T * T:,}}}_{{\text{{{_('scores in all')}}}}}"
        rf" \qquad \underbrace{{n = {T}}}_{{\text{{{_('recurrent steps per layer')}}}}}".replace(",", r"{,}")
    )
    found = {name: counted(config, T) for name, config in configs.items()}
    st.dataframe(
        pd.DataFrame(
            [
                {
                    _("Network"): name,
                    _("scores"): f"{costs.scores:,}",
                    _("multiply-adds"): f"{costs.products:,}",
                    _("steps that must wait for one another"): f"{costs.steps:,}",
                    _("path from the first token to the last, per layer"): f"{costs.path:,}",
                }
                for name, costs in found.items()
            ]
        ),
        hide_index=True,
        width="stretch",
    )
    st.caption(
        _(
            "Counted for this sequence, these layers and this hidden size; scores that the mask hides are computed too."
            " Attention compares all pairs at once, so any two positions are one step apart and a graphics card can do"
            " all at the same time; a recurrent network must wait for every step."
        )
    )
    rows = [
        {"network": name, "length": n, "products": counted(config, n).products}
        for name, config in configs.items()
        for n in LENGTHS
    ]
    labels = {
        "length": _("tokens n"),
        "products": _("multiply-adds"),
        "network": _("Network"),
        "here": _("this sequence"),
    }
    st.altair_chart(
        cost_chart(pd.DataFrame(rows), T, labels),
        width="stretch",
        key="cost:chart",
        alt=_("Line chart of multiply-adds against the number of tokens, for attention and a recurrent network"),
    )
    st.caption(
        _(
            "Both axes are logarithmic. Recurrence grows with n; attention too, until the n² scores outweigh the rest,"
            " and then twice the length costs four times as much."
        )
    )


def _dividing(sizes: dict[str, int]) -> dict[str, int]:
    """As many heads as asked for, or the next fewer that share the hidden size equally."""
    return {"heads": next(n for n in range(sizes["heads"], 0, -1) if sizes["hidden_size"] % n == 0)}
