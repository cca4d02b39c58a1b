"""A conversation in bubbles: for each word of an answer where the network looked in what was said, and what else it
could have said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import xarray as xr

from core.labs.chatbot.prompt import TURN
from core.text.vocabulary import EOS
from core.trace.schema import tokens_of
from dashboard.charts.colours import COLOURS, QUANTITIES
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

LIKELY = 8
"""How many candidates for the next word are drawn."""

WORDS = {
    "talk_title": "The conversation",
    "talk_how": (
        "Point at a word of an answer: what the network looked at for it lights up, and a ribbon is as wide as the"
        " attention it carries. Click pins it, arrow keys move it. What is pale is not read for this answer."
    ),
    "talk_none_how": (
        "This network has no attention: of all that is not pale, one vector is handed to the decoder. Point at a word"
        " of an answer to see what else could have been said there; click pins it, arrow keys move it."
    ),
    "you": "You",
    "network": "Network",
    "right": "acceptable",
    "wrong": "not acceptable",
    "cut": "It never came to an end.",
    "pinned": "pinned",
    "writes": "says",
    "looks": "looks at",
    "vector": "sees one vector",
    "bars_title": "What could be said here?",
    "bars_how": "The likeliest words at this step. The frame is around the one that was said.",
    "gate": "From the prompt, by attention: {copied}. From all words it knows, by the softmax: {softmax}.",
}
"""Every word it shows (message ids of the catalogues)."""

CONVERSATION = Component("conversation", WORDS)


def conversation(
    exchanges: Sequence[xr.Dataset],
    verdicts: Sequence[bool | None],
    *,
    key: str,
    cursor: Sequence[int],
    group: str | None = None,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw what was said and what was answered; the session state holds the place that the viewer last pinned.

    Parameters
    ----------
    exchanges : sequence of Dataset
        For each utterance the trace of its answer (see `core.labs.chatbot.trace.labelled`), the oldest first.
    verdicts : sequence of bool or None
        Whether each answer is acceptable; None where nobody knows.
    key : str
        Names this picture in the session state, where ``cursor`` holds that place, ``{exchange, target, source,
        pins}``.
    cursor : sequence of int
        Exchange, target and source position to begin with.
    group : str, optional
        Pictures of one group share their cursor.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes.

    Raises
    ------
    ValueError
        If there is no exchange.
    """
    if not exchanges:
        raise ValueError("a conversation has at least one exchange")
    exchange, target, source = cursor
    CONVERSATION.draw(
        key=key,
        numbers=numbers(_numbers, tuple(exchanges)),
        view={
            "group": group,
            "cursor": {"exchange": exchange, "target": target, "source": source},
            "verdicts": list(verdicts),
        },
        labels=_labels(translate),
        translate=translate,
        on={"cursor": on_change},
    )


def _labels(translate: Callable[[str], str]) -> dict[str, Any]:
    return {
        "quantities": {
            name: {
                "symbol": QUANTITIES[name].symbol,
                "label": translate(QUANTITIES[name].label),
                "colour": COLOURS[name],
            }
            for name in ("alignment", "probability", "generation_gate")
        },
        "signs": {"turn": TURN, "end": EOS},
    }


def _numbers(exchanges: Sequence[xr.Dataset]) -> Facts:
    """For exchange k its ``source`` and ``target`` tokens, ``begin`` (the source position at which what was said last
    begins), ``likely`` (tokens by target and rank), and ``ended``; the arrays ``likely{k}`` (target, rank) and
    ``written{k}`` (target,), probabilities; with attention ``alignment{k}`` (target, source), with copying
    ``generation_gate{k}`` (target,).
    """
    facts, arrays = [], {}
    for k, trace in enumerate(exchanges):
        source = tokens_of(trace, "source")
        likely, probabilities = _candidates(trace)
        facts.append(
            {
                "source": source,
                "target": tokens_of(trace, "target"),
                "begin": source.index(TURN) + 1 if TURN in source else 0,
                "likely": likely,
                "ended": bool(trace.attrs["finished"]),
            }
        )
        arrays |= {f"{name}{k}": values for name, values in probabilities.items()}
        if "alignment" in trace:
            arrays[f"alignment{k}"] = trace["alignment"].transpose("target", "source").values
        if "generation_gate" in trace:
            arrays[f"generation_gate{k}"] = trace["generation_gate"].values
    return {"exchanges": facts}, arrays


def _candidates(trace: xr.Dataset) -> tuple[list[list[str]], dict[str, np.ndarray]]:
    p = trace["probability"].transpose("target", "vocabulary").values  # (T, V)
    words = tokens_of(trace, "vocabulary")
    order = np.argsort(-p, axis=1, kind="stable")[:, :LIKELY]  # (T, 8)
    number = {word: n for n, word in enumerate(words)}
    written = [number[token] for token in tokens_of(trace, "target")]  # (T,)
    probabilities = {"likely": np.take_along_axis(p, order, axis=1), "written": p[np.arange(len(p)), written]}
    return [[words[n] for n in row] for row in order], probabilities
