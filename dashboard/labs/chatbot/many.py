"""The closer look "twenty answers": the same question asked again and again, each answer drawn by the dice."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import streamlit as st

from core.labs.chatbot.observations import dull, only_one
from core.nn.sampling import Sampling, reshape
from core.runs.store import Checkpoint
from core.trace.schema import tokens_of
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.frame.names import TEMPERATURE, TOP_K, TOP_P, WRITING_SEED
from dashboard.labs.chatbot.dull import dull_answers
from dashboard.labs.chatbot.subject import Talked, right
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.observed import note, observed
from dashboard.panels.sampling import distribution_chart, slider_row
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.labs.chatbot.many import DrawnAnswer

COUNT = 20
"""How often the question is asked."""


def many(subject: Talked) -> None:
    """Sliders, the answers by how often they came, and the distribution of the word under the cursor."""
    knobs = (TEMPERATURE, TOP_K, TOP_P, WRITING_SEED)
    temperature, k, p, seed = (view.knob(knob, at=at) for at, knob in zip(slider_row(4), knobs, strict=True))
    sampling = Sampling(temperature=temperature, top_k=k, top_p=p)
    found = _drawn(subject.moment.checkpoint, subject.text, sampling, seed)
    _answers(subject, found)
    st.caption(
        _(
            "The same prompt, answered {count} times: each word is drawn from what the sliders leave of the network’s"
            " distribution. A bar is as long as an answer came often; its colour says whether it is acceptable.",
            count=COUNT,
        )
    )
    counts = {answer.text: answer.count for answer in found}
    note(*observed(only_one, dull, of=[subject.trace.attrs["output"], counts]))
    _word(subject, sampling)
    st.divider()
    dull_answers(subject)


def _answers(subject: Talked, found: list[DrawnAnswer]) -> None:
    from dashboard.labs.chatbot.charts.answers import answer_bars

    run = subject.moment.run
    rows = [
        (answer.text, answer.count, math.exp(answer.log_probability), right(run, subject.text, answer.text))
        for answer in found
    ]
    labels = {
        "answer": _("answer"),
        "count": _("times"),
        "probability": _("probability"),
        "right": _("acceptable"),
        "wrong": _("not acceptable"),
        "unknown": _("nobody knows"),
    }
    st.altair_chart(
        answer_bars(rows, labels, total=COUNT),
        width="stretch",
        key="many:answers",
        alt=_("Bar chart of the answers that were drawn, by how often each came"),
    )


def _word(subject: Talked, sampling: Sampling) -> None:
    """The distribution of the word at the cursor, before and after the sliders."""
    said = subject.target_tokens
    st.markdown(
        _(
            "**Word {number}**, after “{before}”",
            number=subject.target + 1,
            before=plain(" ".join(said[: subject.target]) or "…"),
        )
    )
    before = subject.trace["probability"].isel(target=subject.target).values
    words = [word.strip() or word for word in tokens_of(subject.trace, "vocabulary")]
    distribution_chart(words, before, reshape(before, sampling))


@computed_once
def _drawn(checkpoint: Checkpoint, text: str, sampling: Sampling, seed: int) -> list[DrawnAnswer]:
    from core.labs.chatbot.many import many_answers

    return many_answers(model_at(checkpoint), text, sampling, COUNT, seed)
