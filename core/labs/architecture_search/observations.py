"""What may be said of a search, each where it holds. Imports no torch."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from core.observation import observation

FIRST, LAST = 50, 100
"""Children 51 to 100: late enough to have learnt, early enough to have cost little."""

ALIKE = 0.01
"""Rewards that differ by less are called equal: so much a child varies with its first weights."""


def middle(rewards: Sequence[float]) -> float | None:
    """The mean reward of children 51 to 100; None where there are fewer."""
    return fmean(rewards[FIRST:LAST]) if len(rewards) >= LAST else None


@observation(
    "Children 51 to 100 of the controllers have a mean reward of {ours}, those of random search {random}: {times} times"
    " as much."
)
def expectation_rises(ours: Sequence[Sequence[float]], random: Sequence[Sequence[float]]) -> dict[str, str] | None:
    """Controllers whose children are better than random ones.

    Parameters
    ----------
    ours, random : sequence of sequence of float
        The rewards of each search, in order.
    """
    means = [[value for one in some if (value := middle(one)) is not None] for some in (ours, random)]
    if not all(means) or fmean(means[0]) < 1.2 * fmean(means[1]):
        return None
    one, other = map(fmean, means)
    return {"ours": f"{one:.2f}", "random": f"{other:.2f}", "times": f"{one / other:.1f}"}


@observation(
    "Children 51 to 100 of the controllers have a mean reward of {ours}, those of random search {random}: no gain worth"
    " the name."
)
def expectation_stays(ours: Sequence[Sequence[float]], random: Sequence[Sequence[float]]) -> dict[str, str] | None:
    """Controllers whose children are hardly better than random ones."""
    means = [[value for one in some if (value := middle(one)) is not None] for some in (ours, random)]
    if not all(means) or fmean(means[0]) >= 1.2 * fmean(means[1]):
        return None
    one, other = map(fmean, means)
    return {"ours": f"{one:.2f}", "random": f"{other:.2f}"}


@observation(
    "But the best child of each search has {ours} on average, that of random search {random}: no better. Random search"
    " is as likely to meet something good once; a controller keeps meeting it."
)
def best_is_no_better(ours: Sequence[Sequence[float]], random: Sequence[Sequence[float]]) -> dict[str, str] | None:
    """Best children that random search finds as well."""
    if not (ours and random and all(ours) and all(random)):
        return None
    one, other = (fmean(max(rewards) for rewards in some) for some in (ours, random))
    return {"ours": f"{one:.3f}", "random": f"{other:.3f}"} if one - other < ALIKE else None


@observation("The best child of each search has {ours} on average, that of random search {random}.")
def best_is_better(ours: Sequence[Sequence[float]], random: Sequence[Sequence[float]]) -> dict[str, str] | None:
    """Best children that random search does not find."""
    if not (ours and random and all(ours) and all(random)):
        return None
    one, other = (fmean(max(rewards) for rewards in some) for some in (ours, random))
    return {"ours": f"{one:.3f}", "random": f"{other:.3f}"} if one - other >= ALIKE else None


@observation("{count} of the random children diverged and scored 0.")
def some_diverged(diverged: int) -> dict[str, str] | None:
    """Random searches with children whose loss stopped being a number."""
    return {"count": str(diverged)} if diverged else None


@observation(
    "It was chosen because its reward was high, {reward}; on examples that no search has looked at it has {kept}. A"
    " maximum over many children is partly luck."
)
def luck_is_lost(reward: float, kept: float) -> dict[str, str] | None:
    """A child that does worse where it was not chosen."""
    return {"reward": f"{reward:.1%}", "kept": f"{kept:.1%}"} if reward - kept > ALIKE else None


@observation("Its reward was {reward}; on examples that no search has looked at it has {kept}.")
def luck_is_kept(reward: float, kept: float) -> dict[str, str] | None:
    """A child that does as well where it was not chosen."""
    return {"reward": f"{reward:.1%}", "kept": f"{kept:.1%}"} if reward - kept <= ALIKE else None


@observation(
    "The controller now puts {share} of its belief on the {good} of all designs whose reward is above {least}."
)
def believes_in_the_good(share: float, good: float, least: float) -> dict[str, str] | None:
    """Beliefs that have moved to good designs."""
    return {"share": f"{share:.0%}", "good": f"{good:.1%}", "least": f"{least:g}"} if share > 2 * good else None


@observation(
    "Stuck: {share} of its belief lies on one description, and that is worth {reward}; the best one is worth {best}."
)
def is_stuck(share: float, reward: float, best: float) -> dict[str, str] | None:
    """Beliefs that have settled on something that is not good."""
    if share < 0.5 or reward > best - 0.05:
        return None
    return {"share": f"{share:.0%}", "reward": f"{reward:.2f}", "best": f"{best:.2f}"}
