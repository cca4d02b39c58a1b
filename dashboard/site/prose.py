"""Streamlit's Markdown as markup: formulas and coloured words too, and nothing that is fetched or run."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin

from dashboard.site.book import Markup, element

_ICON = re.compile(r":material/\w+:\s?")
_COLOURED = re.compile(r":(red|blue|green|orange|violet|gray)\[([^\]]*)\]")

TAGS = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "strong": "strong",
    "em": "em",
    "s": "s",
    "table": "table",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
}
"""What of Markdown becomes which element."""


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).use(dollarmath_plugin)


def prose(text: str) -> list[Markup]:
    """What Streamlit draws of a Markdown text.

    Addresses are links only where they are written as such, and pictures are left out: nothing is fetched.
    """
    return _children(SyntaxTreeNode(_reader().parse(text)))


def inline(text: str) -> list[Markup]:
    """A line of Markdown, without a paragraph around it."""
    blocks = prose(text)
    return blocks[0][2:] if len(blocks) == 1 and blocks[0][0] == "p" else blocks


def formula(tex: str, *, display: bool) -> Markup:
    """A formula; the browser sets it."""
    return element("x-formula", {"class": "display"} if display else {}, tex)


def _children(node: SyntaxTreeNode) -> list[Markup]:
    return [markup for child in node.children for markup in _markup(child)]


def _markup(node: SyntaxTreeNode) -> Sequence[Markup]:
    kind = node.type
    if kind in TAGS:
        return [element(TAGS[kind], {}, *_children(node))]
    if kind in ONE:
        return ONE[kind](node)
    return _children(node)


def _heading(node: SyntaxTreeNode) -> list[Markup]:
    return [element(node.tag, {}, *_children(node))]


def _link(node: SyntaxTreeNode) -> list[Markup]:
    address = str(node.attrs.get("href", ""))
    if not address.startswith(("https://", "http://")):
        return _children(node)  # a view of the app, which is not here
    return [element("a", {"href": address, "rel": "noopener noreferrer"}, *_children(node))]


def _text(node: SyntaxTreeNode) -> list[Markup]:
    pieces = _COLOURED.split(_ICON.sub("", node.content))
    texts: list[Markup] = [pieces[0]]
    for colour, inside, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        texts += [element("span", {"class": f"ink-{colour}"}, inside), after]
    return [text for text in texts if text]


ONE: dict[str, Callable[[SyntaxTreeNode], list[Markup]]] = {
    "heading": _heading,
    "link": _link,
    "text": _text,
    "code_inline": lambda node: [element("code", {}, node.content)],
    "code_block": lambda node: [element("pre", {}, element("code", {}, node.content))],
    "fence": lambda node: [element("pre", {}, element("code", {}, node.content))],
    "softbreak": lambda node: [" "],
    "hardbreak": lambda node: [element("br")],
    "hr": lambda node: [element("hr")],
    "image": lambda node: [node.content],
    "math_inline": lambda node: [formula(node.content, display=False)],
    "math_inline_double": lambda node: [formula(node.content, display=True)],
    "math_block": lambda node: [formula(node.content, display=True)],
}
"""What becomes something else than an element around its children."""


def formulas_in(markup: Any) -> set[str]:
    """The TeX of every formula."""
    if isinstance(markup, str):
        return set()
    tag, _, *children = markup
    return {children[0]} if tag == "x-formula" else set().union(*map(formulas_in, children))
