"""What Streamlit draws of a page, as parts of a handout: prose, formulas, charts, tables, and pictures with their data.

What a viewer can only use where there is a server, a button or a field, is left out; what a field says is said.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dashboard.components.base import declared
from dashboard.site.book import Book, Markup, element
from dashboard.site.charts import chart
from dashboard.site.prose import formula, formulas_in, inline, prose
from dashboard.site.tables import table

WORDS = {
    "no_chart": "Here stands a chart that turns and zooms. It is drawn in the app alone.",
    "no_file": "Here stands a picture or a sound of your own. It is shown in the app alone.",
    "no_tool": "Here one draws an input of one’s own, in the app.",
    "yes": "yes",
    "no": "no",
}
"""What is said where something is left out, and how a switch stands (message ids of the catalogues)."""

HIDDEN = frozenset(
    {"room_bar", "walk_bar", "away_bar", "language_switch", "travel", "leaving", "share", "take_home", "look_choice"}
)
"""Keys of what is about the app, and no part of a lesson."""

ALERTS = {1: "error", 2: "warning", 3: "info", 4: "success"}
LATEX, CAPTION, DIVIDER = 4, 2, 5
HORIZONTAL = 2

Say = Callable[..., str]


def key_of(identity: str) -> str:
    """The key that the page gave to what has this identity; nothing, if it gave none."""
    parts = identity.split("-", 2)
    return parts[2] if len(parts) == 3 and parts[0].startswith("$$") and parts[2] != "None" else ""


@cache
def only_live() -> frozenset[str]:
    """Components that are nothing without a server."""
    return frozenset(name for name, component in declared().items() if component.live)


@dataclass
class Transcript:
    """Takes pages down into a book.

    Attributes
    ----------
    book : Book
    say : callable
        Takes an English message to the reader's language.
    pages : mapping of str to str
        Addresses of other pages of the same site, by what the app calls them.
    """

    book: Book
    say: Say
    pages: Mapping[str, str]

    def take(self, block: Any, *, share: str = "full") -> list[int]:
        """The parts of what stands in a block of the page, in order."""
        return [part for node in block.children.values() for part in self._part(node, share)]

    def _part(self, node: Any, share: str) -> Iterator[int]:
        proto = node.proto
        if key_of(getattr(proto, "id", "") or "") in HIDDEN:
            return
        if hasattr(node, "children"):
            yield from self._block(node, share)
        elif node.type == "bidi_component":
            yield from self._picture(proto)
        elif (markups := self._markups(node, share)) is not None:
            for markup in markups:
                self.book.formulas |= formulas_in(markup)
                yield self.book.leaf(markup)

    # ---- blocks ----

    def _block(self, node: Any, share: str) -> Iterator[int]:
        proto = node.proto
        columns = [child for child in node.children.values() if child.type == "column"]
        if columns:
            share = share if len(columns) == 1 else "half" if len(columns) == 2 else "third"
        key = key_of(getattr(proto, "id", ""))
        parts = self.take(node, share=share)
        if not parts:
            return
        match node.type:
            case "column":
                yield self.book.block("column", parts, weight=round(proto.weight, 3))
            case "expander":
                yield self._folded(proto.label, parts, opened=proto.expanded)
            case "popover" if key == "watch":
                yield self.book.block("watch", parts)
            case "popover":
                yield self._folded(proto.popover.label, parts, opened=False)
            case "tab":
                yield self._folded(proto.label, parts, opened=True)
            case _ if columns and len(columns) > 1:
                yield self.book.block("columns", parts)
            case _ if key in ("head", "tools"):
                yield from parts
            case "flex_container" if proto.flex_container.direction == HORIZONTAL:
                yield self.book.block("row", parts)
            case _:
                yield from parts

    def _folded(self, label: str, parts: Sequence[int], *, opened: bool) -> int:
        return self.book.block("folded", parts, label=self._kept(inline(label)), opened=opened)

    def _kept(self, markups: list[Markup]) -> list[Markup]:
        for markup in markups:
            self.book.formulas |= formulas_in(markup)
        return markups

    # ---- pictures ----

    def _picture(self, proto: Any) -> Iterator[int]:
        name = proto.component_name.rpartition(".")[2]
        if name not in only_live():
            yield self.book.picture(name, json.loads(proto.json)[0])
        elif declared()[name].picture:
            yield self.book.leaf(self._left_out("no_tool"))

    def _left_out(self, word: str) -> Markup:
        return element("p", {"class": "left-out"}, self.say(WORDS[word]))

    # ---- leaves ----

    def _markups(self, node: Any, share: str) -> list[Markup] | None:
        """What one element says; None, if it is nothing but a means."""
        proto, kind = node.proto, node.type
        if kind == "title":
            return None  # it is the chapter's
        if hasattr(proto, "element_type") and hasattr(proto, "body"):
            return self._markdown(proto)
        if hasattr(proto, "tag") and hasattr(proto, "body"):
            return [element(proto.tag, {}, *inline(proto.body))]
        if kind in ("error", "warning", "info", "success"):
            return [element("div", {"class": f"alert {kind}"}, *prose(proto.body))]
        draw: Callable[[Any], list[Markup]] | None = getattr(self, f"_{kind}", None)
        if kind == "vega_lite_chart":
            return self._chart(node, share)
        return draw(node) if draw else None

    def _markdown(self, proto: Any) -> list[Markup]:
        if proto.element_type == LATEX:
            return [formula(proto.body.strip().strip("$").strip(), display=True)]
        if proto.element_type == DIVIDER:
            return [element("hr")]
        words = prose(proto.body)
        return [element("div", {"class": "caption"}, *words)] if proto.element_type == CAPTION else words

    def _chart(self, node: Any, share: str) -> list[Markup]:
        from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df as rows

        proto = node.proto
        own = rows(proto.data.data) if proto.HasField("data") and proto.data.data else None
        named = {one.name: rows(one.data.data) for one in proto.datasets if one.has_name}
        return [element("figure", {}, chart(json.loads(proto.spec), own, named, share))]

    def _plotly_chart(self, _node: Any) -> list[Markup]:
        return [self._left_out("no_chart")]

    def _imgs(self, _node: Any) -> list[Markup]:
        return [self._left_out("no_file")]

    def _audio(self, _node: Any) -> list[Markup]:
        return [self._left_out("no_file")]

    def _dataframe(self, node: Any) -> list[Markup]:
        return [table(node.value, node.proto.columns)]

    def _table(self, node: Any) -> list[Markup]:
        return [table(node.value, index=not node.proto.hide_index)]

    def _metric(self, node: Any) -> list[Markup]:
        proto = node.proto
        more = [element("span", {"class": "delta"}, *inline(proto.delta))] if proto.delta else []
        said = element("dd", {}, *inline(proto.body), *more)
        return [element("dl", {"class": "metric"}, element("dt", {}, *inline(proto.label)), said)]

    def _code(self, node: Any) -> list[Markup]:
        return [element("pre", {}, element("code", {}, node.proto.code_text))]

    def _text(self, node: Any) -> list[Markup]:
        return [element("pre", {"class": "text"}, node.proto.body)]

    def _divider(self, _node: Any) -> list[Markup]:
        return [element("hr")]

    def _page_link(self, node: Any) -> list[Markup]:
        proto = node.proto
        address = self.pages.get(proto.page or "")
        if address is None or "=" in proto.query_string.removeprefix("lang="):
            return []
        return [element("p", {}, element("a", {"href": address}, *inline(proto.label)))]

    # ---- what a control says ----

    def _fact(self, node: Any, value: str) -> list[Markup]:
        if not value:
            return []
        label = inline(node.proto.label)
        return [element("dl", {"class": "fact"}, element("dt", {}, *label), element("dd", {}, value))]

    def _text_area(self, node: Any) -> list[Markup]:
        return self._fact(node, node.value or "")

    _text_input = _text_area

    def _number_input(self, node: Any) -> list[Markup]:
        return self._fact(node, f"{node.value:g}" if node.value is not None else "")

    def _slider(self, node: Any) -> list[Markup]:
        values = node.value if isinstance(node.value, tuple | list) else [node.value]
        return self._fact(node, " … ".join(f"{value:g}" for value in values))

    def _select_slider(self, node: Any) -> list[Markup]:
        return self._fact(node, str(node.value))

    def _selectbox(self, node: Any) -> list[Markup]:
        index = getattr(node, "index", None)
        options = list(node.proto.options)
        return self._fact(node, options[index] if index is not None and index < len(options) else "")

    def _radio(self, node: Any) -> list[Markup]:
        if node.value is not None:
            return self._selectbox(node)
        choices = [element("li", {}, *inline(option)) for option in node.proto.options]
        return [element("p", {}, *inline(node.proto.label)), element("ul", {}, *choices)]

    def _button_group(self, node: Any) -> list[Markup]:
        return self._fact(node, ", ".join(node.proto.raw_values))

    def _toggle(self, node: Any) -> list[Markup]:
        return self._fact(node, self.say(WORDS["yes" if node.value else "no"]))

    _checkbox = _toggle
