"""A map of hidden states: many dimensions laid out on a plane, so that states that are alike lie together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

METHODS = ("pca", "tsne")

KINDS = ("lower", "upper", "digit", "space", "line_end", "quote", "bracket", "other")
"""What a character may be."""

WORDS = {
    "lower": "letter",
    "upper": "capital letter",
    "digit": "digit",
    "space": "space",
    "line_end": "line end",
    "quote": "quotation mark",
    "bracket": "bracket",
    "other": "other sign",
}
"""What each of `KINDS` is called (message ids of the catalogues)."""

_THROUGH = 30
"""Principal components from which t-SNE starts; more is mostly noise, and slower."""


def state_map(states: np.ndarray, method: str) -> tuple[np.ndarray, np.ndarray | None]:
    """Lay states out on a plane, always in the same way.

    Parameters
    ----------
    states : ndarray, shape (T, H)
        At least three.
    method : {"pca", "tsne"}
        The two directions in which the states vary most, or a layout in which neighbours stay neighbours.

    Returns
    -------
    places : ndarray, shape (T, 2)
        Where each state lies.
    explained : ndarray, shape (2,), or None
        The share of the variance along each axis, of a PCA; the axes of a t-SNE mean nothing.

    Raises
    ------
    ValueError
        For another method, or fewer than three states.

    References
    ----------
    van der Maaten & Hinton 2008, "Visualizing Data using t-SNE".
    """
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE

    T, H = states.shape
    if T < 3 or method not in METHODS:
        raise ValueError(f"a map needs three states and one of {METHODS}, not {T} states and {method!r}")
    pca = PCA(min(2 if method == "pca" else _THROUGH, T, H), random_state=0, svd_solver="full")
    components = pca.fit_transform(states)  # (T, ≤ 30)
    if method == "pca":
        return components, pca.explained_variance_ratio_
    tsne = TSNE(2, init="pca", perplexity=min(30.0, (T - 1) / 3), max_iter=500, random_state=0)
    return tsne.fit_transform(components), None


def kinds(tokens: Sequence[str]) -> np.ndarray:
    """Which of `KINDS` each token is, by its last character; shape (T,)."""
    return np.array([KINDS.index(_kind(token[-1:])) for token in tokens], dtype=np.int64)


def _kind(character: str) -> str:
    if character == "\n":
        return "line_end"
    if character.isspace():
        return "space"
    if character.isdigit():
        return "digit"
    if character.isalpha():
        return "upper" if character.isupper() else "lower"
    if character in "\"'`“”„‘’«»「」『』":
        return "quote"
    return "bracket" if character in "()[]{}（）【】" else "other"
