"""Predict, then look: a question, the answers that people believe, and the right one, computed from what is in view."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.errors import InputError
from dashboard import state
from dashboard.frame.closer_look import Look
from dashboard.frame.room import driven
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.markdown import in_plain
from dashboard.resources import store

WORDS = {
    "none": "None of them, or hardly any",
    "fifth": "About one in five",
    "half": "About half",
    "most": "Most of them",
    "all": "All of them, or nearly all",
}
"""Answers to a question of how many, from few to many."""

SHARES = tuple(WORDS.values())

BOUNDS = (0.03, 0.35, 0.65, 0.95)
"""The shares at which one of them ends and the next begins."""

Metered = tuple[str, str]
"""A run and a metric of its last checkpoint."""

CHOSEN, SHOWN = "predicted", "revealed"

RECORDED = "recorded"
"""How the answer is shown in a page that is taken down as a handout, where nobody can press a button: folded up."""


@dataclass(frozen=True)
class Revealed:
    """What came out.

    Attributes
    ----------
    right : int
        Which of the answers it makes right.
    told : str
        What was measured, already translated.
    """

    right: int
    told: str


@dataclass(frozen=True)
class Prediction:
    """A question that a network answers.

    Attributes
    ----------
    words : mapping of str to str
        ``asked``, the question, with the fields of `facts`; ``why``, one sentence; ``told``, of `how_many` alone; and
        every answer that people believe, the right one among them, unless `answers` says others (message ids of the
        catalogues).
    find : callable
        From the subject of the page to what is right now; computed when the viewer has answered.
    facts : callable, optional
        From the subject of the page to what the question says of the run in view.
    answers : tuple of str, optional
        `SHARES`, of a question of how many.
    """

    words: Mapping[str, str]
    find: Callable[[Any], Revealed]
    facts: Callable[[Any], Mapping[str, str]] | None = None
    answers: tuple[str, ...] = ()

    @property
    def offered(self) -> tuple[str, ...]:
        """The answers to choose from."""
        said = ("asked", "told", "why")
        return self.answers or tuple(text for name, text in self.words.items() if name not in said)


def how_many(words: Mapping[str, str], facts: Mapping[str, Metered] | None = None, /, **found: Metered) -> Prediction:
    """A question of a share that was measured on runs which ship with the lab.

    Parameters
    ----------
    words : mapping of str to str
        ``asked``, with the fields of `facts`; ``told``, with those of `found`; and ``why``.
    facts, **found : (str, str)
        The run and the metric of each field. The first of `found` is what is asked for.
    """

    def find(_subject: Any) -> Revealed:
        values = {name: measured(*where) for name, where in found.items()}
        told = _(words["told"], **{name: percent(value) for name, value in values.items()})
        return Revealed(share_of(next(iter(values.values()))), told)

    def said(_subject: Any) -> dict[str, str]:
        return {name: percent(measured(*where)) for name, where in (facts or {}).items()}

    return Prediction(words, find, said, SHARES)


def predict_first(question: Prediction) -> Look:
    """A closer look that asks `question`."""
    return Look(
        "Predict, then look", "predict", ":material/psychology_alt:", lambda subject: prediction(question, subject)
    )


def prediction(question: Prediction, subject: Any) -> None:
    """Ask; after the viewer has chosen, show what is right and what was measured.

    The answer is not looked for before, and it is in no link: a page that is shared gives nothing away.
    """
    try:
        facts = question.facts(subject) if question.facts else {}
        st.markdown(f"**{_(question.words['asked'], **facts)}**")
        answers = question.offered
        chosen = st.radio(
            _("Your prediction"),
            range(len(answers)),
            index=None,
            key=CHOSEN,
            format_func=lambda number: _(answers[number], **facts),
            on_change=lambda: state.put(SHOWN, False),
        )
        room = driven()
        if room is not None:
            said = [in_plain(_(answer, **facts)) for answer in answers]
            st.button(
                _("Ask the room"),
                icon=":material/how_to_vote:",
                key="ask_room",
                on_click=room.ask,
                args=(in_plain(_(question.words["asked"], **facts)), said),
            )
        st.button(
            _("Show what comes out"),
            icon=":material/visibility:",
            key="reveal",
            type="primary",
            disabled=chosen is None and room is None,
            on_click=lambda: state.put(SHOWN, True),
            help=_("Choose an answer first: who has predicted sees more."),
        )
        recorded = state.get(SHOWN) == RECORDED
        if not recorded and ((chosen is None and room is None) or not state.get(SHOWN)):
            return
        found = question.find(subject)
        if room is not None:
            room.mark(found.right, in_plain(_(question.words["asked"], **facts)))
    except InputError as error:
        st.info(sentence(error))
        return
    said = {"answer": _(answers[found.right], **facts)}
    with st.expander(_("Show what comes out")) if recorded else nullcontext():
        if chosen is None:
            st.info(_("What comes out: {answer}.", **said), icon=":material/lightbulb:")
        elif chosen == found.right:
            st.success(_("As you predicted: {answer}.", **said), icon=":material/check_circle:")
        else:
            st.info(_("It is otherwise: {answer}.", **said), icon=":material/lightbulb:")
        st.markdown(found.told)
        st.markdown(_(question.words["why"]))


def share_of(value: float) -> int:
    """Which of `SHARES` a share, 0 … 1, is."""
    return bisect_right(BOUNDS, value)


def measured(run_id: str, name: str) -> float:
    """A metric of the last checkpoint of a run.

    Raises
    ------
    InputError
        If the run was not measured so, or has gone.
    """
    points = store().checkpoints(run_id)
    if not points or name not in points[-1].metrics:
        raise InputError(
            "There is nothing to compare with here: the run {run} has no measurement {name}. Take the shipped run in"
            " “Run in view”.",
            run=run_id,
            name=name,
        )
    return float(points[-1].metrics[name])


def percent(value: float) -> str:
    """A share as one says it."""
    return f"{100 * value:.1f} %"
