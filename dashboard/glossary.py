"""The glossary: each term with a sentence, and the picture that shows it.

A lab says its terms in ``dashboard/labs/<key>/walk.py``, as ``TERMS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module

from core.course import LABS


@dataclass(frozen=True)
class Term:
    """One term.

    Attributes
    ----------
    name : str
        As it stands in a text, and nowhere else for another thing (message id of the catalogues).
    said : str
        What it means, in one sentence (message id).
    link : mapping of str to str
        What the link of the page says that shows it.
    lab : str
        The key of that page; the lab's own terms need not say it.
    """

    name: str
    said: str
    link: Mapping[str, str] = field(default_factory=dict)
    lab: str = ""


@cache
def terms() -> tuple[Term, ...]:
    """All terms, in the order of the course."""
    return tuple(
        replace(term, lab=lab.key)
        for lab in LABS
        if lab.lecture
        for term in import_module(f"dashboard.labs.{lab.key}.walk").TERMS
    )
