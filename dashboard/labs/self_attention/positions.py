"""The closer look "positions": the positional encoding, which positions it makes alike, and what is lost without it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from core.trace.schema import tokens_of
from dashboard.charts.attention import token_labels
from dashboard.labs.self_attention.subject import WORDS, Looked, shipped_networks
from dashboard.language import translate as _
from dashboard.resources import store


def positions(subject: Looked) -> None:
    """The encoding as a picture, its likenesses, and the figures with and without."""
    from dashboard.labs.self_attention.charts.heads import encoding_chart, likeness_chart

    kind = subject.moment.run.config["positions"]
    if not subject.attends:
        st.info(_("A recurrent network reads one token after the other, so it needs no positional encoding."))
    elif "positional_encoding" not in subject.trace:
        st.info(
            _(
                "This network has no positional encoding: exchange two earlier tokens, and every later one still sees"
                " the same bag. Only the causal mask tells it something about order."
            )
        )
    else:
        formula = {
            "learnt": r"x_i = E[w_i] + P_i \qquad P \text{ is learnt, a row a position}",
            "sinusoidal": (
                r"x_i = E[w_i] + P_i \qquad P_{i,2m} = \sin\!\big(i / 10000^{2m/H}\big) \qquad P_{i,2m+1} ="
                r" \cos\!\big(i / 10000^{2m/H}\big)"
            ),
        }
        st.latex(formula[kind])
        P = subject.trace["positional_encoding"].transpose("source", "feature").values  # (T, H)
        length = np.linalg.norm(P, axis=1)
        labels = {
            "position": _("position"),
            "feature": _("number of the vector"),
            "value": _("value"),
            "other": _("position"),
        }
        expression = token_labels([f"{i} {token}" for i, token in enumerate(tokens_of(subject.trace, "source"))])
        left, right = st.columns([3, 2], gap="medium")
        left.altair_chart(
            encoding_chart(P, expression, labels),
            width="stretch",
            key="positions:encoding",
            alt=_("The positional encoding as a heat map, a row a position"),
        )
        left.caption(
            _(
                "A row is the vector that is added to whatever token stands at that position; red is positive, blue"
                " negative."
            )
        )
        right.altair_chart(
            likeness_chart(P @ P.T / np.outer(length, length), expression, labels | {"value": _("cosine")}),
            width="stretch",
            key="positions:likeness",
            alt=_("How alike the encodings of two positions are, as a matrix"),
        )
        right.caption(
            _(
                "How alike two positions look: the cosine of their rows. Sinusoids make neighbours alike; what is"
                " learnt makes alike what is useful."
            )
        )
    _with_and_without(subject)


def _with_and_without(subject: Looked) -> None:
    shipped = shipped_networks(subject.lab)
    rows = []
    for name in ("", "no_positions"):
        figures = store().checkpoints(shipped[name].id)[-1].figures
        rows.append(
            {
                _("Network"): _(WORDS[name]),
                _("accuracy, held out"): figures["accuracy"],
                _("weight of the best head on the answer"): figures["gold_share"],
                _("by looking at everything alike"): figures["uniform_share"],
            }
        )
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        column_config={name: st.column_config.NumberColumn(format="percent") for name in list(rows[0])[1:]},
    )
    st.caption(_("Two networks that copy, trained alike for as many steps: what switching the positions off costs."))
