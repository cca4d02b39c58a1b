"""What it costs to read T tokens: by attention, every pair of positions at once; by recurrence, one step after the
other.

References
----------
- Vaswani et al. 2017, "Attention Is All You Need", table 1: complexity, sequential operations, path length.
"""

from __future__ import annotations

from typing import NamedTuple

from core.labs.self_attention.config import SelfAttentionConfig

GATES = {"elman": 1, "gru": 3, "lstm": 4}
"""How many matrices of each kind a cell has."""


class Cost(NamedTuple):
    """What reading a sequence takes.

    Attributes
    ----------
    scores : int
        Pairs of positions that are compared, over all layers and heads.
    products : int
        Multiply-adds, without embedding and output layer.
    steps : int
        Operations that must wait for one another: layers, or steps times layers.
    path : int
        How many such operations lie between the first position and the last one, in one layer.
    """

    scores: int
    products: int
    steps: int
    path: int


def cost(config: SelfAttentionConfig, T: int) -> Cost:
    """What it takes a network to read `T` tokens, all sums of a sequence together.

    The scores that a causal mask hides are counted: they are computed too.
    """
    L, N, H = config.layers, config.heads, config.hidden_size
    if config.architecture == "attention":
        mlp = 8 * H * H if config.mlp else 0
        return Cost(L * N * T * T, L * (T * (4 * H * H + mlp) + 2 * T * T * H), L, 1)
    return Cost(0, L * T * 2 * GATES[config.architecture] * H * H, T * L, T - 1)
