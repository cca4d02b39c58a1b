"""The architectures beside each other: of each the network that is most like the one in view."""

from __future__ import annotations

from core.labs.captioning.architectures.family import TELLERS
from core.runs.store import Run
from dashboard.language import translate as _
from dashboard.panels.comparison import Alternative, found
from dashboard.panels.turning import choose_network

ALIKE = ("objects", "language", "sizes", "held_out", "side")
"""Knobs in which networks must agree to tell the same scenes in the same words."""


def variants() -> list[Alternative]:
    """Every architecture."""
    return [Alternative(_(kind.name), {"architecture": kind.key}) for kind in TELLERS]


def of_each(run: Run) -> list[Run | None]:
    """Of each architecture the network that is most like `run`, None where there is none."""
    return found(run, variants(), ALIKE)


def choose_architecture(run: Run) -> None:
    """Buttons that turn the page to the same network with another architecture, where such a network is trained."""
    networks = zip(variants(), of_each(run), strict=True)
    titles = {network.id: variant.title for variant, network in networks if network is not None}
    if len(titles) < 2 or run.id not in titles:
        return
    choose_network(
        _("Architecture"),
        titles,
        run,
        key="architecture_choice",
        required=True,
        help=_("Networks that differ in nothing but how the decoder is given the picture."),
    )
