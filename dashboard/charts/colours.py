"""The fixed colours of the course: one for each quantity, the same on every page and in both themes."""

from __future__ import annotations

from core.course import LABS
from core.trace.schema import BLUE, GREEN, ORANGE, PINK, SKY, VERMILLION, Quantity

__all__ = ["BLUE", "COLOURS", "DIRECTIONS", "DIVERGING", "GREEN", "ORANGE", "PINK", "QUANTITIES", "SKY", "VERMILLION"]

QUANTITIES: dict[str, Quantity] = {name: quantity for lab in LABS for name, quantity in lab.schema.quantities.items()}
"""Every quantity of the course by name: its symbol, label, scale and colour."""

COLOURS: dict[str, str] = {name: quantity.colour for name, quantity in QUANTITIES.items()}
"""The colour of each quantity; a sequential scale runs from the background to it."""

DIVERGING: tuple[str, str] = ("#2B62C9", "#D13B30")
"""The ends of every diverging scale, negative and positive; the background stands for 0."""

DIRECTIONS: tuple[str, str] = (GREEN, PINK)
"""What was read from left to right, and what from right to left."""
