"""The closer look "positions": the positional encoding, which positions it makes alike, and what is lost without it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from core.labs.self_attention.data import Puzzle
from core.labs.self_attention.observations import bag_of_tokens, order_counts
from core.trace.schema import tokens_of
from dashboard.charts.attention import token_labels
from dashboard.heat_maps import heat_map
from dashboard.labs.self_attention.subject import WORDS, Looked
from dashboard.language import translate as _
from dashboard.observed import observed
from dashboard.resources import shipped_by_name, store


def positions(subject: Looked) -> None:
    """The encoding as a picture, its likenesses, and the metrics with and without."""
    from dashboard.labs.self_attention.charts.heads import encoding_chart, likeness_chart

    kind = subject.moment.run.config["positions"]
    if not subject.attends:
        st.info(_("A recurrent network reads one token after another, so it needs no positional encoding."))
    elif "positional_encoding" not in subject.trace:
        for sentence in _exchanged(subject) or [_("This network has no positional encoding.")]:
            st.info(sentence)
    else:
        formula = {
            "learnt": r"x_i = E[w_i] + P_i \qquad P \text{ is learnt, one row per position}",
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
        heat_map(
            left,
            encoding_chart(P, expression, labels),
            width="stretch",
            key="positions:encoding",
            alt=_("The positional encoding as a heat map, one row per position"),
        )
        left.caption(
            _(
                "A row is the vector that is added to whatever token stands at that position; red is positive, blue"
                " negative."
            )
        )
        heat_map(
            right,
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


def _exchanged(subject: Looked) -> list[str]:
    """What exchanging two earlier tokens changes at a later position that asks for one of them."""
    puzzle = subject.puzzle
    asked = [i for i, j in enumerate(puzzle.gold) if j > 1 and j < i]
    if not asked:
        return []
    last = asked[len(asked) // 2]
    here = puzzle.gold[last]
    tokens = list(puzzle.tokens[: last + 1])
    swapped = [*tokens[: here - 1], tokens[here], tokens[here - 1], *tokens[here + 1 :]]
    before, after = (
        subject.moment.trace(Puzzle(puzzle.task, tuple(read), puzzle.answer[: last + 1], puzzle.gold[: last + 1]))
        for read in (tokens, swapped)
    )
    p, q = (trace["probability"].isel(target=-1).values for trace in (before, after))
    seen = [p, q, tokens_of(before, "vocabulary"), (tokens[here - 1], tokens[here])]
    return observed(order_counts, bag_of_tokens, of=seen)


def _with_and_without(subject: Looked) -> None:
    shipped = shipped_by_name(subject.lab, WORDS)
    rows = []
    for name in ("", "no_positions"):
        metrics = store().checkpoints(shipped[name].id)[-1].metrics
        rows.append(
            {
                _("Network"): _(WORDS[name]),
                _("accuracy, held out"): metrics["accuracy"],
                _("weight of the best head on the answer"): metrics["gold_share"],
                _("with uniform attention"): metrics["uniform_share"],
            }
        )
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        column_config={name: st.column_config.NumberColumn(format="percent") for name in list(rows[0])[1:]},
    )
    st.caption(_("Two networks that copy, trained alike for as many steps: what switching the positions off costs."))
