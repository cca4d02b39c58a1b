"""What the network reads: an example, or whatever the viewer types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Literal, TypeVar

import streamlit as st

from core.errors import InputError
from core.lab import Lab
from dashboard import state
from dashboard.frame import view
from dashboard.frame.names import TEXT, Name
from dashboard.language import sentence
from dashboard.language import translate as _

R = TypeVar("R")
T = TypeVar("T")

EXAMPLES = 190
"""Pixels of a list of examples beside a field."""


def example_of(
    examples: Sequence[Any],
    *names: Name,
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
    *names : Name
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
        width=EXAMPLES,
    )


def inputs(height: Literal["low", "tall"] = "low") -> Any:
    """One row for what the network reads and for what chooses the network; on a narrow screen it wraps.

    Its height is kept free: that of a field of one line, or of a `tall` one of several.
    """
    return st.container(key=f"inputs_{height}", horizontal=True, vertical_alignment="center", gap="small")


def unlabelled(label: str) -> dict[str, Any]:
    """A field in such a row: its label is there for who cannot see it, and stands in the field while that is empty."""
    return {"label_visibility": "collapsed", "placeholder": label}


def legible(name: str, typed: T, otherwise: Sequence[T], read: Callable[[T], R], *, at: Any = st) -> R:
    """What `read` makes of what was typed; where it cannot be read, of what could be last.

    Then a sentence says what is wrong, and everything that follows it in its container is dimmed (assets/style.css):
    the last good pictures, and whatever else the page has.

    Parameters
    ----------
    name : str
        Tells two fields of a page apart.
    typed : Any
        What is typed.
    otherwise : sequence
        What to read if nothing could be read before: the examples.
    read : callable
        From what is typed to what the page goes on with.
    at : container, optional
        Where the sentence stands.

    Raises
    ------
    InputError
        If nothing can be read at all, so that what is typed is not to blame.
    """
    key = f"legible:{name}"
    try:
        result = read(typed)
    except InputError as error:
        for known in (state.get(key), *otherwise):
            with suppress(InputError):
                if known is not None and known != typed:
                    result = read(known)
                    with at.container(key=f"stale_{name}"):
                        st.warning(sentence(error))
                    return result
        raise
    state.put(key, typed)
    return result


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
    text = view.text(TEXT, label, default=examples[0], live="200ms", help=help, **unlabelled(label))
    example_of(examples, TEXT, words=first_line)
    return text
