"""What may be said of a remedy, each where it holds. Imports no torch."""

from __future__ import annotations

from collections.abc import Sequence

from core.observation import observation

COUNTS = 0.02
"""By how much two shares must differ to be called different."""


def _means(without: Sequence[float], having: Sequence[float]) -> tuple[float, float]:
    return sum(without) / len(without), sum(having) / len(having)


@observation("Seeds: {seeds}. On average {without} without the remedy and {having} with it; it helps from each seed.")
def helps(without: Sequence[float], having: Sequence[float]) -> dict[str, str] | None:
    """A remedy that helped in every training.

    Parameters
    ----------
    without, having : sequence of float
        How the networks of each training did at its end, 0 … 1.
    """
    if not without or any(b - a < COUNTS for a, b in zip(without, having, strict=True)):
        return None
    a, b = _means(without, having)
    return {"seeds": str(len(without)), "without": f"{a:.1%}", "having": f"{b:.1%}"}


@observation("Seeds: {seeds}. On average {without} without the remedy and {having} with it: here it does harm.")
def hurts(without: Sequence[float], having: Sequence[float]) -> dict[str, str] | None:
    """A remedy that did harm in every training."""
    if not without or any(a - b < COUNTS for a, b in zip(without, having, strict=True)):
        return None
    a, b = _means(without, having)
    return {"seeds": str(len(without)), "without": f"{a:.1%}", "having": f"{b:.1%}"}


@observation("Seeds: {seeds}. On average {without} without the remedy and {having} with it: no clear difference.")
def unclear(without: Sequence[float], having: Sequence[float]) -> dict[str, str] | None:
    """A remedy that did neither, or not in every training."""
    if not without or helps.of(without, having) or hurts.of(without, having):
        return None
    a, b = _means(without, having)
    return {"seeds": str(len(without)), "without": f"{a:.1%}", "having": f"{b:.1%}"}


@observation("Every caption earns the same, so none has an advantage: such a reward teaches nothing.")
def teaches_nothing(advantages: Sequence[float]) -> dict[str, str] | None:
    """A reward that tells no caption from another."""
    return {} if advantages and max(map(abs, advantages)) < 1e-4 else None
