"""What lies before the viewer on the page of architecture search: a controller, and the child of a description."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import InputError
from core.lab import Lab
from core.labs.architecture_search.history import Trial, tried
from core.labs.architecture_search.spaces import SPACES, Space
from core.runs.store import Run
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.frame.subject import Axis, Subject, cursor_of
from dashboard.labs.architecture_search.names import DESIGN
from dashboard.language import translate as _
from dashboard.panels.turning import choose_shipped
from dashboard.resources import shipped_by_name, store

if TYPE_CHECKING:
    from core.labs.architecture_search.children import Child, Outcome

WORDS = {
    "": "digits: REINFORCE",
    "random_0": "digits: random search",
    "fast_1": "digits: controller rate .1",
    "no_baseline_2": "digits: no baseline",
    "recurrent": "memory: REINFORCE",
    "recurrent_random": "memory: random search",
}
"""The searches that ship with the lab and are chosen by a button, and what they are called (message ids)."""

MOST = 1_500
"""How many steps of a long search are shown."""

SEED = 0
"""What the child of a description grows from that the viewer wrote."""


@dataclass(frozen=True)
class Shown:
    """A controller at a moment, all children of its run, and the description in view.

    Attributes
    ----------
    moment : Moment
    space : Space
    children : tuple of Trial
        Of the whole run, in order.
    now : int
        How many of them had been tried at the step in view.
    place : int or None
        Which of them is in view; None, if it is none of them.
    tokens : tuple of int
        The description in view.
    child : Trial or None
        What came of it; None, where nothing has been tried yet.
    """

    moment: Moment
    space: Space
    children: tuple[Trial, ...]
    now: int
    place: int | None
    tokens: tuple[int, ...]
    child: Trial | None

    @property
    def is_written(self) -> bool:
        """Whether the viewer wrote the description."""
        return self.place is None and self.child is not None

    @property
    def text(self) -> str:
        """The description, as one types it."""
        return self.space.text(self.tokens)


@dataclass(frozen=True, kw_only=True)
class Searched(Subject):
    """A controller and what it has tried; the cursor is a child."""

    AXES = ("child",)
    child = Axis()

    shown: Shown


def shown_of(moment: Moment) -> Shown:
    """What is shown of a moment: the child that the link names, else the one that the beliefs in view wrote."""
    run = moment.run
    space = SPACES[run.config["space"]]
    children = children_of(run)
    step = moment.checkpoint.step
    now = next((k for k, one in enumerate(children) if one.step > step), len(children))
    if (written := _written(space)) is not None:
        return Shown(moment, space, children, now, None, written, _grown(space, written, children[:now]))
    if not children:
        return Shown(moment, space, children, 0, None, moment.model.likeliest(), None)
    [place] = cursor_of(Searched.AXES, {"child": len(children)}, lambda: (min(now, len(children) - 1),))
    return Shown(moment, space, children, now, place, space.tokens(children[place].design), children[place])


def children_of(run: Run) -> tuple[Trial, ...]:
    """All that a run has tried, in order; of a fork, what its parent had tried before, too."""
    own = tuple(tried(store().metrics(run.id, every=max(1, run.step // MOST))))
    if run.parent is None or run.parent_step is None:
        return own
    with suppress(InputError):  # a parent that was deleted
        return tuple(one for one in children_of(store().get(run.parent)) if one.step <= run.parent_step) + own
    return own


def _written(space: Space) -> tuple[int, ...] | None:
    """The description that the viewer wrote, if there is one of this space."""
    if not (text := view.read(DESIGN)):
        return None
    try:
        return space.read(text)
    except InputError as error:
        if not any(_reads(other, text) for other in SPACES.values()):
            view.refuse(DESIGN, error)
        return None


def _reads(space: Space, text: str) -> bool:
    try:
        return bool(space.read(text))
    except InputError:
        return False


def _grown(space: Space, tokens: tuple[int, ...], before: Sequence[Trial]) -> Trial:
    """The child of a description that the viewer wrote, beside the baseline of the last one before it."""
    _child, outcome = child_of(space.key, tokens, SEED)
    baseline = before[-1].baseline if before else outcome.reward
    return Trial(0, space.number(tokens), SEED, outcome.accuracies, outcome.diverged, baseline)


@computed_once
def child_of(space: str, tokens: tuple[int, ...], seed: int) -> tuple[Child, Outcome]:
    """A child, trained again or for the first time: some 50 ms, and in a new server the digits must be loaded."""
    from core.labs.architecture_search.children import train_child

    return train_child(SPACES[space], tokens, seed)


def random_beside(lab: Lab, run: Run) -> tuple[Trial, ...]:
    """What random search has tried in the space of a run, in the search that ships with the lab; nothing, if the run
    searches only a part of it or judges by several children.
    """
    space = SPACES[run.config["space"]]
    name = {"dense": "random_0", "recurrent": "recurrent_random"}[space.key]
    other = shipped_by_name(lab).get(name)
    alike = run.config["free"] >= len(space.questions) and run.config["children"] == 1
    return children_of(other) if other and alike else ()


def choose_search(lab: Lab, run: Run) -> None:
    """Buttons that turn the page to a search that ships with the lab."""
    choose_shipped(
        {search.id: _(WORDS[name]) for name, search in shipped_by_name(lab, WORDS).items()},
        run,
        help=_("Searches that come with the app, each of 300 children. “Run in view” has those of your own."),
        also=lambda: view.write(DESIGN, None),
    )
