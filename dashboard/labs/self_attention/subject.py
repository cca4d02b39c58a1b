"""What lies before the viewer on the page of self-attention: networks, the sequence they read, and where the cursor
stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
import xarray as xr

from core.lab import Lab
from core.labs.self_attention.data import OPENING, Puzzle, read_puzzle
from core.runs.store import Run
from dashboard import address, state
from dashboard.frame.lesson import Moment
from dashboard.language import translate as _
from dashboard.resources import store

WORDS = {
    "": "attention",
    "gru": "GRU",
    "no_positions": "no positional encoding",
    "no_mask": "no mask",
    "one_layer": "one layer",
    "brackets": "brackets: attention",
    "brackets_gru": "brackets: GRU",
}
"""The networks that ship with the lab, in this order, and what they are called (message ids of the catalogues)."""

EXAMPLES = {
    "brackets": ("([]{<>})", "{[()<>](){}}", "<<[]{}>()>", "((((()))))", "[<{(["),
}
"""Sequences of the task that the lab's own examples are not of."""


@dataclass(frozen=True)
class Looked:
    """A network that read a sequence.

    Attributes
    ----------
    lab : Lab
    moment : Moment
        The run in view, at the step in view.
    trace : Dataset
        What happened inside.
    puzzle : Puzzle
        The sequence.
    target, layer, head : int
        The cursor: the position that looks, and the head that is enlarged.
    """

    lab: Lab
    moment: Moment
    trace: xr.Dataset
    puzzle: Puzzle
    target: int
    layer: int
    head: int

    @property
    def attends(self) -> bool:
        """Whether there are heads at all."""
        return "alignment" in self.trace


def shipped_networks(lab: Lab) -> dict[str, Run]:
    """The networks that ship with the lab, by their name in `WORDS`."""
    runs = {run.id.partition(".")[2]: run for run in store().cohort(store().shipped(lab.key))}
    return {name: runs[name] for name in WORDS if name in runs}


def choose_network(lab: Lab, run: Run) -> None:
    """Buttons that turn the page to a network that ships with the lab; none is pressed while another run is in view."""
    shipped = {network.id: name for name, network in shipped_networks(lab).items()}
    key = f"network_choice:{run.id}"  # another widget for another run: a slow browser cannot turn the page back

    def chosen() -> None:
        if (network := state.get(key)) is not None:
            address.write("run", network)
            address.write("cursor", None)
        st.rerun()  # the whole page, not only the pictures

    state.put(key, run.id if run.id in shipped else None)
    st.segmented_control(
        _("Network"),
        list(shipped),
        format_func=lambda network: _(WORDS[shipped[network]]),
        key=key,
        on_change=chosen,
        help=_(
            "Networks that come with the app, trained alike from one seed, but for what their name says. “Run in view”"
            " has those of your own."
        ),
    )


def choose_sequence(lab: Lab, task: str) -> Puzzle:
    """The sequence that the networks read: an example, or what the viewer types.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    examples = EXAMPLES.get(task, lab.examples)
    key = "text" if task == "copying" else task

    def take() -> None:
        if (example := state.get(f"example:{key}")) is not None:
            state.put(key, example)
            state.put(f"example:{key}", None)

    typed, taken = st.columns([3, 1], vertical_alignment="bottom")
    with taken:
        st.selectbox(
            _("Examples"),
            examples,
            index=None,
            key=f"example:{key}",
            on_change=take,
            placeholder=_("Take an example"),
            label_visibility="collapsed",
        )
    label = {
        "copying": _("Letters to copy; after a bar |, the order in which they come again"),
        "brackets": _(
            "Brackets {kinds} and what closes them; the network does not see which kind closes", kinds=" ".join(OPENING)
        ),
    }[task]
    return read_puzzle(typed.text_input(label, value=examples[0], key=key, bind="query-params", live="200ms"))
