"""Talking to the network: the field for the next utterance, examples of conversations, and a fresh start."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.lab import Lab
from core.labs.chatbot.prompt import utterances_of
from core.runs.store import Run
from dashboard import state
from dashboard.frame import view
from dashboard.frame.names import CURSOR
from dashboard.labs.chatbot.names import CONVERSATION
from dashboard.language import translate as _
from dashboard.panels.input import example_of
from dashboard.panels.turning import choose_shipped
from dashboard.resources import shipped_by_name

MOST = 12
"""Utterances of a conversation that are kept; older ones have long been forgotten by the network."""

WORDS = {
    "": "attention",
    "none": "last state",
    "one_turn": "1 turn",
    "copying": "copying",
    "zh": "Chinese",
}
"""The networks that ship with the lab, in this order, and what they are called (message ids of the catalogues)."""


def conversation_of(examples: Sequence[str]) -> str:
    """What was said, an utterance a line, from the list of examples, the link, or the field below the picture."""
    example_of(
        [(example, None) for example in examples],  # and the cursor goes to its last answer
        CONVERSATION,
        CURSOR,
        words=lambda example: _in_a_line(example[0]),
        placeholder=_("Take a conversation"),
    )
    st.button(
        _("Begin anew"),
        icon=":material/restart_alt:",
        key="begin_anew",
        help=_("Forget what was said; the next thing you say is the first."),
        on_click=lambda: state.put("begun", True),
    )
    return view.read(CONVERSATION) or examples[0]


def say(standing: str) -> None:
    """The field for the next utterance, below what was said so far."""

    def said() -> None:
        if text := " ".join((state.get("say") or "").split()):
            before = [] if state.get("begun") else utterances_of(standing)
            state.forget("begun")
            view.write(CONVERSATION, "\n".join([*before, text][-MOST:]))
            view.write(CURSOR, None)

    st.chat_input(_("Say something to the network"), key="say", on_submit=said)
    if state.get("begun"):
        st.caption(_("What you say next begins a new conversation."))


def choose_bot(lab: Lab, run: Run) -> None:
    """Buttons that turn the page to a network that ships with the lab; what was said stays."""
    choose_shipped(
        {network.id: _(WORDS[name]) for name, network in shipped_by_name(lab, WORDS).items()},
        run,
        help=_(
            "Networks that come with the app, trained alike from one seed, but for what their name says: without"
            " attention, reading your last sentence only, able to copy words, or in Chinese."
        ),
    )


def _in_a_line(conversation: str) -> str:
    return " / ".join(utterances_of(conversation))
