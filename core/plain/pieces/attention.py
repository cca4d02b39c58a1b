"""Attention: a query is matched against keys, and the values are averaged by how well they match."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

ATTENTION = "scaled_dot"
SOFTMAX = True

# ---- attention ----


class AttentionOver(nn.Module):
    """e_j = match(q, k_j), α = softmax(e) over the positions that exist, and the context c = Σ_j α_j v_j."""

    def __init__(self, size: int) -> None:
        super().__init__()
        if ATTENTION in ("bilinear", "additive"):
            self.weight = nn.Parameter(torch.empty(size, size))
        if ATTENTION == "additive":
            self.key_weight = nn.Parameter(torch.empty(size, size))
            self.v = nn.Parameter(torch.empty(size))

    def score(self, query: Tensor, keys: Tensor) -> Tensor:
        """How well each key (B, S, H) matches the query (B, H): (B, S)."""
        if ATTENTION == "dot":  # q · k
            return (keys @ query[:, :, None])[:, :, 0]
        elif ATTENTION == "scaled_dot":  # q · k / √H
            return (keys @ query[:, :, None])[:, :, 0] / query.shape[1] ** 0.5
        elif ATTENTION == "cosine":  # q · k / |q||k|
            return (normalize(keys, dim=2) @ normalize(query, dim=1)[:, :, None])[:, :, 0]
        elif ATTENTION == "bilinear":  # qᵀ W k
            return (keys @ (query @ self.weight)[:, :, None])[:, :, 0]
        else:  # vᵀ tanh(W q + U k), with the U k in the place of the keys
            return torch.tanh((query @ self.weight.T)[:, None] + keys) @ self.v

    def alignment(self, query: Tensor, keys: Tensor, mask: Tensor) -> Tensor:
        """How much is looked at each key, (B, S)."""
        score = self.score(query, keys)
        return score.masked_fill(~mask, -torch.inf).softmax(1) if SOFTMAX else score.masked_fill(~mask, 0)

    def forward(self, query: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> Tensor:
        """The context (B, H)."""
        return (self.alignment(query, keys, mask)[:, None] @ values)[:, 0]
