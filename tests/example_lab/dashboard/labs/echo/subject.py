"""What the page of Echo is about: a network that heard some symbols, and the step at the cursor."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.frame.subject import Axis, Subject


@dataclass(frozen=True, kw_only=True)
class Echoed(Subject):
    """Symbols, heard."""

    AXES = ("time",)
    time = Axis()
