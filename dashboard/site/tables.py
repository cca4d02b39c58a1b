"""Tables as markup, their numbers written as the page writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dashboard.site.book import Markup, element

MOST = 200
"""Rows that are shown."""


def table(frame: Any, columns: str = "", *, index: bool = True) -> Markup:
    """A table.

    Parameters
    ----------
    frame : DataFrame
        Its rows.
    columns : str
        What Streamlit was told of the columns, as JSON: labels, formats, which are hidden.
    index : bool
        Whether the labels of the rows are shown, where nothing is said of them.
    """
    told: Mapping[str, Mapping[str, Any]] = json.loads(columns or "{}")
    index = index and not told.get("_index", {}).get("hidden", False)
    shown = [name for name in frame.columns if not _of(told, name).get("hidden", False)]
    heads = [""] * index + [str(_of(told, name).get("label") or name) for name in shown]
    body = []
    for label, row in zip(frame.index[:MOST], frame[shown].itertuples(index=False), strict=False):
        cells = [element("th", {"scope": "row"}, str(label))] if index else []
        for name, value in zip(shown, row, strict=True):
            text, number = _written(value, _of(told, name).get("type_config") or {})
            cells.append(element("td", {"class": "number"} if number else {}, text))
        body.append(element("tr", {}, *cells))
    head = element("thead", {}, element("tr", {}, *(element("th", {"scope": "col"}, name) for name in heads)))
    return element("div", {"class": "table"}, element("table", {}, head, element("tbody", {}, *body)))


def _of(told: Mapping[str, Mapping[str, Any]], name: object) -> Mapping[str, Any]:
    return told.get(str(name)) or {}


def _written(value: Any, kind: Mapping[str, Any]) -> tuple[str, bool]:
    """A value as a text, and whether it is a number."""
    if value is None or value != value:  # not a number
        return "–", False
    if isinstance(value, bool) or not hasattr(value, "__float__") or isinstance(value, str):
        return str(value), False
    form = kind.get("format") or ""
    if form == "percent":
        return f"{100 * float(value):.4g} %", True
    if form.startswith("%"):
        return form % value, True
    if float(value).is_integer():
        return f"{int(value):,}", True
    return f"{float(value):.4g}", True
