"""A controller: an LSTM that writes the description of a network, token by token (Zoph & Le 2017).

With a_t the token that answers question t, E its embedding, and A_t the tokens that may answer question t::

    h_t, c_t = LSTM(E_{a_{t−1}}, h_{t−1}, c_{t−1})
    p(a_t = k | a_1 … a_{t−1}) = exp(v_k·h_t + b_k) / Σ_{j ∈ A_t} exp(v_j·h_t + b_j)       k ∈ A_t

    π(a) = Π_t p(a_t | a_1 … a_{t−1})

Each question has a softmax of its own, and v and b start at 0: before any reward every answer is equally likely. The
network that is trained from a description gets a reward R, its accuracy. No gradient passes through that training, so
the expected reward J = Σ_a π(a) R(a) is made larger by REINFORCE (Williams 1992), with a baseline b::

    ∇J ≈ (R − b) ∇ log π(a)         ∂ log π(a) / ∂(score of token k at step t) = [k = a_t] − p(a_t = k)

References
----------
- Zoph, Le 2017, "Neural Architecture Search with Reinforcement Learning": section 3.2.
- Williams 1992, "Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import torch
import xarray as xr
from torch import Tensor, nn

from core.labs.architecture_search.config import SearchConfig
from core.labs.architecture_search.spaces import SPACES
from core.nn.cells.lstm import LSTM
from core.trace.schema import check, stacked, text_array

EMBEDDING = 16
"""Numbers that stand for a token."""


class Controller(nn.Module):
    """An LSTM over the tokens of a description, with a softmax for each question.

    Parameters
    ----------
    config : SearchConfig
        Which space it describes, and what of it is held fixed.
    """

    free: Tensor

    def __init__(self, config: SearchConfig) -> None:
        super().__init__()
        self.config, self.space = config, config.choices
        T, V = len(self.space.questions), len(self.space.words)
        self.embedding = nn.Embedding(V + 1, EMBEDDING)  # the last one stands for the beginning
        self.cell = LSTM(EMBEDDING, config.hidden_size, variant="NP")
        self.output = nn.Linear(config.hidden_size, V)
        free = torch.zeros(T, V, dtype=torch.bool)  # which token may answer which question
        for at, tokens in enumerate(self.space.free(config.free)):
            free[at, list(tokens)] = True
        self.register_buffer("free", free, persistent=False)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw the LSTM and the embeddings anew from `generator`; the scores start at 0."""
        self.cell.reset_parameters(generator)
        nn.init.normal_(self.embedding.weight, generator=generator)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    def forward(self, tokens: Tensor) -> tuple[Tensor, list[dict[str, Tensor]]]:
        """What it believes at every token of descriptions, each after the tokens before it.

        Parameters
        ----------
        tokens : Tensor, shape (B, T), int64
            Their words.

        Returns
        -------
        log_p : Tensor, shape (B, T, V)
            Log-probabilities; −∞ for a token that may not stand there.
        internals : list of dict of str to Tensor, shape (B, T, H)
            Gates and states.
        """
        begin = torch.full_like(tokens[:, :1], len(self.space.words))  # (B, 1)
        read = self.embedding(torch.cat((begin, tokens[:, :-1]), dim=1))  # (B, T, E)
        hidden, _, internals = self.cell(read)  # (B, T, H)
        return self.scored(self.output(hidden), self.free), internals

    def scored(self, scores: Tensor, free: Tensor) -> Tensor:
        """Log-probabilities of the tokens that are free, from the scores of all."""
        return scores.masked_fill(~free, -math.inf).log_softmax(-1)

    @torch.no_grad()
    def sample(self, count: int, generator: torch.Generator) -> Tensor:
        """Write descriptions.

        Parameters
        ----------
        count : int
            How many (B).
        generator : torch.Generator
            Every token is drawn from it.

        Returns
        -------
        Tensor, shape (B, T), int64
        """
        state: dict[str, Tensor] = {}
        tokens = [torch.full((count,), len(self.space.words))]  # (B,)
        for free in self.free:
            hidden, state, _ = self.cell(self.embedding(tokens[-1])[:, None], state)  # (B, 1, H)
            p = self.scored(self.output(hidden[:, 0]), free).exp()  # (B, V)
            tokens.append(torch.multinomial(p, 1, generator=generator)[:, 0])
        return torch.stack(tokens[1:], dim=1)

    def judge(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """How likely descriptions are, and how undecided it is as it writes them.

        Returns
        -------
        log_p : Tensor, shape (B,)
            log π(a).
        entropy : Tensor, shape (B,)
            The entropies of the T distributions along the way, summed, in nats.
        """
        log_p, _ = self(tokens)  # (B, T, V)
        finite = log_p.masked_fill(~self.free, 0.0)  # (B, T, V)
        entropy = -(log_p.exp() * finite).sum((1, 2))  # (B,)
        return log_p.gather(2, tokens[..., None])[..., 0].sum(1), entropy

    @torch.no_grad()
    def beliefs(self) -> Tensor:
        """π(a) of every description of the space, (size,), summing to 1."""
        return self.judge(every(self.space.key))[0].exp()

    @torch.no_grad()
    def marginals(self) -> np.ndarray:
        """The probability of each token at its question, whatever stands before it: (T, V), each row summing to 1."""
        tokens, p = every(self.space.key), self.beliefs()  # (size, T), (size,)
        T, V = self.free.shape
        found = torch.zeros(T, V)
        for at in range(T):
            found[at].index_add_(0, tokens[:, at], p)
        return (found / p.sum()).numpy()

    def likeliest(self) -> tuple[int, ...]:
        """The description with the largest π(a)."""
        return self.space.tokens(int(self.beliefs().argmax()))

    @torch.no_grad()
    def trace(self, text: str) -> xr.Dataset:
        """What happens inside as it writes a description.

        Parameters
        ----------
        text : str
            The description, such as ``2, 32, tanh, 0.01, adam``.

        Returns
        -------
        Dataset
            Over time, a step for each token: the ``probability`` (time, vocabulary) of every token after those before
            it, and the LSTM's gates and states (layer, time, unit).

        Raises
        ------
        InputError
            If `text` is no description of the space.
        """
        tokens = self.space.read(text)
        log_p, internals = self(torch.tensor([tokens]))  # (1, T, V)
        variables: dict[str, Any] = stacked(internals, self.cell.directions)
        variables["probability"] = (("time", "vocabulary"), log_p[0].exp().numpy())
        coords = {
            "token": ("time", text_array(self.space.words[token] for token in tokens)),
            "word": ("vocabulary", text_array(self.space.words)),
        }
        return check(xr.Dataset(variables, coords, {"cell": "lstm", "space": self.space.key}))

    def header(self) -> dict[str, Any]:
        """What `rebuild` needs beside the config: nothing."""
        return {}

    @classmethod
    def rebuild(cls, config: SearchConfig, header: Mapping[str, Any]) -> Controller:
        """A controller of the same shape, to load weights into."""
        return cls(config)


@lru_cache(maxsize=4)
def every(key: str) -> Tensor:
    """All descriptions of a space, by their numbers: (size, T), int64."""
    space = SPACES[key]
    return torch.tensor([space.tokens(number) for number in range(space.size)])


def entropy_of(p: Tensor) -> float:
    """The entropy of a distribution, in nats."""
    return float(-torch.xlogy(p, p).sum())
