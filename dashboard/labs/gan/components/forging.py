"""What a generator forges, what its critic thinks of that, and both losses over the training."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import xarray as xr

from core.labs.gan.language import ALPHABET
from core.labs.gan.model import REACH
from dashboard.charts.colours import BLUE, COLOURS, DIVERGING, ORANGE, VERMILLION
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "plane": "Forged points and their critic",
    "plane_how": (
        "The ground is the critic’s score, blue where it takes points for real; only differences of it count. An arrow"
        " shows where, and how much, a forged point is pulled: uphill."
    ),
    "detective_how": (
        "The ground is the detective’s verdict, blue where it believes “real”; on the bold line it is undecided, at ½."
        " An arrow shows where, and how much, a forged point is pulled by the generator’s loss."
    ),
    "surface": "the critic",
    "real": "real",
    "forged": "forged",
    "pull": "pull",
    "unit": "arrows",
    "sheet": "Forged digits, a column for each class",
    "sheet_how": (
        "Each picture was asked for by its class, from other noise. In a frame: a classifier that learnt real digits"
        " sees another class. Point at one: below it is large, with where each of its pixels is pulled, red to white."
    ),
    "recognised": "{right} of {samples} are recognised.",
    "list": "Forged words",
    "list_how": (
        "Each word is spelt by the likeliest letters of the generator. Struck out: the language has no such word. Point"
        " at one."
    ),
    "said": "{right} of {samples} are grammatical, {kinds} different ones.",
    "sees": "What the critic sees",
    "sees_how": (
        "A column is a place in the word, a row a letter. A real word is one-of-N, all of a column in one letter; the"
        " generator’s softmax never quite is."
    ),
    "word_forged": "forged",
    "word_hard": "the same, made one-of-N",
    "word_real": "a real word",
    "losses": "Both losses over the training",
    "losses_how": "What one wins the other loses: neither line must go down. The dashed line is the step in view.",
    "critic_loss": "critic L_D",
    "train_loss": "generator L_G",
    "step": "step",
    "now": "Step {step}: L_D = {critic}, L_G = {generator}.",
    "untrained": "Before the first step there are no losses.",
    "critic_means": (
        "Turn the sign: −L_D is how far apart the critic finds real and forged. From −2 to −1 is progress, and at 0 it"
        " can tell nothing."
    ),
    "detective_means": (
        "A detective who shrugs, ½ for everything, has L_D = 2 ln 2 = 1.39; one who is always right has 0, and the"
        " generator then hears no more than “wrong”."
    ),
    "marked": "The marked sample",
    "sample_critic": "Sample {sample}: D = {score}; it is pulled with strength {pull}.",
    "sample_detective": (
        "Sample {sample}: the detective believes with {p} that it is real (logit {score}); it is pulled with strength"
        " {pull}."
    ),
    "good": "It is a good one.",
    "bad": "It lies where no real ones are.",
    "seen_right": "Asked for {asked}, recognised as that.",
    "seen_wrong": "Asked for {asked}, seen as {seen}.",
    "has_word": "The language has this word.",
    "has_no_word": "The language has no such word.",
}
"""Every word it shows (message ids of the catalogues)."""

FORGING = Component("forging", WORDS)


def forging(
    trace: xr.Dataset,
    judged: Mapping[str, Any],
    losses: Mapping[str, np.ndarray],
    *,
    step: int,
    key: str,
    cursor: int,
    group: str | None = "forging",
    alone: bool = False,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw what is forged; the session state holds the ``cursor``: the sample on which the viewer settled.

    Parameters
    ----------
    trace : Dataset
        Of `core.labs.gan.model.Gan.trace`, with real examples.
    judged : mapping
        What is known of each sample besides (see `core.labs.gan.data.World.judge`).
    losses : mapping of str to ndarray, shape (T,)
        ``critic_loss`` and ``train_loss`` at the steps of ``history``.
    step : int
        The training step in view.
    key : str
        Names this picture in the session state.
    cursor : int
        The sample that is marked at first.
    group : str, optional
        Pictures of one group go together.
    alone : bool
        Whether the losses are left out.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a chosen sample causes.
    """
    FORGING.draw(
        key=key,
        numbers=numbers(_numbers, trace, dict(judged), dict(losses), step),
        view={"group": group, "cursor": {"sample": cursor}, "alone": alone},
        labels={
            "colours": {
                **{name: COLOURS[name] for name in ("real", "forged", "pull")},
                "critic_loss": BLUE,
                "train_loss": VERMILLION,
                "wrong": ORANGE,
                "low": DIVERGING[1],
                "high": DIVERGING[0],
            },
            "diverging": DIVERGING,
        },
        translate=translate,
        on={"cursor": on_change},
    )


def _numbers(trace: xr.Dataset, judged: dict[str, Any], losses: dict[str, np.ndarray], step: int) -> Facts:
    """All quantities of the trace but the noise; ``history`` and the losses; what is known of each sample."""
    facts = {"world": trace.attrs["world"], "loss": trace.attrs["loss"], "step": step, "reach": REACH}
    facts |= {"classes": trace["class"].values.tolist(), "real_classes": trace["real_class"].values.tolist()}
    if trace.attrs["world"] == "words":
        facts["alphabet"] = list(ALPHABET)
    arrays = {str(name): values.values for name, values in trace.data_vars.items() if name != "noise"}
    return facts | judged, arrays | losses
