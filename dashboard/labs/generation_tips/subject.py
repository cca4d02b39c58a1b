"""What lies before the viewer on the page of better generation: a tip, an example, and both networks at a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.lab import Lab
from core.labs.generation_tips import HURTS, MAIN
from core.runs.store import Checkpoint, Run
from core.trace.schema import tokens_of
from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.frame.subject import Axis, Subject
from dashboard.labs.generation_tips.controls import Asked
from dashboard.language import translate as _
from dashboard.panels.turning import choose_network, choose_shipped
from dashboard.resources import model_at, shipped_by_name, shipped_with

if TYPE_CHECKING:
    import xarray as xr

    from core.labs.generation_tips.examples import Given

WORDS = {
    "coverage": "Coverage",
    "mismatch": "Mismatch",
    "feedback": "Feedback",
    "beam": "Beam",
    "reward": "Reward",
    "random_order": "Random order: it hurts",
    "plenty": "2,000 captions",
    "own": "Its own notes from the start",
    "hack": "A judge that can be fooled",
}
"""The experiments that ship with the lab, and what they are called (message ids of the catalogues)."""


@dataclass(frozen=True, kw_only=True)
class Generated(Subject):
    """What two networks generate; the cursor is a word or a note.

    Attributes
    ----------
    example : Given
    traces : mapping of str to Dataset
        ``without`` the remedy and ``with`` it.
    """

    AXES = ("step",)
    step = Axis()

    example: Given
    traces: Mapping[str, xr.Dataset]

    @property
    def tip(self) -> str:
        """The tip of the run in view."""
        return self.moment.run.config["tip"]


def shipped_runs(lab: Lab) -> dict[str, Run]:
    """The runs that ship with the lab, by their name; its own is the first of `MAIN`."""
    runs = shipped_by_name(lab)
    return {next(iter(MAIN)): runs.pop(""), **runs} if "" in runs else runs


def choose_tip(lab: Lab, run: Run) -> None:
    """Buttons that turn the page to another of the five experiments."""
    runs = shipped_runs(lab)
    choose_shipped(
        {runs[name].id: _(WORDS[name]) for name in MAIN if name in runs},
        run,
        help=_(
            "Five faults and their remedies, each trained from one seed without the remedy and with it. “Run in view”"
            " has more seeds, and those of your own."
        ),
    )


def choose_where_not(lab: Lab, run: Run) -> None:
    """Buttons that turn the page to where the remedy of this tip does not help, and back."""
    runs = shipped_runs(lab)
    names = [name for name in HURTS if name in runs and runs[name].config["tip"] == run.config["tip"]]
    if not names:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.write(_("Where it does not help:"))
        choose_network(
            _("Network"),
            {runs[name].id: _(WORDS[name]) for name in names},
            run,
            key="where_not",
            help=_("The same experiment where its remedy does not do what one hopes for."),
        )


def seeds_of(lab: Lab, run: Run) -> list[Run]:
    """The shipped runs with the knobs of a run, by seed; and the run itself, if it is none of them."""
    alike = sorted((one for one in shipped_with(lab) if one.config == run.config), key=lambda one: one.seed)
    return alike if any(one.id == run.id for one in alike) else [*alike, run]


def sizes(traces: Mapping[str, Any]) -> dict[str, int]:
    """How many steps the cursor has: those of the longer of both."""
    axis = "target" if "alignment" in traces["with"] else "time"
    return {"step": max(trace.sizes[axis] for trace in traces.values())}


def traced(moment: Moment, example: Given, asked: Asked) -> dict[str, xr.Dataset]:
    """What both networks of a moment do with an example."""
    return {
        side: moment.trace(example, remedy=side == "with", **asked.more.get(side, {})) for side in ("without", "with")
    }


def shown_with(
    moment: Moment, example: Given, traces: Mapping[str, xr.Dataset], asked: Asked
) -> dict[str, dict[str, Any]]:
    """What the picture shows of each network beside its trace."""
    checkpoint = moment.checkpoint
    match moment.run.config["tip"]:
        case "reward":
            return {
                side: {"drawn": _captions(checkpoint, example, side == "with", asked.earns)}
                for side in ("without", "with")
            }
        case "distribution":
            mixtures = {"without": asked.more["without"]["mixture"], "with": 0.0}
            return {side: {"sentences": _sentences(checkpoint, example, m)} for side, m in mixtures.items()}
        case "beam":
            from core.labs.generation_tips.shown import truth_of

            return {side: {"truth": truth_of(tokens_of(trace, "time"))} for side, trace in traces.items()}
    return {}


@computed_once
def _captions(checkpoint: Checkpoint, example: Given, remedy: bool, earns: Mapping[str, float]) -> list[dict[str, Any]]:
    from core.labs.generation_tips.shown import drawn_captions

    return drawn_captions(model_at(checkpoint), example, remedy, earns)


@computed_once
def _sentences(checkpoint: Checkpoint, example: Given, mixture: float) -> list[dict[str, Any]]:
    from core.labs.generation_tips.shown import drawn_sentences

    return drawn_sentences(model_at(checkpoint), example, mixture)
