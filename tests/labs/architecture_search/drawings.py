"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

import torch

from core.labs.architecture_search.config import SearchConfig
from core.labs.architecture_search.history import Trial
from core.labs.architecture_search.model import Controller
from dashboard.labs.architecture_search.components.designing import designing


def children(*rewards: float) -> list[Trial]:
    """Children of the first designs, with these rewards; those with 0 diverged."""
    return [
        Trial(k + 1, k, k, (0.1, 0.1, reward / 2, reward / 2, reward), reward == 0, 0.25)
        for k, reward in enumerate(rewards)
    ]


def _designing() -> None:
    for space in ("dense", "recurrent"):
        model = Controller(SearchConfig(space=space))
        model.initialise(torch.Generator().manual_seed(0))
        some, tokens = children(0.5, 0.0, 0.75), model.space.tokens(1)
        trace = model.eval().trace(model.space.text(tokens))
        for child, place in ((some[1], 1), (some[2], None)):
            designing(trace, tokens, child, some, children(0.1, 0.9), key="k", place=place, now=2)
        designing(trace, tokens, None, (), (), key="k", place=None, now=0)


DRAW = {"designing": _designing}
