"""Networks that differ from the one in view in a single thing: its match function, or its rung of the ladder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.runs.store import Run
from dashboard.language import translate as _
from dashboard.panels.comparison import Alternative, found
from dashboard.panels.turning import choose_network

MATCHES = (
    Alternative("dot", {"attention": "dot"}, "z⊤h"),
    Alternative("scaled_dot", {"attention": "scaled_dot"}, "z⊤h / √H"),
    Alternative("cosine", {"attention": "cosine"}, "z⊤h / ‖z‖‖h‖"),
    Alternative("bilinear", {"attention": "bilinear"}, "z⊤W h"),
    Alternative("additive", {"attention": "additive"}, "v⊤tanh(Wz + Uh)"),
)
"""The match functions of `core.nn.attention`."""


def rungs(config: Mapping[str, Any]) -> tuple[Alternative, ...]:
    """The ladder from a fixed vector to GNMT in small, with the match function of a network."""
    match = config["attention"] if config["attention"] != "none" else "scaled_dot"
    return (
        Alternative("V1", {"encoder": "last_state", "attention": "none"}, "last_state"),
        Alternative("V2", {"encoder": "last_state", "attention": match}, f"+ {match}"),
        Alternative("V3", {"encoder": "bidirectional", "attention": match}, "+ bidirectional"),
        Alternative("V4", {"encoder": "residual", "attention": match}, "+ residual"),
        Alternative("V5", {"encoder": "gnmt", "attention": match}, "gnmt"),
    )


def choose_match(run: Run) -> None:
    """Buttons that turn the page to the same network with another match function, where such a network is trained."""
    networks = zip(MATCHES, found(run, MATCHES), strict=True)
    titles = {network.id: variant.title for variant, network in networks if network is not None}
    if len(titles) < 2 or run.id not in titles:
        return
    choose_network(
        _("Match function"),
        titles,
        run,
        key="match_choice",
        required=True,
        help=_("Networks that differ in nothing but how a decoder state is matched with a source position."),
    )
