"""What may be said of an answer that points, each where it holds. Imports no torch."""

from __future__ import annotations

from collections.abc import Sequence

from core.observation import observation

ALIKE = 1.0005
"""Up to this ratio of two lengths they are called equal."""

COSTS = 0.01
"""By how much a share must fall to be called falling."""


@observation("The answer is right from beginning to end: {steps} steps.")
def all_right(said: Sequence[int], solution: Sequence[int]) -> dict[str, str] | None:
    """The answer is the right one.

    Parameters
    ----------
    said, solution : sequence of int
        Places, without the end.
    """
    return {"steps": str(len(said) + 1)} if list(said) == list(solution) else None


@observation("Right up to step {right}; the right answer has {steps} steps, this one {said}.")
def goes_wrong(said: Sequence[int], solution: Sequence[int]) -> dict[str, str] | None:
    """The answer leaves the right one somewhere."""
    if list(said) == list(solution):
        return None
    alike = (one == other for one, other in zip([*said, None], [*solution, None], strict=False))
    right = next((k for k, same in enumerate(alike) if not same), 0)
    return {"right": str(right), "steps": str(len(solution) + 1), "said": str(len(said) + 1)}


@observation("No set of its training had more than {most} points; this one has {count}.")
def more_than_trained(count: int, most: int, architecture: str) -> dict[str, str] | None:
    """A set that is larger than any of the training."""
    return {"most": str(most), "count": str(count)} if count > most else None


@observation("Its vocabulary has {most} places: it has no word for point {first} and none for those behind it.")
def has_no_word(count: int, most: int, architecture: str) -> dict[str, str] | None:
    """A place that a fixed vocabulary cannot name."""
    return {"most": str(most), "first": str(most + 1)} if count > most and architecture != "pointer" else None


@observation(
    "On held-out sets the same weights are right in {masked} of the cases with the mask and in {free} without it: then"
    " {repeated} of the answers name a point twice."
)
def mask_does_much(masked: float, free: float, repeated: float) -> dict[str, str] | None:
    """A mask without which fewer answers are right.

    Parameters
    ----------
    masked, free : float
        The share of right answers with the mask and without.
    repeated : float
        The share of answers that name a point twice, without the mask.
    """
    if masked - free < COSTS:
        return None
    return {"masked": f"{masked:.1%}", "free": f"{free:.1%}", "repeated": f"{repeated:.1%}"}


@observation(
    "On held-out sets the same weights are right in {masked} of the cases with the mask and in {free} without it: the"
    " network hardly needs it."
)
def mask_does_nothing(masked: float, free: float, repeated: float) -> dict[str, str] | None:
    """A mask without which about as many answers are right."""
    return {"masked": f"{masked:.1%}", "free": f"{free:.1%}"} if masked - free < COSTS else None


@observation("Its way is {length} long; the shortest is {best}: {ratio} times that.")
def detour(length: float, best: float) -> dict[str, str] | None:
    """A tour that is not the shortest."""
    if length < ALIKE * best:
        return None
    return {"length": f"{length:.3f}", "best": f"{best:.3f}", "ratio": f"{length / best:.3f}"}


@observation("Its way is {length} long, as short as any.")
def shortest(length: float, best: float) -> dict[str, str] | None:
    """A tour that is the shortest."""
    return {"length": f"{length:.3f}"} if length < ALIKE * best else None
