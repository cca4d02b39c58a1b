"""What the network under the microscope reads, or goes on from."""

from __future__ import annotations

from core.lab import Lab
from dashboard.frame import view
from dashboard.frame.names import TEXT
from dashboard.labs.gates.names import MODE
from dashboard.language import translate as _
from dashboard.panels.input import example_of, first_line, inputs, unlabelled


def text_to_read(lab: Lab) -> tuple[str, str]:
    """Whether the network reads or writes, and the text it reads or starts from."""
    with inputs("tall"):
        mode = view.choice(
            MODE,
            _("The network"),
            {"read": _("reads"), "write": _("writes")},
            label_visibility="collapsed",
            width="content",
        )
        label = _("Text to read") if mode == "read" else _("Beginning of the text")
        text = view.text(
            TEXT,
            label,
            lines=True,
            default=lab.examples[0],
            height=92,
            help=_("Type or paste anything. Ctrl+Enter or a click elsewhere hands it to the network."),
            **unlabelled(label),
        )
        example_of(lab.examples, TEXT, words=first_line)
    return mode, text
