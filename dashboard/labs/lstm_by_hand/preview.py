"""What the home page shows of the cell that nobody trains: the cell itself, on the lecture's example."""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from dashboard.labs.lstm_by_hand.components.by_hand import by_hand
from dashboard.language import translate as _


def preview(lab: Lab, key: str) -> None:
    """Draw the cell, small, on the first example of `lab`."""
    cell = lab.model()
    by_hand(cell.read(lab.examples[0]), cell.config, key=key, small=True, translate=_)
    st.caption(
        _(
            "The lecture's example, step by step: the thicker a wire, the larger its number; a gate is filled as far as"
            " it is open."
        )
    )
