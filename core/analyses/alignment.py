"""How far an alignment is from the truth.

Humans who align sentences mark *sure* links S and *possible* links P ⊇ S, because some words have no clear counterpart.
Of the links A that a model proposes, each must be possible, and each sure link must be found (Och & Ney 2003)::

    AER = 1 − (|A ∩ S| + |A ∩ P|) / (|A| + |S|)

References
----------
- Och, Ney 2003, "A Systematic Comparison of Various Statistical Alignment Models", Computational Linguistics 29(1).
"""

from __future__ import annotations

import numpy as np
import xarray as xr


def alignment_error_rate(links: np.ndarray, sure: np.ndarray, possible: np.ndarray) -> float:
    """The alignment error rate of proposed links.

    Parameters
    ----------
    links, sure, possible : ndarray of bool, same shape
        Which pairs of a target and a source position are linked: by the model, surely, and possibly (sure links count
        as possible whether marked or not).

    Returns
    -------
    float
        From 0 (every link possible, every sure one found) to 1. Without any proposed or sure link: 0.
    """
    total = links.sum() + sure.sum()
    found = (links & sure).sum() + (links & (possible | sure)).sum()
    return float(1 - found / total) if total else 0.0


def hard_links(alignment: np.ndarray) -> np.ndarray:
    """The links of a soft alignment: each target position is linked to the one source position it weighs most.

    Parameters
    ----------
    alignment : ndarray, shape (target, source)
        The weights.

    Returns
    -------
    ndarray of bool, shape (target, source)
        One True a row; of equal weights, the first.
    """
    return np.arange(alignment.shape[1]) == alignment.argmax(axis=1)[:, None]


def links_in_blocks(alignment: np.ndarray, gold: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Proposed, sure and possible links where the truth is known in blocks, as "March" for every character of "3月".

    Within a block, no single character is surely the counterpart of another: so every pair of a block is possible and
    none is sure. Target positions that have no counterpart (⟨EOS⟩) propose nothing. The error rate then is the share of
    the other target positions that look outside their block, and an alignment that stays in its blocks has 0.

    Parameters
    ----------
    alignment : ndarray, shape (target, source)
        Soft.
    gold : ndarray of bool, shape (target, source)
        True in the blocks.
    """
    links = hard_links(alignment) & gold.any(axis=1, keepdims=True)
    return links, np.zeros_like(gold), gold


def trace_error_rate(trace: xr.Dataset) -> float | None:
    """The alignment error rate of a translator's trace; None where it has no attention or the truth is not known."""
    if "alignment" not in trace or "gold_alignment" not in trace:
        return None
    alignment, gold = (trace[name].transpose("target", "source").values for name in ("alignment", "gold_alignment"))
    return alignment_error_rate(*links_in_blocks(alignment, gold.astype(bool)))
