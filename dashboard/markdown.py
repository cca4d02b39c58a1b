"""Text that a viewer typed, or that a network wrote, where Streamlit expects Markdown."""

from __future__ import annotations

import re

_MARKS = frozenset("\\`*_{}[]()<>#+-.!|~:$&")

_BARE_LINK = re.compile(r"(?i)(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?<=@)")
"""Where an address stands that Streamlit would turn into a link, marks or no marks."""

JOINER = "\N{WORD JOINER}"
"""A sign without width that may stand inside a word: it is not seen, and keeps an address from becoming a link."""


def plain(text: str) -> str:
    """Markdown that shows just the characters of `text`."""
    unlinked = _BARE_LINK.sub(JOINER, text)
    return "".join(f"\\{character}" if character in _MARKS else character for character in unlinked)


def in_plain(markdown: str) -> str:
    """The words of a sentence of ours that stands in Markdown, without its marks."""
    return re.sub(r"\*\*|`|\\(?=[^\w\s])", "", markdown)
