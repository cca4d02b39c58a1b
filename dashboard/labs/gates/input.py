"""What the network under the microscope reads, or goes on from."""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from dashboard.frame import view
from dashboard.frame.names import TEXT
from dashboard.labs.gates.names import MODE
from dashboard.language import translate as _
from dashboard.panels.input import example_of, first_line


def text_to_read(lab: Lab) -> tuple[str, str]:
    """Whether the network reads or writes, and the text it reads or starts from."""
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    with left:
        mode = view.choice(MODE, _("The network"), {"read": _("reads"), "write": _("writes")})
        example_of(lab.examples, TEXT, words=first_line)
    text = view.text(
        TEXT,
        _("Text to read") if mode == "read" else _("Beginning of the text"),
        at=right,
        lines=True,
        default=lab.examples[0],
        height=105,
        help=_("Type or paste anything. Ctrl+Enter or a click elsewhere hands it to the network."),
    )
    return mode, text
