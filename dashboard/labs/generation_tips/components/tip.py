"""One fault and its remedy: what two networks generate, side by side, and the cause of the fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import xarray as xr

from core.trace.schema import tokens_of
from dashboard.charts.colours import BLUE, DIVERGING, GREEN, ORANGE, VERMILLION
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "coverage_without": "Without coverage",
    "coverage_with": "With coverage",
    "scheduled_sampling_without": "Trained on true notes only",
    "scheduled_sampling_with": "Trained on its own notes, too",
    "distribution_without": "Fed the distribution",
    "distribution_with": "Fed the word that was drawn",
    "beam_without": "Greedy",
    "beam_with": "With a beam",
    "reward_without": "Imitates captions",
    "reward_with": "Is judged as a whole",
    "frames": "frames of the video",
    "total": "Σ α of each frame",
    "share": "The line is 1, the share of each frame.",
    "looks": "Word {step}, “{word}”: it looks most at frame {frame}, “{item}”, with α = {alpha}; p = {p}.",
    "repeated": "said twice",
    "unseen": "hardly looked at",
    "drawn": "Captions that it draws, as the judge pays them",
    "earned": "R = {reward}, advantage {advantage}",
    "true": "true note",
    "heard": "heard",
    "right": "written, right",
    "wrong": "written, wrong",
    "alone": "alone",
    "forced": "fed the true notes",
    "plays": "Note {step}: heard {heard}, true {true}; alone it writes {written}, fed the true notes {forced}.",
    "rights": "{alone} of {all} notes right alone, {forced} if the true notes are fed back.",
    "fed": "fed back",
    "chance": "p of the next word",
    "writes": "Word {step}, “{word}”: p = {p}. Fed back: {fed}.",
    "sentences": "Twelve sentences written so",
    "torn": "no sentence of the language",
    "found": "{sentence}: P = {p}, in the true language {truth}.",
    "step": "Word {step}, “{word}”: p = {p}.",
    "tree": "A tree to drag",
    "tree_how": (
        "Three choices between A and B. Drag a fork, or use its arrow keys: its number is how likely A is there. Greedy"
        " takes the likelier branch at each fork; the beam keeps the likeliest beginnings."
    ),
    "fork": "After {prefix}: probability of A",
    "beginning": "the beginning",
    "greedy_path": "greedy",
    "beam_path": "beam",
    "tree_told": "Greedy finds {greedy}, {p}. A beam of {width} finds {beam}, {q}. The likeliest is {best}, {r}.",
    "lecture": "Numbers of the lecture",
    "trained": "A network that learnt a language",
}
"""Every word it shows (message ids of the catalogues)."""

TIP = Component("tip", WORDS)

SIDES = ("without", "with")


def titles(name: str) -> tuple[str, str]:
    """What the networks of a tip are called, without the remedy and with it (message ids)."""
    return WORDS[f"{name}_without"], WORDS[f"{name}_with"]


def tip(
    name: str,
    traces: Mapping[str, xr.Dataset],
    more: Mapping[str, Any],
    *,
    key: str,
    cursor: int,
    view: Mapping[str, Any] | None = None,
    translate: Callable[[str], str] = str,
    on_cursor: Callable[[], None] | None = None,
    on_tree: Callable[[], None] | None = None,
) -> None:
    """Draw what a network does without a remedy and with it; the session state holds ``cursor`` and ``tree``.

    Parameters
    ----------
    name : str
        The tip.
    traces : mapping of str to Dataset
        Of `core.labs.generation_tips.model.Tipped.trace`: ``without`` and ``with``.
    more : mapping
        What else is shown, by side: of reward ``drawn``, of distribution ``sentences``, of beam ``truth``.
    key : str
        Names this picture in the session state.
    cursor : int
        The step that is marked at first.
    view : mapping, optional
        What belongs to this viewer: of beam ``width`` and ``tree``.
    translate : callable
        Takes an English message to the viewer's language.
    on_cursor, on_tree : callable, optional
        Called before the rerun that a chosen step, or a dragged fork, causes.
    """
    TIP.draw(
        key=key,
        numbers=numbers(_numbers, name, traces["without"], traces["with"], dict(more)),
        view={"group": "tip", "cursor": {"step": cursor}} | dict(view or {}),
        labels={
            "colours": {
                "look": BLUE,
                "wrong": VERMILLION,
                "right": BLUE,
                "true": ORANGE,
                "fed": ORANGE,
                "better": GREEN,
            },
            "diverging": list(DIVERGING),
        },
        translate=translate,
        on={"cursor": on_cursor, "tree": on_tree},
    )


def _numbers(name: str, without: xr.Dataset, having: xr.Dataset, more: Mapping[str, Any]) -> Facts:
    """``sides``: of each network its tokens and what is said of them; its matrices are arrays ``<name>_<side>``."""
    tell = {"scheduled_sampling": _melody, "distribution": _sentence, "beam": _sentence}.get(name, _caption)
    sides, arrays = [], {}
    for side, trace in zip(SIDES, (without, having), strict=True):
        facts, matrices = tell(trace)
        sides.append(dict(facts) | dict(more.get(side, {})))
        arrays |= {f"{what}_{side}": values for what, values in matrices.items()}
    return {"tip": name, "sides": sides}, arrays


def _caption(trace: xr.Dataset) -> Facts:
    """The words, the frames, ``alignment`` (word, frame), and the probability of each word that was said."""
    tokens, words = tokens_of(trace, "target"), tokens_of(trace, "vocabulary")
    p = trace["probability"].transpose("target", "vocabulary").values  # (T, V)
    said = [round(float(p[t, words.index(token)]), 4) for t, token in enumerate(tokens)]
    facts = {"tokens": tokens, "frames": tokens_of(trace, "source"), "p": said}
    return facts, {"alignment": trace["alignment"].transpose("target", "source").values}


def _melody(trace: xr.Dataset) -> Facts:
    """Numbers of notes from 1: true, heard, written alone, and written if the true notes are fed back."""
    forced = trace["forced"].transpose("time", "vocabulary").values.argmax(1) + 1  # (T,)
    told = {name: (trace[name].values + 1).tolist() for name in ("true", "heard")}
    return {"written": [int(note) for note in tokens_of(trace, "time")], "forced": forced.tolist()} | told, {}


def _sentence(trace: xr.Dataset) -> Facts:
    """The words, the vocabulary, ``probability`` (word, vocabulary) and, where it is mixed, what was ``fed`` back."""
    tokens, words = tokens_of(trace, "time"), tokens_of(trace, "vocabulary")
    p = trace["probability"].transpose("time", "vocabulary").values  # (T, V)
    arrays = {"probability": p}
    if "fed" in trace:
        arrays["fed"] = trace["fed"].transpose("time", "vocabulary").values
    said = [round(float(p[t, words.index(token)]), 5) for t, token in enumerate(tokens)]
    return {"tokens": tokens, "words": words, "p": said}, {name: np.asarray(values) for name, values in arrays.items()}
