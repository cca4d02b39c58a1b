"""A pointer network: its output is a place of its input (Vinyals, Fortunato, Jaitly 2015).

An encoder lets n points look at each other; nothing tells it their order. A decoder then names places, one after the
other, and at each step reads the point that it named last. With e_1 … e_n the points as the encoder sees them, e_{n+1}
a learnt vector that stands for the end, and d_i the decoder's state::

    e_j = encoder(x_j, y_j)                            layers of self-attention
    d_i = GRU(e_{C_{i−1}}, d_{i−1})                    d_0 = tanh(W_0 Σ_j e_j / n)
    u_ij = vᵀ tanh(W_1 e_j + W_2 d_i)                  score

*Pointer*: the softmax of the scores *is* the answer, however many points there are::

    p(C_i = j) = exp(u_ij) / Σ_k exp(u_ik)

*Attention*: the same softmax only blends the points, and a fixed vocabulary of N places and the end answers::

    α_ij = exp(u_ij) / Σ_k exp(u_ik)      c_i = Σ_j α_ij e_j      p(C_i) = softmax(V [d_i; c_i] + b)

*Fixed*: without looking, p(C_i) = softmax(V d_i + b). For these two the encoder is told which place each point has
(e_j depends on a learnt P_j, j ≤ N), or their words would mean nothing. They have no word for a place beyond N.

Under the mask p(C_i = j) = 0 for each j that was named before; the end waits for the first corner of a hull, and for
the last point of a tour or a sorted list.

References
----------
- Vinyals, Fortunato, Jaitly 2015, "Pointer Networks": equation 3 and section 2.3. Their encoder is an LSTM.
- Vaswani et al. 2017, "Attention Is All You Need": equation 1, here between points.
- Kool, van Hoof, Welling 2019, "Attention, Learn to Solve Routing Problems!": self-attention without positions as the
  encoder, and the mask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
import xarray as xr
from torch import Tensor, nn

from core.errors import InputError
from core.labs.pointer_network.config import HEADS, MOST, PointerConfig
from core.labs.pointer_network.schema import SCHEMA
from core.nn.cells.gru import GRU
from core.trace.schema import check, stacked, text_array

END = "■"
"""The token of the end."""


class Chosen(NamedTuple):
    """What the decoder finds at M steps.

    Attributes
    ----------
    logits : Tensor, shape (B, M, n + 1)
        Of each point and, last, of the end; −∞ for a place that the decoder has no word for.
    inside : dict of str to Tensor
        ``score`` and ``alignment`` (B, M, n + 1) of a decoder that looks; ``context`` (B, M, H), if it blends.
    """

    logits: Tensor
    inside: dict[str, Tensor]


class SetLayer(nn.Module):
    """Every point looks at every other, softmax(QKᵀ/√d) V in `HEADS` heads, and then thinks for itself."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.norm, self.query_key_value, self.mix = nn.LayerNorm(size), nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.mlp = nn.Sequential(nn.LayerNorm(size), nn.Linear(size, 2 * size), nn.ReLU(), nn.Linear(2 * size, size))

    def forward(self, x: Tensor) -> Tensor:
        """The next vectors of the points, (B, n, H) as `x`."""
        B, n, H = x.shape
        parts = self.query_key_value(self.norm(x)).view(B, n, 3, HEADS, H // HEADS)  # (B, n, 3, N, d)
        query, key, value = parts.permute(2, 0, 3, 1, 4)  # (B, N, n, d) each
        found = F.scaled_dot_product_attention(query, key, value)  # (B, N, n, d)
        x = x + self.mix(found.transpose(1, 2).reshape(B, n, H))  # (B, n, H)
        return x + self.mlp(x)  # (B, n, H)


class PointerNetwork(nn.Module):
    """An encoder of a set of points, and a decoder that answers with places of it.

    Parameters
    ----------
    config : PointerConfig
        A decoder with a fixed vocabulary has N = ``config.points`` places in it.
    """

    def __init__(self, config: PointerConfig) -> None:
        super().__init__()
        H, N = config.hidden_size, config.points
        self.config = config
        self.embedding = nn.Linear(2, H)
        self.blocks = nn.ModuleList(SetLayer(H) for _ in range(config.layers))
        self.norm = nn.LayerNorm(H)
        self.end, self.begin = nn.Parameter(torch.empty(H)), nn.Parameter(torch.empty(H))
        self.first_state = nn.Linear(H, H)
        self.decoder = GRU(H, H)
        if self.looks:
            self.key, self.query = nn.Linear(H, H, bias=False), nn.Linear(H, H, bias=False)  # W_1, W_2
            self.v = nn.Parameter(torch.empty(H))
        if config.architecture != "pointer":
            self.place = nn.Parameter(torch.empty(N, H))
            self.output = nn.Linear(2 * H if self.looks else H, N + 1)  # the end is its last word

    @property
    def looks(self) -> bool:
        """Whether the decoder looks at the points."""
        return self.config.architecture != "fixed"

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew from `generator`: matrices uniformly from ±1/√I of their I inputs, biases 0."""
        for module in self.modules():
            if isinstance(module, nn.Linear):
                bound = module.in_features**-0.5
                nn.init.uniform_(module.weight, -bound, bound, generator=generator)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        self.decoder.reset_parameters(generator)
        for vector in (self.end, self.begin, *([self.v] if self.looks else [])):
            nn.init.uniform_(vector, -(len(vector) ** -0.5), len(vector) ** -0.5, generator=generator)
        if self.config.architecture != "pointer":
            nn.init.normal_(self.place, generator=generator)

    # ---- the parts ----

    def encode(self, points: Tensor) -> Tensor:
        """The points (B, n, 2) as the decoder sees them, and the end behind them: e, (B, n + 1, H)."""
        x = self.embedding(2 * points - 1)  # (B, n, H)
        if self.config.architecture != "pointer":
            places = self.place[: points.shape[1]]  # (min(n, N), H)
            x = x + F.pad(places, (0, 0, 0, points.shape[1] - len(places)))  # (B, n, H)
        for block in self.blocks:
            x = block(x)  # (B, n, H)
        return torch.cat((self.norm(x), self.end.expand(len(x), 1, -1)), dim=1)  # (B, n + 1, H)

    def state(self, annotation: Tensor) -> Tensor:
        """d_0, (B, H)."""
        return torch.tanh(self.first_state(annotation[:, :-1].mean(1)))  # (B, H)

    def look(self, annotation: Tensor, states: Tensor) -> Chosen:
        """What a decoder in `states` (B, M, H) says of the places of `annotation` (B, n + 1, H)."""
        inside = {}
        if self.looks:
            key, query = self.key(annotation), self.query(states)  # (B, n + 1, H), (B, M, H)
            score = torch.tanh(key.unsqueeze(1) + query.unsqueeze(2)) @ self.v  # (B, M, n + 1)
            inside = {"score": score, "alignment": score.softmax(-1)}
            if self.config.architecture == "pointer":
                return Chosen(score, inside)
            inside["context"] = inside["alignment"] @ annotation  # (B, M, H)
            states = torch.cat((states, inside["context"]), dim=2)  # (B, M, 2H)
        words = self.output(states)  # (B, M, N + 1)
        n = annotation.shape[1] - 1
        known = F.pad(words[..., : min(n, self.config.points)], (0, max(0, n - self.config.points)), value=-torch.inf)
        return Chosen(torch.cat((known, words[..., -1:]), dim=2), inside)  # (B, M, n + 1)

    def allowed(self, visited: Tensor) -> Tensor:
        """What the mask leaves: the points that were not visited, and the end when it may come.

        Parameters
        ----------
        visited : Tensor of bool, shape (…, n)
            Where each point was named before.

        Returns
        -------
        Tensor of bool, shape (…, n + 1)
            At least one True in each row.
        """
        if not self.config.mask:
            return F.pad(torch.ones_like(visited), (0, 1), value=True)  # (…, n + 1)
        pointer = self.config.architecture == "pointer"
        unknown = torch.arange(visited.shape[-1]) >= (visited.shape[-1] if pointer else self.config.points)  # (n,)
        done = visited.any(-1) if self.config.task == "hull" else (visited | unknown).all(-1)  # (…)
        return torch.cat((~visited, done.unsqueeze(-1)), dim=-1)  # (…, n + 1)

    # ---- all steps ----

    def forward(self, points: Tensor, answer: Tensor) -> Tensor:
        """The masked logits of each step of an answer that is known: teacher forcing.

        Parameters
        ----------
        points : Tensor, shape (B, n, 2)
            Sets of points, each from left to right.
        answer : Tensor, shape (B, M), int64
            Numbers of points, n for the end, below 0 behind it.

        Returns
        -------
        Tensor, shape (B, M, n + 1)
            Of each point and of the end, −∞ where the mask is; what stands behind the end means nothing.
        """
        (B, n, _), annotation = points.shape, self.encode(points)  # (B, n + 1, H)
        before = answer[:, :-1].clamp(min=0)  # (B, M − 1)
        read = annotation.gather(1, before.unsqueeze(-1).expand(-1, -1, annotation.shape[2]))  # (B, M − 1, H)
        read = torch.cat((self.begin.expand(B, 1, -1), read), dim=1)  # (B, M, H)
        states, _, _ = self.decoder(read, {"hidden_state": self.state(annotation).unsqueeze(0)})  # (B, M, H)
        named = F.one_hot(before, n + 1)[..., :n].cumsum(1) > 0  # (B, M − 1, n)
        visited = F.pad(named, (0, 0, 1, 0))  # (B, M, n)
        return self.look(annotation, states).logits.masked_fill(~self.allowed(visited), -torch.inf)  # (B, M, n + 1)

    @torch.no_grad()
    def decode(self, points: Tensor, follow: Tensor | None = None) -> tuple[Tensor, list[dict[str, Tensor]]]:
        """Answer greedily: at each step the likeliest place; or follow an answer that is known.

        Parameters
        ----------
        points : Tensor, shape (B, n, 2)
            Sets of points, each from left to right.
        follow : Tensor, shape (B, M), int64, optional
            What is said at each step, whatever the network would say.

        Returns
        -------
        said : Tensor, shape (B, n + 1), int64
            Numbers of points, n for the end and behind it.
        steps : list of dict of str to Tensor
            For each step ``pointing`` (B, n + 1), the gates and states of the decoder (B, H), and what `Chosen` has.
        """
        (B, n, _), annotation = points.shape, self.encode(points)
        state, read = self.state(annotation), self.begin.expand(B, -1)  # (B, H) each
        visited = torch.zeros(B, n, dtype=torch.bool)
        ended = torch.zeros(B, dtype=torch.bool)
        said, steps = [], []
        for i in range(n + 1 if follow is None else follow.shape[1]):
            states, _, [gates] = self.decoder(read.unsqueeze(1), {"hidden_state": state.unsqueeze(0)})  # (B, 1, H)
            looked = self.look(annotation, states)
            p = looked.logits[:, 0].masked_fill(~self.allowed(visited), -torch.inf).softmax(-1)  # (B, n + 1)
            choice = p.argmax(-1).masked_fill(ended, n) if follow is None else follow[:, i]  # (B,)
            said.append(choice)
            steps.append({"pointing": p} | {k: v[:, 0] for k, v in (gates | looked.inside).items()})
            visited = visited | F.one_hot(choice, n + 1)[:, :n].bool()  # (B, n)
            ended = ended | (choice == n)
            state, read = states[:, 0], annotation[torch.arange(B), choice]  # (B, H) each
            if ended.all():
                break
        return F.pad(torch.stack(said, dim=1), (0, n + 1 - len(said)), value=n), steps

    @torch.no_grad()
    def trace(self, points: Sequence[tuple[float, float]], follow: Sequence[int] = ()) -> xr.Dataset:
        """Everything that happens while the network answers for one set of points.

        Parameters
        ----------
        points : sequence of (float, float)
            From left to right, inside the unit square.
        follow : sequence of int
            What is said at each step, whatever the network would say: numbers of points, and n for the end. By default
            it says what is likeliest.

        Returns
        -------
        Dataset
            On ``target`` are the steps up to the end, on ``source`` the points and the end. ``pointing`` (target,
            source) is the probability of each place; of a decoder that looks, ``score`` and ``alignment`` (target,
            source); of one that blends, ``context`` (target, unit); ``annotation`` (source, unit); the gates and
            states of the decoder (layer, time, unit). The coordinate ``target_token`` is what was said: the number of
            a point from 1, or `END`; ``x`` and ``y`` on source say where each point lies, NaN of the end.

        Raises
        ------
        InputError
            If there are too many points, or none.
        """
        n = len(points)
        if not 1 <= n <= MOST:
            raise InputError("{found:,} points cannot be looked at. Take from 1 to {most} of them.", found=n, most=MOST)
        places = torch.tensor(points, dtype=torch.float32).unsqueeze(0)  # (1, n, 2)
        said, steps = self.decode(places, torch.tensor([list(follow)]) if follow else None)
        T = len(steps)
        names = [*map(str, range(1, n + 1)), END]
        spoken = text_array([names[k] for k in said[0, :T].tolist()])
        inside = {name: torch.stack([step[name] for step in steps], dim=1) for name in steps[0]}  # (1, T, …)
        variables: dict[str, Any] = {
            name: (("target", "unit" if name == "context" else "source"), inside.pop(name)[0].numpy())
            for name in ("pointing", "score", "alignment", "context")
            if name in inside
        }
        variables["annotation"] = (("source", "unit"), self.encode(places)[0].numpy())
        variables |= stacked([inside], 1)
        coords = {
            "target_token": ("target", spoken),
            "token": ("time", spoken),
            "source_token": ("source", text_array(names)),
            "x": ("source", np.array([*(x for x, _ in points), np.nan])),
            "y": ("source", np.array([*(y for _, y in points), np.nan])),
        }
        attrs = {"exercise": self.config.task, "architecture": self.config.architecture, "cell": "gru"}
        return check(xr.Dataset(variables, coords, attrs | {"unbounded": "annotation"}), SCHEMA)

    def header(self) -> dict[str, Any]:
        """What `rebuild` needs beside the config: nothing."""
        return {}

    @classmethod
    def rebuild(cls, config: PointerConfig, header: Mapping[str, Any]) -> PointerNetwork:
        """A network of the same shape, to load weights into."""
        return cls(config)
