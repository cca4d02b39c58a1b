"""What the network reads: an example, or whatever the viewer types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from core.lab import Lab
from dashboard import state
from dashboard.frame import view
from dashboard.frame.names import TEXT, Text
from dashboard.language import translate as _


def example_of(
    examples: Sequence[Any],
    *names: Text,
    label: str | None = None,
    placeholder: str | None = None,
    words: Callable[[Any], str] = str,
    key: str = "example",
) -> None:
    """A list of examples; the one that is taken stands in the field of `names`, or its parts in those of several.

    Parameters
    ----------
    examples : sequence
        Texts, or as many texts together as there are names.
    *names : Text
        The fields that it goes to.
    label, placeholder : str, optional
        Already translated.
    words : callable
        What an example is called in the list.
    key : str
        Tells two lists of a page apart.
    """

    def taken() -> None:
        if (chosen := state.get(key)) is not None:
            for name, text in zip(names, (chosen,) if len(names) == 1 else chosen, strict=True):
                view.write(name, text)
            state.put(key, None)

    st.selectbox(
        label or _("Examples"),
        examples,
        index=None,
        key=key,
        on_change=taken,
        format_func=words,
        placeholder=placeholder or _("Take an example"),
        label_visibility="collapsed",
    )


def first_line(text: str) -> str:
    """What a text of several lines is called in a list."""
    return text.strip().splitlines()[0]


def sentence_to_translate(examples: Sequence[str]) -> str:
    """The sentence that is translated, as it is typed; an example of other data gives way to the first of this."""
    if state.get(TEXT.name) in set(state.get("offered", ())) - set(examples):
        view.write(TEXT, examples[0])
    state.put("offered", tuple(examples))
    return _typed(
        examples,
        _("Sentence to translate"),
        _("Type a sentence of the kind that the examples show; the translation follows as you type."),
    )


def sentence_to_tag(lab: Lab) -> str:
    """The sentence whose words are put into slots, as it is typed."""
    return _typed(
        lab.examples,
        _("A sentence about a journey"),
        _("Type in English where and when somebody leaves and arrives; the slots follow as you type."),
    )


def _typed(examples: Sequence[str], label: str, help: str) -> str:
    typed, taken = st.columns([3, 1], vertical_alignment="bottom")
    with taken:
        example_of(examples, TEXT, words=first_line)
    return view.text(TEXT, label, at=typed, default=examples[0], live="200ms", help=help)
