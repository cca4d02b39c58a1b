"""A network that answers at every position of what it reads: by attention of the sequence to itself, or by recurrence.

With w_i the token at position i and x_i its vector, in each of several heads:

    q_i = W_Q x_i    k_j = W_K x_j    v_j = W_V x_j    Attention(Q, K, V) = softmax(QKᵀ/√d) V
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from core.plain.pieces.cells import ElmanCell, GatedRecurrentCell, LSTMCell
from core.plain.pieces.layers import Layers
from core.plain.pieces.learning import train

# ---- settings ----

SEED = 0  # what weights and sequences are drawn from
TASK = "copying"
LENGTH = 26  # tokens of the longest sequence
BATCH_SIZE = 64  # sequences that are read side by side
ARCHITECTURE = "attention"
LAYERS = 2
HEADS = 4  # attentions that look at the same time
HIDDEN_SIZE = 32  # numbers that stand for one position
CAUSAL = True
POSITIONS = "learnt"
RESIDUAL = True
LAYER_NORM = True
MLP = True

# ---- data ----

SHORTEST = 10  # tokens of the shortest sequence
MOST = 64  # positions that have an encoding
NONE = -1  # in the place of an answer where nothing is asked
LETTERS = 26  # token 0 is a bar, 1 … 26 are letters
KINDS = 4  # token 0 is a bar, 1 the question mark, 2 … 5 brackets that open
DEEPEST = 5  # brackets that may be open at a time
READ = {"copying": 27, "brackets": 6}[TASK]  # tokens there are
ASKED = {"copying": 27, "brackets": 4}[TASK]  # answers there are
lengths = [length for length in range(SHORTEST, LENGTH + 1) if length % 2 == (0 if TASK == "copying" else 1)]


def copying(length: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """A bar, letters, and the same once more: tokens and answers (B, T). Letters never sum to a multiple of 4."""
    n = length // 2 - 1
    letters = torch.empty(0, n, dtype=torch.int64)
    while len(letters) < BATCH_SIZE:
        drawn = torch.rand(2 * BATCH_SIZE, LETTERS, generator=generator).argsort(1)[:, :n]  # (2B, n)
        letters = torch.cat((letters, drawn[drawn.sum(1) % 4 != 0]))
    once = torch.cat((torch.zeros(BATCH_SIZE, 1, dtype=torch.int64), 1 + letters[:BATCH_SIZE]), dim=1)  # (B, n + 1)
    return once.repeat(1, 2), torch.cat((torch.full_like(once, NONE), once.roll(-1, dims=1)), dim=1)


def brackets(length: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """A bar and nested brackets, the closing ones hidden: tokens and answers (B, T). Kinds never sum to 4 times n."""
    B, T, rows = BATCH_SIZE, length, torch.arange(BATCH_SIZE)
    kind = torch.randint(KINDS, (B, T), generator=generator)  # (B, T) of a bracket, if one opens here
    coin = torch.rand(B, T, generator=generator)
    opener = torch.full((B, T), NONE)  # where the bracket opened that is closed here
    opens = torch.zeros(B, T, dtype=torch.bool)
    stack = torch.zeros(B, DEEPEST + 1, dtype=torch.int64)  # where the open brackets stand
    depth = torch.zeros(B, dtype=torch.int64)
    for i in range(1, T):
        now = ((coin[:, i] < 0.5) | (depth == 0)) & (depth < min(DEEPEST, T - i))  # (B,) which open
        opens[:, i] = now
        depth = torch.where(now, depth + 1, depth)
        stack[rows[now], depth[now]] = i
        opener[:, i] = torch.where(now, NONE, stack[rows, depth])
        depth = torch.where(now, depth, depth - 1)
    last = (opens * torch.arange(T)).argmax(1)  # (B,)
    others = (kind * opens).sum(1) - kind[rows, last]
    kind[rows, last] = (torch.randint(1, KINDS, (B,), generator=generator) - others) % KINDS
    closes = opener != NONE
    tokens = torch.where(opens, 2 + kind, 0).masked_fill(closes, 1)
    return tokens, kind.gather(1, opener.clamp(min=0)).masked_fill(~closes, NONE)


def puzzles(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Sequences of one length."""
    length = lengths[int(torch.randint(len(lengths), (), generator=generator))]
    return copying(length, generator) if TASK == "copying" else brackets(length, generator)


# ---- model ----


class Heads(nn.Module):
    """Attentions that look at the same time, and the matrix that mixes what they found."""

    def __init__(self) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(HIDDEN_SIZE, 3 * HIDDEN_SIZE)
        self.mix = nn.Linear(HIDDEN_SIZE, HIDDEN_SIZE)

    def forward(self, x: Tensor) -> Tensor:
        """What the heads found at each position of x (B, T, H)."""
        B, T, H = x.shape
        parts = self.query_key_value(x).view(B, T, 3, HEADS, H // HEADS)  # (B, T, 3, N, d)
        query, key, value = parts.permute(2, 0, 3, 1, 4)  # (B, N, T, d) each
        score = query @ key.transpose(2, 3) / (H // HEADS) ** 0.5  # (B, N, T, T)
        if CAUSAL:
            score = score.masked_fill(torch.ones(T, T, dtype=torch.bool).triu(1), -torch.inf)
        context = score.softmax(-1) @ value  # (B, N, T, d)
        return self.mix(context.transpose(1, 2).reshape(B, T, H))


class LookAndThink(nn.Module):
    """A layer: the positions hear of each other, and then each thinks for itself."""

    def __init__(self) -> None:
        super().__init__()
        H = HIDDEN_SIZE
        self.norm = nn.LayerNorm(H) if LAYER_NORM else nn.Identity()
        self.heads = Heads()
        if MLP:
            norm = nn.LayerNorm(H) if LAYER_NORM else nn.Identity()
            self.think = nn.Sequential(norm, nn.Linear(H, 4 * H), nn.ReLU(), nn.Linear(4 * H, H))

    def forward(self, x: Tensor) -> Tensor:
        """The next vectors (B, T, H)."""
        x = x + self.heads(self.norm(x)) if RESIDUAL else self.heads(self.norm(x))
        if MLP:
            x = x + self.think(x) if RESIDUAL else self.think(x)
        return x


def waves() -> Tensor:
    """Encodings of the positions by sines and cosines of ever longer waves (Vaswani et al. 2017, section 3.5)."""
    rate = 10_000.0 ** (-torch.arange(0, HIDDEN_SIZE, 2) / HIDDEN_SIZE)  # (H/2,)
    place = torch.arange(MOST)[:, None] * rate  # (64, H/2)
    return torch.stack((place.sin(), place.cos()), dim=2).flatten(1)[:, :HIDDEN_SIZE]


class Answerer(nn.Module):
    """Embedding, layers, and a linear layer that answers at every position."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        H = HIDDEN_SIZE
        self.embedding = nn.Embedding(READ, H)
        if ARCHITECTURE == "attention":
            if POSITIONS == "learnt":
                self.positions = nn.Parameter(torch.empty(MOST, H))
            self.layers = nn.Sequential(*(LookAndThink() for _ in range(LAYERS)))
            self.norm = nn.LayerNorm(H) if LAYER_NORM else nn.Identity()
        else:
            cell = {"elman": ElmanCell, "gru": GatedRecurrentCell, "lstm": LSTMCell}[ARCHITECTURE]
            self.layers = Layers(cell, H, H, LAYERS)
        self.output = nn.Linear(H, ASKED)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                bound = module.in_features**-0.5
                nn.init.uniform_(module.weight, -bound, bound, generator=generator)
                nn.init.zeros_(module.bias)
        nn.init.normal_(self.embedding.weight, generator=generator)
        if ARCHITECTURE != "attention":
            for weights in self.layers.parameters():
                nn.init.uniform_(weights, -(H**-0.5), H**-0.5, generator=generator)
        elif POSITIONS == "learnt":
            nn.init.normal_(self.positions, generator=generator)

    def forward(self, tokens: Tensor) -> Tensor:
        """The scores (B, T, V) of the answers at each position."""
        x = self.embedding(tokens)  # (B, T, H)
        if ARCHITECTURE == "attention":
            if POSITIONS == "learnt":
                x = x + self.positions[: tokens.shape[1]]
            elif POSITIONS == "sinusoidal":
                x = x + waves()[: tokens.shape[1]]
            return self.output(self.norm(self.layers(x)))
        hidden, _ = self.layers(x)  # (B, T, H)
        return self.output(hidden)


# ---- training ----


def loss_of(model: Answerer, batch: tuple[Tensor, Tensor], _: torch.Generator) -> Tensor:
    """Cross-entropy in nats per position at which something is asked."""
    tokens, answer = batch
    asked = answer != NONE  # (B, T)
    return cross_entropy(model(tokens)[asked], answer[asked])


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = train(Answerer(generator), puzzles, loss_of, generator)
