"""What every description of a space is worth: each was trained once, so that expectations are exact.

No real search has this. It lets a lab of 800 designs say what a controller may expect at any moment, Σ_a π(a) R(a), and
how good the space is as a whole. Made by ``python -m core.labs.architecture_search.table``, in about a minute.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.labs.architecture_search.spaces import SPACES, Space

FOLDER = Path(__file__).resolve().parents[3] / "assets" / "shipped" / "architecture_search"

SEED = 2017
"""Of the first weights and batches of every child in the table; no run draws it but by chance."""


@lru_cache(maxsize=len(SPACES))
def rewards(space: str) -> np.ndarray:
    """The reward of every description of a space, by its number: (size,), 0 … 1."""
    return np.array(json.loads((FOLDER / f"{space}.json").read_text(encoding="utf-8")))


def measure(space: Space) -> list[float]:
    """Train a child from every description."""
    from core.labs.architecture_search.children import train_child

    return [round(train_child(space, space.tokens(n), SEED)[1].reward, 4) for n in range(space.size)]


def main() -> None:
    """Write the tables of all spaces."""
    import torch

    torch.set_num_threads(1)
    for key, space in SPACES.items():
        (FOLDER / f"{key}.json").write_text(json.dumps(measure(space)), encoding="utf-8")


if __name__ == "__main__":
    main()
