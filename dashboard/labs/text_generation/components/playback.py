"""The writing of a text, played step by step: what was read, what was believed, what the sliders left, what was
drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from core.nn.sampling import STAGES, Sampling, stages
from core.systems.language.writing import Writing
from dashboard.charts.colours import COLOURS, QUANTITIES
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

LIKELY = 12
"""How many candidates for the next token are drawn; the others share a row."""

WORDS = {
    "play": "Play",
    "pause": "Pause",
    "back": "One step back",
    "forward": "One step forward",
    "scrub": "Step of the text",
    "speed": "Speed",
    "step": "Step {step} of {steps}",
    "text": "The text so far",
    "text_how": (
        "The lit token is the one of this step. The bar under each token is its surprise, −log₂ p in bits, by the"
        " network’s own distribution: the higher, the less it was expected."
    ),
    "reads": "1. It reads {token}",
    "reads_how": (
        "One-of-N encoding: {size} numbers, all 0 but a single 1, at place {place}. With the memory of all that came"
        " before, this is the network’s whole input."
    ),
    "candidate": "next token",
    "network": "2. What it believes",
    "temperature": "3. Temperature {value}",
    "top_k": "4. Top-k {value}",
    "top_p": "5. Top-p {value}",
    "target": "one-of-N of the truth",
    "all": "all",
    "others": "{count} others",
    "none": "none else",
    "kept": "{count} left",
    "table_write": "How the next token is drawn",
    "table_write_how": (
        "Each row is a candidate; each column is the distribution after one more slider. Grey rows are cut off there,"
        " ⟨BOS⟩ and ⟨unk⟩ always. The framed token is the one that came."
    ),
    "table_learn": "What it is taught",
    "table_learn_how": (
        "The truth is a distribution too, with all its weight on one token. Training makes the second column more like"
        " the first."
    ),
    "dice": "6. The die",
    "dice_how": (
        "All that is left, laid end to end from 0 to 1 in the order of the vocabulary. A random number decides: the"
        " token it falls on is written."
    ),
    "drawn": "{dice} falls on {token}: {bits} bits of surprise.",
    "came": "{token} was given, not drawn: {bits} bits of surprise.",
    "ended": "Here the network ends the text by itself.",
    "taught": "The true token {token} had probability {p}: −ln p = {nats}.",
    "losses": "The loss, token by token",
    "losses_how": (
        "A bar is −ln p of the true token, in nats. Their mean, the line, is the cross-entropy of this example: the"
        " number that training lowers."
    ),
    "mean": "mean {nats} nats",
}
"""Every word it shows, besides the quantities' own names (message ids of the catalogues)."""

PLAYBACK = Component("playback", WORDS)


def playback(
    writing: Writing,
    sampling: Sampling | None,
    *,
    key: str,
    step: int | None = None,
    translate: Callable[..., str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw a text with its player; the session state holds where the viewer last stopped, ``{step}``.

    Playing, stepping and scrubbing need no rerun; coming to rest causes one. The player goes to `step` when that is
    another than in the last run and not where the viewer stopped; otherwise it stays where it is.

    Parameters
    ----------
    writing : Writing
        At least one token.
    sampling : Sampling or None
        The settings with which it was written; None for a text that is taught: then the truth and the loss are drawn
        in place of what the settings do.
    key : str
        Names this player in the session state, where ``place`` holds that.
    step : int, optional
        Which token to begin with; by default the first that was written.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that coming to rest causes.

    Raises
    ------
    ValueError
        If there is no token to draw.
    """
    N = len(writing.probability)
    if not N:
        raise ValueError("a player needs at least one token")
    PLAYBACK.draw(
        key=key,
        numbers=numbers(_numbers, writing, sampling),
        view={"step": min(writing.given if step is None else step, N - 1)},
        labels=_labels(translate),
        translate=translate,
        on={"place": on_change},
    )


def _labels(translate: Callable[..., str]) -> dict[str, Any]:
    return {
        "quantities": {
            name: {
                "symbol": QUANTITIES[name].symbol,
                "label": translate(QUANTITIES[name].label),
                "colour": COLOURS[name],
            }
            for name in ("probability", "surprisal")
        }
    }


def _numbers(writing: Writing, sampling: Sampling | None) -> Facts:
    """What is written, and how.

    Of the N distributions only the likeliest tokens go: ``likely`` (step, rank), numbers into the facts'
    ``vocabulary``; ``chosen`` (step,), the rank of the token that came, which is always among them; ``stages`` (stage,
    step, rank), their probabilities; ``left`` (stage, step), how many tokens have any. ``begins`` (step, rank) is where
    each token's stretch begins when the last distribution is laid end to end, and ``dice`` (step,) the number that fell
    on it, −1 where a token was given. ``surprise`` (step,) is in bits, ``place`` (step,) the number of the token that
    is read.
    """
    distributions = writing.probability[None]  # (S, N, V)
    if sampling is not None:
        distributions = stages(writing.probability, sampling, writing.never)
    likely, chosen = _candidates(writing)  # (N, K), (N,)
    shown = np.take_along_axis(distributions, likely[None], -1)  # (S, N, K)
    begins = np.take_along_axis(np.cumsum(distributions[-1], -1), likely, -1) - shown[-1]  # (N, K)
    dice = np.concatenate([np.full(writing.given, -1.0), writing.dice])  # (N,)
    start = writing.vocabulary.number[writing.start]
    used, places = np.unique(likely, return_inverse=True)
    facts = {
        "tokens": writing.tokens,
        "start": writing.start,
        "given": writing.given,
        "ended": writing.ended,
        "taught": sampling is None,
        "size": writing.probability.shape[1],
        "vocabulary": writing.vocabulary.decode(used),
        "settings": _settings(sampling),
        "loss": writing.loss,
    }
    arrays = {
        "likely": places.reshape(likely.shape),
        "chosen": chosen,
        "stages": shown,
        "left": (distributions > 0).sum(-1),
        "begins": begins,
        "dice": dice,
        "surprisal": writing.surprise,
        "place": np.concatenate([[start], writing.numbers[:-1]]),
    }
    return facts, arrays


def _candidates(writing: Writing) -> tuple[np.ndarray, np.ndarray]:
    """The likeliest tokens of each step, likeliest first, and the rank of the one that came; it takes the last place if
    need be.
    """
    K = min(LIKELY, writing.probability.shape[1])
    likely = np.argsort(-writing.probability, axis=1, kind="stable")[:, :K]  # (N, K)
    missing = ~(likely == writing.numbers[:, None]).any(1)
    likely[missing, -1] = writing.numbers[missing]
    return likely, (likely == writing.numbers[:, None]).argmax(1)


def _settings(sampling: Sampling | None) -> list[dict[str, Any]]:
    """The columns of the table: a stage's name, and the value of its slider where it has one (None: it does
    nothing).
    """
    if sampling is None:
        return [{"name": "network"}]
    idle = {"top_k": 0, "top_p": 1}
    return [{"name": STAGES[0]}] + [
        {"name": name, "value": None if getattr(sampling, name) == idle.get(name) else getattr(sampling, name)}
        for name in STAGES[1:]
    ]
