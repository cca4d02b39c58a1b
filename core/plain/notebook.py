"""The same as a notebook: a sentence before each part of a plain file, and the loss curve at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import libcst as cst
import nbformat

from core.plain.assembly import Listing
from core.plain.choices import chosen
from core.plain.plain import Heading
from core.plain.words import CELLS, MATCHES, SECTIONS

CURVE = """\
import matplotlib.pyplot as plt

plt.plot(range(1, len(losses) + 1), losses)
plt.xlabel("training step")
plt.ylabel("loss")
plt.show()"""

Say = Callable[[str], str]
"""What turns a sentence into the reader's language."""


def notebook(
    listing: Listing, said: Mapping[str, Heading], about: str, settings: Mapping[str, Any], translate: Say
) -> str:
    """A notebook, as the text of its file.

    Parameters
    ----------
    listing : Listing
        The program of a run.
    said : mapping of str to Heading
        What the lab says of its sections.
    about : str
        The Markdown that it begins with.
    settings : mapping of str to object
        Of the run: they say which equations are shown.
    translate : callable
        Translates.
    """
    cells = [_words(about), _code(listing.imports)]
    for name, code in listing.sections.items():
        cells += [_words(_told(name, code, said, settings, translate)), _code(_run_at_once(code))]
    curve = SECTIONS["curve"]
    cells += [_words(f"## {translate(curve.title)}\n\n{translate(curve.text)}"), _code(CURVE)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.validate(book)
    return nbformat.writes(book)


def _told(name: str, code: str, said: Mapping[str, Heading], settings: Mapping[str, Any], translate: Say) -> str:
    """The Markdown before a section: a heading, its sentence and its equations."""
    words = said.get(name) or SECTIONS[name]
    equations = [equation for equation in (words.equation, *_chosen(name, code, settings)) if equation]
    shown = [f"$$ {equation} $$" for equation in equations]
    return "\n\n".join([f"## {translate(words.title)}", translate(words.text), *shown])


def _chosen(name: str, code: str, settings: Mapping[str, Any]) -> Iterator[str]:
    """The equations of what the run has chosen."""
    if name == "the cell":
        yield from (equation for cell, equation in CELLS.items() if f"class {cell}(" in code)
    if name == "attention":
        yield MATCHES.get(str(settings.get("ATTENTION")), "")


def _run_at_once(code: str) -> str:
    """What a file does when it is run by itself, a cell does at once."""
    return chosen(cst.parse_module(code), {"__name__": "__main__"}).code.strip("\n")


def _words(text: str) -> Any:
    return nbformat.v4.new_markdown_cell(text)


def _code(text: str) -> Any:
    return nbformat.v4.new_code_cell(text)
