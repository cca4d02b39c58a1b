"""Text that a viewer typed, or that a network wrote, where Streamlit expects Markdown."""

from __future__ import annotations

_MARKS = frozenset("\\`*_{}[]()<>#+-.!|~:$&")


def plain(text: str) -> str:
    """Markdown that shows just the characters of `text`."""
    return "".join(f"\\{character}" if character in _MARKS else character for character in text)
