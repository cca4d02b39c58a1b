"""The closer look "one word": query, scores, softmax, context and word, in the order in which they are computed."""

from __future__ import annotations

import streamlit as st

from core.trace.schema import tokens_of
from dashboard.charts.equations import MATCH
from dashboard.labs.chatbot.subject import Talked
from dashboard.language import translate as _
from dashboard.panels.decoding_step import (
    choose_target,
    context_strips,
    query_strip,
    softmax_of,
    subscript,
    word_bars_of,
)


def step(subject: Talked) -> None:
    """The numbers of the word under the cursor, one after the other."""
    tokens = subject.target_tokens
    choose_target(subject, tokens, lambda i: tokens[i] + subscript(i + 1))
    _query(subject)
    if "alignment" in subject.trace:
        _scores(subject)
        _weights(subject)
        context_strips(
            subject.trace,
            subject.target,
            of=r"c_i = \sum_j \alpha_{ij} h_j",
            sources=subject.source_tokens,
            total=f"c{subscript(subject.target + 1)}",
        )
    else:
        st.info(
            _("This network has no attention: the encoder’s last state was handed over once, before the first word.")
        )
    _word(subject)


def _query(subject: Talked) -> None:
    i = subject.target
    z = subject.trace["query"].isel(target=i).values
    st.markdown(_("**Query:** what the decoder knows as it says word {number}", number=i + 1))
    st.latex(rf"z_i \in \mathbb{{R}}^{{{len(z)}}} \qquad i = {i + 1}")
    query_strip("z" + subscript(i + 1), z)


def _scores(subject: Talked) -> None:
    j, score = subject.source, subject.trace["score"].isel(target=subject.target).values
    st.markdown(_("**Scores:** how well each word that was read matches the query"))
    st.latex(rf"{MATCH[subject.trace.attrs['attention']]} = \mathbf{{{score[j]:.3f}}} \qquad j = {j + 1}")
    _bars(subject, "score", "e", _("Bar chart of the scores, one bar per word that was read"))


def _weights(subject: Talked) -> None:
    here = subject.trace.isel(target=subject.target)
    j, score, weight = subject.source, here["score"].values, here["alignment"].values
    st.markdown(_("**Softmax:** the scores become weights that are positive and sum to 1"))
    st.latex(
        r"\alpha_{ij} = \frac{\exp(e_{ij})}{\sum_k \exp(e_{ik})}"
        rf" = {softmax_of(score, j)} = \mathbf{{{weight[j]:.3f}}}"
    )
    _bars(subject, "alignment", "α", _("Bar chart of the attention weights, one bar per word that was read"))
    st.markdown(_("**Context:** the weighted sum of the encoder’s states"))


def _bars(subject: Talked, name: str, symbol: str, alt: str) -> None:
    from dashboard.charts.attention import source_bars

    st.altair_chart(
        source_bars(
            subject.trace[name].isel(target=subject.target).values,
            subject.source_tokens,
            name,
            {"value": symbol, "source": _("word that was read")},
            chosen=subject.source,
            domain=(0.0, 1.0) if name == "alignment" else None,
        ),
        width="stretch",
        key=f"step:{name}",
        alt=alt,
    )


def _word(subject: Talked) -> None:
    st.markdown(_("**Word:** what is said"))
    if "generation_gate" not in subject.trace:
        readout = "a_i" if "alignment" in subject.trace else "z_i"
        word_bars_of(subject.trace, subject.target, rf"p(y_i) = \mathrm{{softmax}}(W {readout} + b)")
        return
    here = subject.trace.isel(target=subject.target)
    written = tokens_of(subject.trace, "target")[subject.target]
    copied = sum(
        float(weight)
        for weight, token in zip(here["alignment"].values, tokens_of(subject.trace, "source"), strict=True)
        if token == written
    )
    gate = float(here["generation_gate"])
    p = float(here["probability"][tokens_of(subject.trace, "vocabulary").index(written)])
    softmax = (p - (1 - gate) * copied) / gate if gate > 0 else 0.0
    st.latex(
        r"p(w) = g_i\, \mathrm{softmax}(W a_i + b)_w + (1 - g_i) \sum_{j:\, x_j = w} \alpha_{ij}"
        rf" = {gate:.3f} \cdot {max(0.0, softmax):.3f} + {1 - gate:.3f} \cdot {copied:.3f} = \mathbf{{{p:.3f}}}"
    )
    st.caption(
        _(
            "The gate g decides how much comes from all the words that the network knows, and how much is copied from"
            " where it looks."
        )
    )
