"""A description as a sentence of beliefs, its child, and the rewards of all children."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import xarray as xr

from core.labs.architecture_search.history import Trial, running_mean
from core.labs.architecture_search.schooling import SCHOOLING
from core.labs.architecture_search.spaces import SPACES
from dashboard.charts.colours import BLUE, GREEN, ORANGE, VERMILLION
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers
from dashboard.labs.architecture_search.questions import WORDS as QUESTIONS

WORDS = {
    "sentence": "The description, and what the controller believes",
    "sentence_how": (
        "One column for each word, from left to right: the bars are the probabilities of the answers, given the words"
        " before. Framed: the words of this child. Arrows: where its reward pushes each score. Click another answer to"
        " write it and train its child."
    ),
    "option": "{name} {word}: {p}",
    "option_pushed": "{name} {word}: {p}; this reward pushes its score by {push}",
    "child": "Its child",
    "child_how": "The accuracy on examples that it does not learn from, over its short training.",
    "child_steps": "step of the child",
    "chance": "chance",
    "none": "No child has been trained yet.",
    "which": "Child {number}.",
    "yours": "Your description.",
    "follow": "Follow the controller",
    "reward": "Reward R: {reward}.",
    "diverged": "It diverged: its loss stopped being a number, so its reward is 0.",
    "as_expected": "About as good as expected: hardly a push.",
    "better": "Better than expected: each of its words gets likelier.",
    "worse": "Worse than expected: each of its words gets less likely.",
    "curve": "Accuracy over the training of the child: {values}; chance is {chance}",
    "rewards": "The rewards of all children",
    "rewards_how": "A dot for each child, a line for the mean of the last 25. Click a dot to read its description.",
    "key_ours": "this search",
    "key_random": "random search",
    "key_now": "the step in view",
    "key_zero": "diverged: reward 0",
    "told": "Child {number}: {said}. Reward {reward}.",
    "told_diverged": "Child {number}: {said}. It diverged: reward 0.",
}
"""Every word it shows (message ids of the catalogues)."""

DESIGNING = Component("designing", WORDS, room=40)

WINDOW = 25
"""Children over which the lines are means."""


def designing(
    trace: xr.Dataset,
    tokens: Sequence[int],
    child: Trial | None,
    children: Sequence[Trial],
    random: Sequence[Trial],
    *,
    key: str,
    place: int | None,
    now: int,
    follows: bool = True,
    translate: Callable[[str], str] = str,
    on_design: Callable[[], None] | None = None,
    on_cursor: Callable[[], None] | None = None,
) -> None:
    """Draw a description and what came of it; the session state holds what the viewer did.

    Under ``design`` there stands a description that the viewer wrote, under ``cursor`` the ``child`` that was chosen,
    None to follow the controller again.

    Parameters
    ----------
    trace : Dataset
        Of `core.labs.architecture_search.model.Controller.trace` for this description.
    tokens : sequence of int
        The description.
    child : Trial or None
        What came of it.
    children, random : sequence of Trial
        All that this search has tried, and all that random search has.
    key : str
        Names this picture in the session state.
    place : int or None
        Which of the children is in view; None for a description of the viewer's.
    now : int
        How many children had been tried at the step in view.
    follows : bool
        Whether the description goes along with the training step, instead of being the viewer's choice.
    translate : callable
        Takes an English message to the viewer's language.
    on_design, on_cursor : callable, optional
        Called before the rerun that another description, or another child, causes.
    """
    DESIGNING.draw(
        key=key,
        numbers=numbers(_numbers, trace, tuple(tokens), child, tuple(children), tuple(random)),
        view={"child": place, "number": None if place is None else place + 1, "now": now, "follows": follows},
        labels={
            "names": {name: translate(word) for name, word in QUESTIONS.items()},
            "colours": {"belief": BLUE, "random": ORANGE, "up": GREEN, "down": VERMILLION},
        },
        translate=translate,
        on={"design": on_design, "cursor": on_cursor},
    )


def _numbers(
    trace: xr.Dataset,
    tokens: tuple[int, ...],
    child: Trial | None,
    children: tuple[Trial, ...],
    random: tuple[Trial, ...],
) -> Facts:
    """``p`` (time, vocabulary); ``accuracies`` of the child over its training; of all children ``rewards``,
    ``diverged``, the ``running`` mean and the words ``tried`` (child, time); ``random`` and its ``random_running``
    mean.
    """
    space = SPACES[trace.attrs["space"]]
    starts = np.array([these[0] for these in space.ranges])  # (T,)
    rewards, others = [one.reward for one in children], [one.reward for one in random]
    facts = {
        "questions": [{"name": question.name, "words": list(question.words)} for question in space.questions],
        "size": len(space.words),
        "tokens": (np.array(tokens) - starts).tolist(),
        "looked_at": list(SCHOOLING[space.key].looked_at),
        "chance": SCHOOLING[space.key].chance,
        "reward": None if child is None else child.reward,
        "baseline": None if child is None else child.baseline,
        "advantage": None if child is None else child.advantage,
        "diverged": child is not None and child.diverged,
    }
    written = np.array([space.tokens(one.design) for one in children]).reshape(-1, len(starts)) - starts  # (N, T)
    arrays = {
        "p": trace["probability"].transpose("time", "vocabulary").values,
        "accuracies": np.array(child.accuracies if child else ()),
        "rewards": np.array(rewards),
        "diverged": np.array([one.diverged for one in children], dtype=float),
        "running": running_mean(rewards, WINDOW),
        "tried": written.astype(float),
        "random": np.array(others),
        "random_running": running_mean(others, WINDOW),
    }
    return facts, arrays
