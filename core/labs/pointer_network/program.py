"""A pointer network: it answers a question to points in the plane with places of its input, one after the other.

With e_1 … e_n the points as the encoder sees them, e_{n+1} a learnt vector for the end and d_i the decoder's state:

    d_i = GRU(e_{C_{i−1}}, d_{i−1})        u_ij = vᵀ tanh(W_1 e_j + W_2 d_i)        p(C_i = j) = softmax(u_i)_j
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, one_hot, pad

from core.plain.pieces.learning import train
from core.plain.pieces.reading import states_of

# ---- settings ----

SEED = 0  # what weights and points are drawn from
TASK = "hull"
ARCHITECTURE = "pointer"
SOURCE = "square"
FEWEST = 5  # points of the smallest sets
POINTS = 8  # points of the largest sets
MASK = True
HIDDEN_SIZE = 48  # numbers that stand for a point, and for the decoder's state
LAYERS = 2  # times that all points look at each other
BATCH_SIZE = 64  # sets that a step learns from
HEADS = 4  # attentions of a layer of the encoder
NONE = -1  # in the place of an answer after its end

# ---- data ----

if SOURCE == "file":
    cloud = torch.from_numpy(np.loadtxt("data/points.tsv", dtype=np.float32, ndmin=2))  # (N, 2)


def hull(points: list[list[float]]) -> list[int]:
    """The corners of the convex hull of points from left to right, against the clock from the leftmost on."""

    def turn(a: list[float], b: list[float], c: list[float]) -> float:  # above 0, if the way a, b, c turns left
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    chains = []
    for order in (range(len(points)), reversed(range(len(points)))):
        chain: list[int] = []
        for k in order:
            while len(chain) > 1 and turn(points[chain[-2]], points[chain[-1]], points[k]) <= 0:
                chain.pop()
            if not chain or points[chain[-1]] != points[k]:
                chain.append(k)
        chains.append(chain)
    lower, upper = chains
    return lower[:-1] + upper[:-1] or lower[:1]


def tours(points: np.ndarray) -> np.ndarray:
    """The shortest round tours (B, n) of sets of points (B, n, 2), by the sums of Held & Karp 1962."""
    B, n, _ = points.shape
    if n < 3:
        return np.tile(np.arange(n), (B, 1))
    far = np.linalg.norm(points[:, :, None] - points[:, None], axis=3)  # (B, n, n)
    m = n - 1
    cost = np.full((B, 2**m, m), np.inf)  # of the shortest way through a subset that ends at k
    before = np.zeros((B, 2**m, m), dtype=np.int64)
    for k in range(m):
        cost[:, 1 << k, k] = far[:, 0, k + 1]
    within = far[:, 1:, 1:].transpose(0, 2, 1)  # (B, m, m)
    for subset in range(1, 2**m):
        last = np.array([k for k in range(m) if subset >> k & 1])
        if len(last) > 1:
            ways = cost[:, subset ^ (1 << last)] + within[:, last]  # (B, |subset|, m)
            cost[:, subset, last] = ways.min(2)
            before[:, subset, last] = ways.argmin(2)
    rows, subset = np.arange(B), np.full(B, 2**m - 1)
    k = (cost[:, -1] + far[:, 1:, 0]).argmin(1)  # (B,)
    found = np.zeros((B, n), dtype=np.int64)
    for place in range(m, 0, -1):
        found[:, place] = k + 1
        k, subset = before[rows, subset, k], subset ^ (1 << k)
    second, final = points[rows, found[:, 1]], points[rows, found[:, -1]]  # (B, 2)
    turned = np.concatenate((found[:, :1], found[:, :0:-1]), axis=1)
    return np.where((second[:, 1] <= final[:, 1])[:, None], found, turned)


def sets_of_points(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Sets of n points, each from left to right (B, n, 2), and the answers (B, M): places, and n for the end."""
    n = range(FEWEST, POINTS + 1)[int(torch.randint(POINTS + 1 - FEWEST, (), generator=generator))]
    if SOURCE == "square":
        points = torch.rand(BATCH_SIZE, n, 2, generator=generator).numpy()
    else:
        chosen = torch.rand(BATCH_SIZE, len(cloud), generator=generator).argsort(1)[:, :n]
        points = cloud[chosen].numpy()
    order = np.lexsort((points[..., 1], points[..., 0]), axis=-1)  # (B, n)
    points = np.take_along_axis(points, order[..., None], axis=-2)
    if TASK == "hull":
        answers = [[*hull(one), n] for one in points.tolist()]
    elif TASK == "sorting":  # from the lowest to the highest
        answers = [[*one, n] for one in np.argsort(points[..., 1], axis=1, kind="stable").tolist()]
    else:
        answers = [[*one, n] for one in tours(points).tolist()]
    longest = max(map(len, answers))
    padded = [answer + [NONE] * (longest - len(answer)) for answer in answers]
    return torch.from_numpy(points), torch.tensor(padded)


# ---- model ----


class LookingLayer(nn.Module):
    """Every point looks at every other, softmax(QKᵀ/√d) V in several heads, and then thinks for itself."""

    def __init__(self) -> None:
        super().__init__()
        H = HIDDEN_SIZE
        self.norm, self.query_key_value, self.mix = nn.LayerNorm(H), nn.Linear(H, 3 * H), nn.Linear(H, H)
        self.think = nn.Sequential(nn.LayerNorm(H), nn.Linear(H, 2 * H), nn.ReLU(), nn.Linear(2 * H, H))

    def forward(self, x: Tensor) -> Tensor:
        """The next vectors of the points (B, n, H)."""
        B, n, H = x.shape
        parts = self.query_key_value(self.norm(x)).view(B, n, 3, HEADS, H // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)  # (B, N, n, d) each
        found = (query @ key.transpose(2, 3) / (H // HEADS) ** 0.5).softmax(-1) @ value
        x = x + self.mix(found.transpose(1, 2).reshape(B, n, H))
        return x + self.think(x)


class Pointer(nn.Module):
    """An encoder of a set of points, and a decoder that answers with places of it."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        H = HIDDEN_SIZE
        self.embedding = nn.Linear(2, H)
        self.blocks = nn.Sequential(*(LookingLayer() for _ in range(LAYERS)))
        self.norm = nn.LayerNorm(H)
        self.end, self.begin = nn.Parameter(torch.empty(H)), nn.Parameter(torch.empty(H))
        self.first_state = nn.Linear(H, H)
        self.decoder = nn.GRUCell(H, H)
        if ARCHITECTURE != "fixed":
            self.key, self.query = nn.Linear(H, H, bias=False), nn.Linear(H, H, bias=False)  # W_1, W_2
            self.v = nn.Parameter(torch.empty(H))
        if ARCHITECTURE != "pointer":  # it has a word for each of so many places, and one for the end
            self.place = nn.Parameter(torch.empty(POINTS, H))
            self.output = nn.Linear(H if ARCHITECTURE == "fixed" else 2 * H, POINTS + 1)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                bound = module.in_features**-0.5
                nn.init.uniform_(module.weight, -bound, bound, generator=generator)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        vectors = [self.end, self.begin] if ARCHITECTURE == "fixed" else [self.end, self.begin, self.v]
        for weights in (*self.decoder.parameters(), *vectors):
            nn.init.uniform_(weights, -(H**-0.5), H**-0.5, generator=generator)
        if ARCHITECTURE != "pointer":
            nn.init.normal_(self.place, generator=generator)

    def scores(self, seen: Tensor, states: Tensor) -> Tensor:
        """The scores (B, M, n + 1) of the places that are seen (B, n + 1, H), in states (B, M, H)."""
        if ARCHITECTURE == "fixed":
            words = self.output(states)  # (B, M, N + 1)
        else:
            match = torch.tanh(self.key(seen)[:, None] + self.query(states)[:, :, None]) @ self.v  # (B, M, n + 1)
            if ARCHITECTURE == "pointer":
                return match
            words = self.output(torch.cat((states, match.softmax(-1) @ seen), dim=2))  # (B, M, N + 1)
        n = seen.shape[1] - 1
        return torch.cat((words[..., :n], words[..., -1:]), dim=2)

    def forward(self, points: Tensor, answer: Tensor) -> Tensor:
        """The scores (B, M, n + 1) of every place at each step of an answer that is known (teacher forcing)."""
        B, n, _ = points.shape
        x = self.embedding(2 * points - 1)  # (B, n, H)
        if ARCHITECTURE != "pointer":
            x = x + self.place[:n]
        seen = torch.cat((self.norm(self.blocks(x)), self.end.expand(B, 1, -1)), dim=1)  # (B, n + 1, H)
        before = answer[:, :-1].clamp(min=0)  # (B, M − 1)
        read = seen.gather(1, before[:, :, None].expand(-1, -1, HIDDEN_SIZE))
        read = torch.cat((self.begin.expand(B, 1, -1), read), dim=1)  # (B, M, H)
        first = torch.tanh(self.first_state(seen[:, :-1].mean(1)))  # (B, H)
        states = states_of(self.decoder, read, first)  # (B, M, H)
        scores = self.scores(seen, states)
        if MASK:  # what was named before is not named again; the end waits for the first corner, or for the last point
            named = one_hot(before, n + 1)[..., :n].cumsum(1) > 0  # (B, M − 1, n)
            visited = pad(named, (0, 0, 1, 0))  # (B, M, n)
            may_end = visited.any(2) if TASK == "hull" else visited.all(2)  # (B, M)
            allowed = torch.cat((~visited, may_end[:, :, None]), dim=2)  # (B, M, n + 1)
            scores = scores.masked_fill(~allowed, -torch.inf)
        return scores


# ---- training ----


def loss_of(model: Pointer, batch: tuple[Tensor, Tensor], _: torch.Generator) -> Tensor:
    """Cross-entropy in nats per place of the answer, its end included."""
    points, answer = batch
    return cross_entropy(model(points, answer).flatten(0, 1), answer.flatten(), ignore_index=NONE)


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = train(Pointer(generator), sets_of_points, loss_of, generator)
