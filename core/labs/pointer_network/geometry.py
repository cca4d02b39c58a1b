"""Three questions to points in the plane, each with one right answer: places of the input, in an order.

Points are numbered from left to right (`core.data.points.ordered`), so that the leftmost is point 0. Then

*hull*: the corners of the convex hull, from the leftmost one on, against the clock. A point that lies on an edge, or on
another point, is no corner.

*sorting*: all points, from the lowest to the highest.

*tour*: all points, along the shortest closed tour from the leftmost one on; of its two directions the one whose second
point is lower than its last.

References
----------
- Andrew 1979, "Another efficient algorithm for convex hulls in two dimensions": the monotone chain.
- Held, Karp 1962, "A Dynamic Programming Approach to Sequencing Problems": shortest tours.
"""

from __future__ import annotations

import numpy as np

from core.data.points import ordered

Answer = tuple[int, ...]
"""Numbers of points, in the order of the answer."""

MOST_TOURED = 12
"""Points of the largest set whose shortest tour is found: n² 2ⁿ sums."""


def solve(task: str, points: np.ndarray) -> list[Answer]:
    """The right answers to a task.

    Parameters
    ----------
    task : {"hull", "sorting", "tour"}
        What is asked.
    points : ndarray, shape (B, n, 2)
        Sets of points from left to right (see `core.data.points.ordered`); of a tour at most `MOST_TOURED`.
    """
    if task == "hull":
        return [convex_hull(one.tolist()) for one in points]
    found = np.argsort(points[..., 1], axis=1, kind="stable") if task == "sorting" else shortest_tours(points)  # (B, n)
    return [tuple(row) for row in found.tolist()]


def convex_hull(points: list[list[float]]) -> Answer:
    """The corners of the convex hull of points from left to right, from the leftmost on and against the clock."""
    lower: list[int] = []
    upper: list[int] = []
    for chain, order in ((lower, range(len(points))), (upper, reversed(range(len(points))))):
        for k in order:
            while len(chain) > 1 and _turn(points[chain[-2]], points[chain[-1]], points[k]) <= 0:
                chain.pop()
            if not chain or points[chain[-1]] != points[k]:
                chain.append(k)
    ring = lower[:-1] + upper[:-1] or lower[:1]
    return tuple(ring)


def _turn(a: list[float], b: list[float], c: list[float]) -> float:
    """Twice the area of the triangle abc: above 0, if the way from a over b to c turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def shortest_tours(points: np.ndarray) -> np.ndarray:
    """The shortest closed tours of sets of points (B, n, 2), (B, n).

    With C(S, k) the length of the shortest way from point 0 through all points of S that ends at k ∈ S (Held and Karp,
    equation 4)::

        C({k}, k) = d_0k        C(S, k) = min over j ∈ S∖{k} of C(S∖{k}, j) + d_jk
    """
    B, n, _ = points.shape
    if n < 3:
        return np.tile(np.arange(n), (B, 1))
    d = np.linalg.norm(points[:, :, None] - points[:, None], axis=3)  # (B, n, n)
    m = n - 1
    cost = np.full((B, 2**m, m), np.inf)
    before = np.zeros((B, 2**m, m), dtype=np.int64)
    for k in range(m):
        cost[:, 1 << k, k] = d[:, 0, k + 1]
    within = d[:, 1:, 1:].transpose(0, 2, 1)  # (B, m, m), [k, j]
    for subset in range(1, 2**m):
        last = np.array([k for k in range(m) if subset >> k & 1])
        if len(last) < 2:
            continue
        ways = cost[:, subset ^ (1 << last)] + within[:, last]  # (B, |S|, m)
        cost[:, subset, last] = ways.min(2)
        before[:, subset, last] = ways.argmin(2)
    rows = np.arange(B)
    subset = np.full(B, 2**m - 1)
    k = (cost[:, -1] + d[:, 1:, 0]).argmin(1)  # (B,)
    tours = np.zeros((B, n), dtype=np.int64)
    for place in range(m, 0, -1):
        tours[:, place] = k + 1
        k, subset = before[rows, subset, k], subset ^ (1 << k)
    second, final = points[rows, tours[:, 1]], points[rows, tours[:, -1]]  # (B, 2)
    turned = np.concatenate((tours[:, :1], tours[:, :0:-1]), axis=1)
    return np.where((second[:, 1] <= final[:, 1])[:, None], tours, turned)


def tour_length(points: np.ndarray) -> float:
    """The length of the closed way through points (n, 2) in their order."""
    return float(np.linalg.norm(points - np.roll(points, -1, axis=0), axis=1).sum())


def area(points: np.ndarray) -> float:
    """The area of the convex hull of points (n, 2)."""
    points = ordered(points.astype(float))
    x, y = points[list(convex_hull(points.tolist()))].T if len(points) else np.zeros((2, 1))
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
