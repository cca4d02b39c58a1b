"""What lies before the viewer on the page of self-attention: networks, the sequence they read, and where the cursor
stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.lab import Lab
from core.labs.self_attention.data import OPENING, Puzzle
from core.runs.store import Run
from dashboard.frame import view
from dashboard.frame.names import CURSOR, TEXT
from dashboard.frame.subject import Axis, Subject
from dashboard.labs.self_attention.names import BRACKETS
from dashboard.language import translate as _
from dashboard.panels.input import example_of, unlabelled
from dashboard.panels.turning import choose_shipped
from dashboard.resources import shipped_by_name

WORDS = {
    "": "attention",
    "gru": "GRU, 47 units",
    "no_positions": "no positional encoding",
    "no_mask": "no mask",
    "one_layer": "one layer",
    "brackets": "brackets: attention",
    "brackets_gru": "brackets: GRU, 47 units",
}
"""The networks that ship with the lab, in this order, and what they are called (message ids of the catalogues)."""

EXAMPLES = {
    "brackets": ("([]{<>})", "{[()<>](){}}", "<<[]{}>()>", "((((()))))", "[<{(["),
}
"""Sequences of the task that the lab's own examples are not of."""


@dataclass(frozen=True, kw_only=True)
class Looked(Subject):
    """A network that read a sequence; the cursor is the position that looks, and the head that is enlarged."""

    AXES = ("target", "layer", "head")
    target, layer, head = Axis(), Axis(), Axis()

    puzzle: Puzzle

    @property
    def attends(self) -> bool:
        """Whether there are heads at all."""
        return "alignment" in self.trace


def choose_network(lab: Lab, run: Run) -> None:
    """Buttons that turn the page to a network that ships with the lab."""
    choose_shipped(
        {network.id: _(WORDS[name]) for name, network in shipped_by_name(lab, WORDS).items()},
        run,
        help=_(
            "Networks that come with the app, trained alike from one seed, but for what their name says; a GRU of 47"
            " units has as many weights as attention with 32. “Run in view” has those of your own."
        ),
        also=lambda: view.write(CURSOR, None),
    )


def choose_sequence(lab: Lab, task: str) -> tuple[str, Sequence[str]]:
    """The sequence that the networks read, as it is typed, and the examples of its kind."""
    examples = EXAMPLES.get(task, lab.examples)
    name = TEXT if task == "copying" else BRACKETS
    label = {
        "copying": _("Letters to copy; after a bar |, the order in which they come again"),
        "brackets": _(
            "Brackets {kinds} and what closes them; the network does not see which kind closes", kinds=" ".join(OPENING)
        ),
    }[task]
    text = view.text(name, label, default=examples[0], live="200ms", help=label, **unlabelled(label))
    example_of(examples, name, key=f"example:{name.name}")
    return text, examples
