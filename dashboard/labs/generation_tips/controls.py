"""What a viewer sets on the page of better generation: the example, what is fed back, the beam, the judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from core.lab import Lab
from dashboard.frame import view
from dashboard.frame.names import TEXT, of_knob
from dashboard.labs.generation_tips.names import BEAM_WIDTH, EARNS, MIXTURE, TREE
from dashboard.language import translate as _
from dashboard.panels.controls import once, pressed
from dashboard.panels.input import example_of, unlabelled
from dashboard.panels.new_run import start


@dataclass(frozen=True)
class Asked:
    """What the viewer set.

    Attributes
    ----------
    more : mapping of str to mapping
        By side, what its network's ``trace`` is told beside the example.
    view : mapping
        What the picture is told.
    earns : mapping of str to float
        What the judge pays, by the knob of the training that it is.
    """

    more: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    view: Mapping[str, Any] = field(default_factory=dict)
    earns: Mapping[str, float] = field(default_factory=dict)


WORDS = {
    "coverage": "A video: its number, or five things that it shows",
    "reward": "A video: its number, or five things that it shows",
    "scheduled_sampling": "A melody: its number",
    "distribution": "Dice: any number",
}
"""What is given to the networks of a tip (message ids)."""


def given(lab: Lab, tip: str) -> str:
    """The example, as it is typed; the default, where a tip needs none."""
    if tip not in WORDS:
        return lab.examples[0]
    label = _(WORDS[tip])
    help = _("Numbers 1 to 500 name held-out examples, which no training saw.")
    text = view.text(TEXT, label, default=lab.examples[0], live="200ms", help=help, **unlabelled(label))
    examples = lab.examples if tip in ("coverage", "reward") else [one for one in lab.examples if one.isdecimal()]
    example_of(examples, TEXT)
    return text


def controls(lab: Lab, config: Mapping[str, Any]) -> Asked:
    """The sliders of a tip, and what they say."""
    match config["tip"]:
        case "distribution":
            mixture = view.slider(
                MIXTURE,
                _("Fed back on the left: from the word that was drawn (0) to the distribution (1)"),
                step=0.05,
            )
            return Asked({"without": {"mixture": mixture}})
        case "beam":
            width = view.slider(BEAM_WIDTH, _("Beam width"))
            return Asked({"with": {"width": width}}, {"width": width, "tree": view.read(TREE)})
        case "reward":
            return Asked(earns=_judge(lab, config))
    return Asked()


def _judge(lab: Lab, config: Mapping[str, Any]) -> dict[str, float]:
    """What the viewer's judge pays for a caption; as it paid in training, until a viewer says otherwise. A button
    trains a network that is paid like that.
    """
    labels = {
        "reward_exact": _("It is right"),
        "reward_no_repeat": _("No word twice"),
        "reward_length": _("Five words"),
        "reward_words": _("Each word"),
    }
    st.caption(_("Write the reward: what does the judge pay for? The advantages below follow at once."))
    *columns, last = st.columns([*[1.0] * len(EARNS), 1.2], vertical_alignment="bottom")
    earns = {
        knob: view.slider(name, labels[knob], at=column, default=config[knob])
        for (knob, name), column in zip(EARNS.items(), columns, strict=True)
    }
    last.button(
        _("Train with this reward"),
        icon=":material/play_circle:",
        width="stretch",
        key=f"train_paid:{pressed('train_paid')}",
        help=_("A new network, with the other knobs as they stand beside the page, that this judge pays in training."),
        on_click=once("train_paid", _train),
        args=(lab, {"tip": "reward", **earns}),
    )
    return earns


def _train(lab: Lab, knobs: Mapping[str, Any]) -> None:
    """Set these knobs, and start a run (from a callback)."""
    for knob in lab.knobs:
        if knob.name in knobs:
            view.write(of_knob(knob), knobs[knob.name])
    start(lab)
