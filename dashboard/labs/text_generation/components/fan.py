"""Many futures of one beginning, drawn as a tree that forks where they part, and how long they became."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.systems.language.writing import Futures
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "title": "{count} futures of one beginning",
    "how": (
        "Each future is a line of text from left to right; where several begin alike they are one branch, as thick as"
        " they are many. Branches part where the dice fell differently. Point at one to read it; click plays it above,"
        " and ▶ marks it."
    ),
    "tree": "The tree of futures: arrow keys move, Enter plays the future above",
    "pointed": "{count} of {total} futures begin like the bold part. This one is seed {seed}.",
    "rest": "{ended} of {total} came to their end by themselves; cut at {length} tokens: {cut}.",
    "lengths": "How long they became",
    "lengths_how": (
        "Half of the futures have at most {median} tokens. A bar counts futures by length; the pale ones were cut off"
        " before their end."
    ),
}
"""Every word it shows (message ids of the catalogues)."""

FAN = Component("fan", WORDS)


def fan(
    futures: Futures,
    prefix: str,
    *,
    key: str,
    playing: int | None = None,
    translate: Callable[..., str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw the futures; a click on one reports its seed.

    Parameters
    ----------
    futures : Futures
        At least one.
    prefix : str
        What they all began with.
    key : str
        Names this picture in the session state, where ``seed`` holds the one that was clicked while `on_change` is
        called.
    playing : int, optional
        The seed of the one that the page plays.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes.
    """
    FAN.draw(
        key=key,
        numbers=numbers(_numbers, futures),
        view={"prefix": prefix, "playing": playing},
        translate=translate,
        on={"seed": on_change},
    )


def _numbers(futures: Futures) -> Facts:
    """The futures in the order of `Futures.ordered`.

    ``rows`` (K, T), numbers into the facts' ``labels``, 0 after an end; ``shared`` (K,), how many tokens each has in
    common with the one above; ``seeds`` (K,), counted from the facts' ``seed``; ``lengths`` (K,) and ``ended`` (K,).
    """
    order, shared = futures.ordered()
    used, places = np.unique(futures.numbers[order], return_inverse=True)
    if used[0] >= 0:  # no future has ended before its last token
        used, places = np.concatenate([[-1], used]), places + 1
    rows = places.reshape(futures.numbers.shape)
    longest = int((rows > 0).sum(1).max())
    facts = {
        "labels": ["", *futures.vocabulary.decode(used[1:])],
        "seed": futures.seed,
        "length": futures.numbers.shape[1],
    }
    arrays = {
        "rows": rows[:, :longest],
        "shared": shared,
        "seeds": order,
        "lengths": futures.lengths[order],
        "ended": futures.ended[order],
    }
    return facts, arrays
