"""What the network reads: an example, or whatever the viewer types."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.lab import Lab
from dashboard import address, state
from dashboard.language import translate as _


def _examples(examples: Sequence[str], key: str) -> None:
    def taken() -> None:
        if (chosen := state.get("example")) is not None:
            state.put(key, chosen)
            state.put("example", None)

    st.selectbox(
        _("Examples"),
        examples,
        index=None,
        key="example",
        on_change=taken,
        format_func=_first_line,
        placeholder=_("Take an example"),
        label_visibility="collapsed",
    )


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0]


def _mode() -> str:
    """Whether the network reads or writes; kept in the link under names that no language changes."""
    labels = {"read": _("reads"), "write": _("writes")}
    return st.segmented_control(
        _("The network"),
        list(labels),
        default="write" if address.read("mode") == "write" else "read",
        format_func=labels.get,
        key="mode_choice",
        required=True,
        on_change=lambda: address.write("mode", state.get("mode_choice")),
    )


def text_to_read(lab: Lab) -> tuple[str, str]:
    """Whether the network reads or writes, and the text it reads or starts from."""
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    with left:
        mode = _mode()
        _examples(lab.examples, "text")
    text = right.text_area(
        _("Text to read") if mode == "read" else _("Beginning of the text"),
        value=lab.examples[0],
        key="text",
        bind="query-params",
        height=105,
        help=_("Type or paste anything. Ctrl+Enter or a click elsewhere hands it to the network."),
    )
    return mode, text


def sentence_to_translate(examples: Sequence[str]) -> str:
    """The sentence that is translated, as it is typed; an example of other data gives way to the first of this."""
    if state.get("text") in set(state.get("offered", ())) - set(examples):
        state.put("text", examples[0])
    state.put("offered", tuple(examples))
    typed, taken = st.columns([3, 1], vertical_alignment="bottom")
    with taken:
        _examples(examples, "text")
    return typed.text_input(
        _("Sentence to translate"),
        value=examples[0],
        key="text",
        bind="query-params",
        live="200ms",
        help=_("Type a sentence of the kind that the examples show; the translation follows as you type."),
    )


def sentence_to_tag(lab: Lab) -> str:
    """The sentence whose words are put into slots, as it is typed."""
    typed, taken = st.columns([3, 1], vertical_alignment="bottom")
    with taken:
        _examples(lab.examples, "text")
    return typed.text_input(
        _("A sentence about a journey"),
        value=lab.examples[0],
        key="text",
        bind="query-params",
        live="200ms",
        help=_("Type in English where and when somebody leaves and arrives; the slots follow as you type."),
    )
