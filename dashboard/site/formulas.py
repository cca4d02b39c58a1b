"""What sets formulas: the KaTeX that comes with Streamlit, with those of its fonts that the formulas use."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from functools import cache

import streamlit

from dashboard.site.scripts import STATIC

ALWAYS = ("Main-Regular", "Math-Italic", "Size1-Regular", "Size2-Regular", "Size4-Regular")
"""Fonts of every formula: letters, digits, signs, tall brackets."""

SOMETIMES = {
    r"\\mathbb|\\(?:nexists|lesssim|gtrsim|square|blacksquare)\b": ("AMS-Regular",),
    r"\\(?:mathbf|textbf|bold)\b": ("Main-Bold",),
    r"\\(?:boldsymbol|bm)\b": ("Math-BoldItalic", "Main-Bold"),
    r"\\(?:mathit|textit|emph)\b": ("Main-Italic",),
    r"\\mathcal\b": ("Caligraphic-Regular",),
    r"\\(?:mathtt|texttt)\b": ("Typewriter-Regular",),
    r"\\(?:mathsf|textsf)\b": ("SansSerif-Regular",),
}
"""Fonts by what of TeX asks for them."""


@cache
def setter() -> str:
    """The module whose default export sets formulas.

    Raises
    ------
    FileNotFoundError
        If this Streamlit has none where it is looked for.
    """
    found = [
        path for path in sorted((STATIC / "js").glob("katex.*.js")) if "import" not in path.read_text("utf-8")[:40]
    ]
    if not found:
        raise FileNotFoundError(f"no module of KaTeX lies in {STATIC.name}/js of Streamlit {streamlit.__version__}")
    return found[0].read_text(encoding="utf-8")


def sheet(formulas: Iterable[str]) -> str:
    """The style sheet of these formulas, its fonts in it."""
    asked = "\n".join(formulas)
    names = [*ALWAYS, *(name for sign, fonts in SOMETIMES.items() if re.search(sign, asked) for name in fonts)]
    return "\n".join([*(_font(name) for name in dict.fromkeys(names)), _rules()])


@cache
def _font(name: str) -> str:
    (path,) = (STATIC / "media").glob(f"KaTeX_{name}.*.woff2")
    family, _, kind = name.partition("-")
    style = "italic" if "Italic" in kind else "normal"
    weight = 700 if "Bold" in kind else 400
    data = base64.b64encode(path.read_bytes()).decode()
    return (
        f"@font-face{{font-family:KaTeX_{family};font-style:{style};font-weight:{weight};"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


@cache
def _rules() -> str:
    """The rules for `.katex`, out of Streamlit's style sheet, which is of an older KaTeX than the module: some classes
    have the longer name that they have there.
    """
    longer = set(re.findall(r"\bkatex-([a-z]+)", setter()))
    whole = "".join(path.read_text(encoding="utf-8") for path in sorted((STATIC / "css").glob("index.*.css")))
    rules = re.findall(r"[^{}@]*\.katex[^{}]*\{[^{}]*\}", whole)
    if not rules:
        raise FileNotFoundError(f"no rules for formulas lie in the style sheet of Streamlit {streamlit.__version__}")
    renamed = re.compile(rf"\.({'|'.join(sorted(longer))})(?![\w-])")
    return "\n".join(renamed.sub(r":is(.\1,.katex-\1)", rule) for rule in rules)
