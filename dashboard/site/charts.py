"""Vega-Lite charts as drawings that need no library: SVG, in the colours of whoever reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from dashboard.site.book import Markup, element

VEGA_LITE = "6.1"
WIDTH = {"full": 820, "half": 430, "third": 280}
"""Pixels of a chart that has the whole width of the page, half of it, or less."""

HEIGHT = 300

INK, LINE = "#010203", "#040506"
"""Colours that no chart has: the style sheet puts those of the reader's theme in their place."""

CONFIG: Mapping[str, Any] = {
    "background": None,
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "aria": True,
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelFontSize": 14,
        "titleFontSize": 14,
    },
    "legend": {"labelColor": INK, "titleColor": INK, "titleFontWeight": "normal", "orient": "right"},
    "header": {"labelColor": INK, "titleColor": INK, "titleFontWeight": "normal"},
    "title": {"color": INK, "subtitleColor": INK},
    "text": {"color": INK},
    "range": {"category": ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999"]},
}
"""What Streamlit's own theme would give, with the two colours that change."""

_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_SAID = "aria-label"


def chart(spec: Mapping[str, Any], data: Any, named: Mapping[str, Any], share: str) -> Markup:
    """A chart as markup.

    Parameters
    ----------
    spec : mapping
        As Streamlit sends it.
    data : DataFrame or None
        The rows of the chart itself.
    named : mapping of str to DataFrame
        Rows by the names under which the chart asks for them.
    share : str
        How much of the page's width there is: ``full``, ``half``, ``third``.
    """
    whole = {**spec, "datasets": {**spec.get("datasets", {}), **{name: _rows(rows) for name, rows in named.items()}}}
    if data is not None and not named:
        whole["data"] = {"values": _rows(data)}
    whole.pop("autosize", None)
    whole.pop("usermeta", None)
    if not any(part in whole for part in ("hconcat", "vconcat", "concat", "facet", "repeat", "spec")):
        if whole.get("width") in (None, "container", 0):
            whole["width"] = WIDTH[share]
        if whole.get("height") in (None, "container", 0):
            whole["height"] = HEIGHT
    return _drawn(json.dumps(whole, sort_keys=True, default=str))


def _rows(frame: Any) -> list[dict[str, Any]]:
    return json.loads(frame.to_json(orient="records", date_format="iso"))


@lru_cache(maxsize=256)
def _drawn(spec: str) -> Markup:
    import vl_convert

    svg = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, config=dict(CONFIG), allowed_base_urls=[])
    return _markup(ElementTree.fromstring(svg))


def _markup(node: ElementTree.Element) -> Markup:
    """An SVG element, with shorter numbers; what a mark says of itself is its title."""
    tag = node.tag.rpartition("}")[2]
    attributes = {
        name.rpartition("}")[2]: _NUMBER.sub(lambda number: f"{float(number[0]):.1f}", value)
        for name, value in node.attrib.items()
        if not name.startswith("aria-") and name not in ("role", "class")
    }
    children: list[Markup] = [_markup(child) for child in node]
    if (
        tag in ("path", "text", "g", "line")
        and _SAID in node.attrib
        and node.get("role") != "graphics-symbol container"
    ):
        children.insert(0, element("svg:title", {}, node.attrib[_SAID]))
    if tag == "svg":
        attributes |= {"class": "chart", "role": "img"}
    return element(f"svg:{tag}", attributes, *([node.text] if node.text and node.text.strip() else []), *children)
