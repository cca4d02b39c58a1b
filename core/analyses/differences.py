"""Where two outputs differ, token by token."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher


def differences(before: Sequence[str], after: Sequence[str]) -> tuple[list[bool], list[bool]]:
    """Which tokens of each are not matched by the other.

    Parameters
    ----------
    before, after : sequence of str
        The tokens.

    Returns
    -------
    gone, new : list of bool
        For each token of `before`, and of `after`, whether the other lacks it at that place.
    """
    gone, new = [True] * len(before), [True] * len(after)
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        gone[block.a : block.a + block.size] = [False] * block.size
        new[block.b : block.b + block.size] = [False] * block.size
    return gone, new
