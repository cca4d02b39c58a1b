"""The closer look "right words, wrong alignment": a network that can guess what comes next, beside one that has to
listen.
"""

from __future__ import annotations

from random import Random

import streamlit as st

from core.lab import Lab
from core.labs.speech_recognition.data import counting, digits, is_held_out
from core.runs.shipped import companions
from core.runs.store import Run
from core.sound.synthesis import say
from core.sound.utterances import Utterance
from dashboard import address, state
from dashboard.components.sound import name_of, sound
from dashboard.frame.lesson import Moment
from dashboard.labs.speech_recognition.components.hearing import hearing
from dashboard.labs.speech_recognition.subject import Heard, trace_of
from dashboard.labs.speech_recognition.verdict import verdict, wrong_in
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.resources import store

WORDS = {
    "counted": "counted up",
    "drawn": "drawn at random",
    "guesses": "Learnt from **digits that are counted up**, attention by content alone",
    "listens": "Learnt from **digits drawn at random**, attention by content and location",
}
"""The two kinds of sentences, and the two networks (message ids)."""

SEEDS = {"counted": (counting, 3), "drawn": (digits, 3)}
"""How the sentences are made."""


def guess(subject: Heard) -> None:
    """Both networks hear the same digits: such as can be guessed, or such as cannot."""
    lab = subject.lab
    guesser = next(
        (run for name in companions(lab.key) if (run := store().get(name)).config["data"] == "counting"), None
    )
    listener = store().shipped(lab.key)
    if guesser is None or listener is None:
        st.info(_("The two networks that this look compares do not come with this copy of the app."))
        return
    st.latex(
        r"\underbrace{p(y_i \mid y_{<i},\, X) \approx p(y_i \mid y_{<i})}_{\text{"
        + _("the text is predictable: no need to listen")
        + r"}} \qquad \underbrace{p(y_i \mid y_{<i}) = \tfrac{1}{10}}_{\text{"
        + _("the text is random: only listening helps")
        + "}}"
    )
    kind = _kind()
    utterance = _sentence(kind)
    st.markdown(_("Both hear: “**{text}**”", text=plain(utterance.text)))
    for column, name, run in zip(st.columns(2, gap="medium"), ("guesses", "listens"), (guesser, listener), strict=True):
        with column:
            _heard(lab, run, name, utterance)
    if kind == "counted":
        st.caption(
            _(
                "Left every word is right, and yet the attention does not lie where the words are spoken (the orange"
                " frames): after the first digit the network knew the rest, and never learnt where to listen. Now let"
                " both hear digits that nobody can guess."
            )
        )
    else:
        st.caption(
            _(
                "Now the left network hears the first digit and then counts on, or gives up: its right words above were"
                " guesses. The right one, which could never guess, has learnt to listen. An error rate alone would not"
                " have told them apart; the alignment does."
            )
        )


def _kind() -> str:
    """Which sentence both hear; kept in the link."""
    named = address.read("digits")
    return st.segmented_control(
        _("The digits are"),
        list(SEEDS),
        default=named if named in SEEDS else "counted",
        key="digits_choice",
        required=True,
        format_func=lambda kind: _(WORDS[kind]),
        on_change=lambda: address.write("digits", state.get("digits_choice")),
    )


def _sentence(kind: str) -> Utterance:
    """A sentence of four words or more that no network of this kind was trained on."""
    draw, seed = SEEDS[kind]
    random = Random(seed)
    while len((text := draw(random)).split()) < 4 or not is_held_out(text):
        continue
    return say(text)


def _heard(lab: Lab, run: Run, name: str, utterance: Utterance) -> None:
    moment = Moment(run, store().checkpoint(run.id), name)
    trace = trace_of(moment, utterance)
    st.markdown(_(WORDS[name]))
    verdict(trace, utterance, small=True)
    hearing(trace, name_of(utterance), key=f"guess:{name}", wrong=wrong_in(trace, utterance), small=True, translate=_)
    if name == "guesses":
        sound(utterance, trace, key="guess:sound")
