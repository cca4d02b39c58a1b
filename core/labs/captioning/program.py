"""A network that says what it sees: an eye makes vectors of a picture, and a decoder writes words.

With x the picture, a_1 … a_L a vector for each of its cells, v one of the whole, and y_0 = ⟨BOS⟩:

    s_t, r_t = decoder(a, v, s_{t−1}, E y_{t−1})        p(y_t | y_1 … y_{t−1}, x) = softmax(W r_t + b)

The eye goes to school first: shown single objects, it learns to say their colours and shapes.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, layer_norm, relu

from core.plain.pieces.dropout import silenced
from core.plain.pieces.learning import RATES, STEPS, move, rate_of

# ---- settings ----

SEED = 0  # what weights, scenes and dice are drawn from
ARCHITECTURE = "soft_attention"
FIRST_LOOK = "layout"
SCHOOL = True
LESSONS = 400  # how often the eye is shown single objects
EYE_RATES = [(0, 0.01)]  # the same of the eye
HIDDEN_SIZE = 64  # units of the decoder
EMBEDDING_SIZE = 24  # numbers that stand for a word
DROPOUT = 0.0  # the share of the embeddings' values that is silenced at random
BATCH_SIZE = 32  # scenes that a step describes
SIDE = 32  # rows and columns of a picture
CELL_SIZE = 32  # numbers that stand for a cell of it
MATCH_SIZE = 32  # units of the network that matches a state against a cell
MAPS = 32  # feature maps of the eye

# ---- data ----

with np.load("data/pictures.npz") as found:  # red, green and blue, 0 … 255
    pictures = torch.from_numpy(found["pictures"])  # (N, side, side, 3)
    if SCHOOL:  # single objects, their colours and their shapes
        crops, colours, shapes = (torch.from_numpy(found[name]) for name in ("crops", "colours", "shapes"))
words, captions = json.loads(Path("data/captions.json").read_text(encoding="utf-8"))
number = {word: n for n, word in enumerate(words)}
BOS = len(words)
lengths = torch.tensor([len(caption) + 1 for caption in captions])  # (N,) with ⟨EOS⟩
ends = [[*caption, "⟨EOS⟩"] for caption in captions]
longest = int(lengths.max())
tokens = torch.tensor([[number[word] for word in caption] + [0] * (longest - len(caption)) for caption in ends])
exists = torch.arange(longest) < lengths[:, None]  # (N, T)

# ---- the eye ----


class Seeing(nn.Module):
    """Two convolutions that make 8 × 8 cells of a picture, and a third one that answers in the lessons."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, MAPS, 4, stride=4)
        self.second = nn.Conv2d(MAPS, MAPS, 3, padding=1)
        self.answer = nn.Conv2d(MAPS, 10, 1)  # six colours and four shapes

    def forward(self, pixels: Tensor) -> Tensor:
        """The feature maps (B, maps, side / 4, side / 4) of pictures (B, side, side, 3)."""
        x = (pixels.movedim(3, 1).float() / 127.5 - 1).contiguous()  # (B, 3, side, side)
        return relu(self.second(relu(self.first(x))))

    def lesson(self, chosen: Tensor) -> Tensor:
        """How wrong it is about colours and shapes of single objects: of every answer the surest cell counts."""
        said = self.answer(self(crops[chosen])).amax((2, 3))  # (B, 10)
        return cross_entropy(said[:, :6], colours[chosen]) + cross_entropy(said[:, 6:], shapes[chosen])


class Cells(nn.Module):
    """What the decoder is given of the feature maps: a vector of the whole, and one of each cell."""

    def __init__(self) -> None:
        super().__init__()
        place, grid = torch.linspace(-1.5, 1.5, SIDE // 4), SIDE // 4
        self.places = torch.stack(torch.meshgrid(place, place, indexing="xy"), -1).flatten(0, 1)  # (L, 2)
        if ARCHITECTURE in ("soft_attention", "hard_attention", "top_down"):
            self.cell = nn.Linear(MAPS + 2, CELL_SIZE)
        if FIRST_LOOK == "layout":
            self.reduce = nn.Linear(MAPS, 8)
        self.vector = nn.Linear(grid * grid * 8 if FIRST_LOOK == "layout" else MAPS, HIDDEN_SIZE)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """The vectors a (B, L, D) of the cells and v (B, H) of the whole."""
        f = features.flatten(2).transpose(1, 2) / 4  # (B, L, maps)
        whole = relu(self.reduce(f)).flatten(1) if FIRST_LOOK == "layout" else f.mean(1)
        if ARCHITECTURE in ("soft_attention", "hard_attention", "top_down"):
            f = self.cell(torch.cat((f, self.places.expand(len(f), -1, -1)), dim=2))
        return f, relu(self.vector(whole))


# ---- decoder ----


class Wording(nn.Module):
    """The decoder's weights, and how it is given the picture."""

    def __init__(self) -> None:
        super().__init__()
        H, E, D, M = HIDDEN_SIZE, EMBEDDING_SIZE, CELL_SIZE, MATCH_SIZE
        if ARCHITECTURE == "m_rnn":
            self.second = nn.Linear(E, H)
            self.recurrent = nn.Linear(H, H, bias=False)
            self.from_word, self.from_memory, self.from_picture = (nn.Linear(H, 2 * H) for _ in range(3))
        elif ARCHITECTURE == "no_picture":
            self.lstm = nn.LSTMCell(E, H)
        elif ARCHITECTURE == "once":
            self.picture = nn.Linear(H, E)
            self.lstm = nn.LSTMCell(E, H)
        elif ARCHITECTURE == "every_step":
            self.lstm = nn.LSTMCell(E + H, H)
        elif ARCHITECTURE == "top_down":
            self.match = nn.Parameter(torch.empty(M))
            self.attention_lstm = nn.LSTMCell(H + H + E, H)
            self.language_lstm = nn.LSTMCell(D + H, H)
            self.query, self.key = nn.Linear(H, M), nn.Linear(D, M, bias=False)
        else:
            self.match = nn.Parameter(torch.empty(M))
            self.first_hidden, self.first_cell = nn.Linear(H, H), nn.Linear(H, H)
            self.query, self.key = nn.Linear(H, M), nn.Linear(D, M, bias=False)
            self.lstm = nn.LSTMCell(E + D, H)
            self.from_state, self.from_context, self.from_word = (nn.Linear(size, H) for size in (H, D, E))

    def alignment(self, a: Tensor, h: Tensor) -> Tensor:
        """How much a state (B, H) looks at each cell, as logarithms (B, L)."""
        return (torch.tanh(self.query(h)[:, None] + self.key(a)) @ self.match).log_softmax(1)

    def forward(self, a: Tensor, v: Tensor, embedded: Tensor) -> Tensor:
        """What is read of the decoder (B, T, R) as it writes words, the ones before them (B, T, E) being known."""
        zero, read = torch.zeros(len(v), HIDDEN_SIZE), []
        if ARCHITECTURE == "m_rnn":
            h = zero
            for y in embedded.unbind(1):  # word, memory and picture are joined at every step
                w = relu(self.second(y))
                h = relu(self.recurrent(h) + w)
                joined = self.from_word(w) + self.from_memory(h) + self.from_picture(v)
                read.append(1.7159 * torch.tanh(2 / 3 * joined))
        elif ARCHITECTURE == "no_picture":
            h, c = zero, zero
            for y in embedded.unbind(1):
                h, c = self.lstm(y, (h, c))
                read.append(h)
        elif ARCHITECTURE == "once":  # the picture is the first word
            x = self.picture(v)
            h, c = self.lstm(layer_norm(x, x.shape[1:]), (zero, zero))
            for y in embedded.unbind(1):
                h, c = self.lstm(y, (h, c))
                read.append(h)
        elif ARCHITECTURE == "every_step":  # the picture stands beside every word
            h, c = zero, zero
            for y in embedded.unbind(1):
                h, c = self.lstm(torch.cat((y, v), dim=1), (h, c))
                read.append(h)
        elif ARCHITECTURE == "top_down":  # one LSTM decides where to look, another what to say
            h, c, h_1, c_1 = zero, zero, zero, zero
            for y in embedded.unbind(1):
                h_1, c_1 = self.attention_lstm(torch.cat((h, v, y), dim=1), (h_1, c_1))
                z = (self.alignment(a, h_1).exp()[:, None] @ a)[:, 0]  # (B, D)
                h, c = self.language_lstm(torch.cat((z, h_1), dim=1), (h, c))
                read.append(h)
        else:  # before each word, the decoder looks at all cells a little
            h, c = torch.tanh(self.first_hidden(v)), self.first_cell(v)
            for y in embedded.unbind(1):
                z = (self.alignment(a, h).exp()[:, None] @ a)[:, 0]  # (B, D)
                h, c = self.lstm(torch.cat((y, z), dim=1), (h, c))
                read.append(torch.tanh(self.from_state(h) + self.from_context(z) + self.from_word(y)))
        return torch.stack(read, dim=1)

    def tried(
        self, a: Tensor, v: Tensor, embedded: Tensor, dice: Tensor, every: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """The same where a die chooses the cell; the log-probability of that cell and the entropy, (B, T) each."""
        h, c = torch.tanh(self.first_hidden(v)), self.first_cell(v)
        read, chances, entropies = [], [], []
        for y, die, mean in zip(embedded.unbind(1), dice.unbind(1), every.unbind(1), strict=True):
            log = self.alignment(a, h)  # (B, L)
            place = (log.exp().cumsum(1) < die[:, None]).sum(1).clamp(max=a.shape[1] - 1)  # (B,)
            z = torch.where(mean[:, None], (log.exp()[:, None] @ a)[:, 0], a[torch.arange(len(a)), place])  # (B, D)
            h, c = self.lstm(torch.cat((y, z), dim=1), (h, c))
            read.append(torch.tanh(self.from_state(h) + self.from_context(z) + self.from_word(y)))
            chances.append(log.gather(1, place[:, None])[:, 0].masked_fill(mean, 0.0))
            entropies.append(-(log.exp() * log).sum(1))
        return torch.stack(read, dim=1), torch.stack(chances, dim=1), torch.stack(entropies, dim=1)


class SceneTeller(nn.Module):
    """The eye and the decoder; weights are drawn uniformly from ±1/√I of their I inputs, embeddings normal."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        H = HIDDEN_SIZE
        self.eye, self.cells = Seeing(), Cells()
        self.embedding = nn.Embedding(len(words) + 1, EMBEDDING_SIZE)  # ⟨BOS⟩ is the last one
        self.decoder = Wording()
        self.output = nn.Linear(2 * H if ARCHITECTURE == "m_rnn" else H, len(words))
        for name, weights in self.named_parameters():
            if "embedding" in name:
                nn.init.normal_(weights, generator=generator)
            else:
                nn.init.uniform_(weights, -(H**-0.5), H**-0.5, generator=generator)
        for name, weights in self.named_parameters():
            if weights.dim() > 1 and "embedding" not in name:
                bound = weights[0].numel() ** -0.5
                nn.init.uniform_(weights, -bound, bound, generator=generator)
        if ARCHITECTURE == "m_rnn":
            nn.init.eye_(self.decoder.recurrent.weight)

    def seen(self, scenes: Tensor) -> tuple[Tensor, Tensor]:
        """What the decoder is given of scenes (B,): a and v."""
        with torch.set_grad_enabled(not SCHOOL):  # once it has been to school, the eye stays as it is
            features = self.eye(pictures[scenes])
        return self.cells(features)

    def embedded(self, said: Tensor, generator: torch.Generator) -> Tensor:
        """The words before those of captions (B, T), as vectors (B, T, E)."""
        before = torch.cat((torch.full((len(said), 1), BOS), said[:, :-1]), dim=1)
        y = self.embedding(before)
        return silenced(y, DROPOUT, generator) if DROPOUT else y


# ---- training ----


def told(model: SceneTeller, scenes: Tensor, generator: torch.Generator) -> Tensor:
    """Cross-entropy of the captions in nats per word."""
    said, there = tokens[scenes], exists[scenes]  # (B, T) each
    read = model.decoder(*model.seen(scenes), model.embedded(said, generator))  # (B, T, R)
    return cross_entropy(model.output(read)[there], said[there])


def gambled(model: SceneTeller, scenes: Tensor, usual: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """The same where dice choose the cells, which are learnt by REINFORCE; and the rewards (T,) that are usual now."""
    said, there = tokens[scenes], exists[scenes]  # (B, T) each
    a, v = model.seen(scenes)
    y = model.embedded(said, generator)
    dice = torch.rand(said.shape, generator=generator)
    every = torch.rand(said.shape, generator=generator) < 0.8  # before most words all cells are looked at
    read, chance, entropy = model.decoder.tried(a, v, y, dice, every)
    log_p = model.output(read).log_softmax(2).gather(2, said[..., None])[..., 0]  # (B, T)
    reward = (log_p.detach() * there).flip(1).cumsum(1).flip(1)  # (B, T) how likely the words from there on were
    places = -((reward - usual) * chance * there).sum() / there.sum() - 0.01 * (entropy * there).sum() / there.sum()
    mean = (reward * there).sum(0) / there.sum(0).clamp(min=1)  # (T,)
    usual = torch.where(there.any(0), 0.95 * usual + 0.05 * mean, usual)
    return places - places.detach() - log_p[there].mean(), usual


def learn(model: SceneTeller, generator: torch.Generator) -> list[float]:
    """Lessons for the eye, as long as there are any, and captions for the decoder; the loss of the captions."""
    eye = list(model.eye.parameters()) if SCHOOL else []
    others = [weights for name, weights in model.named_parameters() if not (SCHOOL and name.startswith("eye."))]
    optimizer = torch.optim.AdamW(others, betas=(0.9, 0.99), fused=True)
    if SCHOOL:
        eye_optimizer = torch.optim.AdamW(eye, betas=(0.9, 0.99), fused=True)
    losses, usual = [], torch.zeros(longest)
    for step in range(STEPS):
        if SCHOOL:
            for _ in range(max(0, min(8, LESSONS - 8 * step))):
                chosen = torch.randint(len(crops), (48,), generator=generator)
                torch.randint(len(captions), (BATCH_SIZE,), generator=generator)  # scenes that nobody looks at
                loss = model.eye.lesson(chosen)
                move(eye, eye_optimizer, loss, rate_of(step, EYE_RATES))  # pyright: ignore[reportPossiblyUnboundVariable]
        torch.randint(2_048, (48,), generator=generator)  # single objects that nobody looks at
        scenes = torch.randint(len(captions), (BATCH_SIZE,), generator=generator)
        if ARCHITECTURE == "hard_attention":
            loss, usual = gambled(model, scenes, usual, generator)
        else:
            loss = told(model, scenes, generator)
        move(others, optimizer, loss, rate_of(step, RATES))
        losses.append(loss.item())
        print(f"step {step + 1:5d}   loss {losses[-1]:.4f} nats per word")
    return losses


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = learn(SceneTeller(generator), generator)
