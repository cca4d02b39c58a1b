"""A search: a controller describes networks, these are trained for a moment, and their rewards move the controller.

    p(a_t | a_1 … a_{t−1}) = softmax over the words that answer question t        ∇J ≈ (R − b) ∇ log π(a) + β ∇H

R is the accuracy of the network that was described, b what is usual, H how undecided the controller is.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, one_hot

from core.plain.pieces.learning import RATES, STEPS, move, rate_of
from core.plain.pieces.reading import states_of

# ---- settings ----

SEED = 0  # what the controller's weights, the descriptions and the children's seeds are drawn from
SPACE = "dense"
CONTROLLER = "reinforce"
BASELINE = True
ENTROPY = 0.01  # what a controller gains from being undecided
FREE = 6  # how many words of a description it chooses, the first ones
CHILDREN = 1  # networks that are trained from each description
BATCH_SIZE = 1  # descriptions that are tried before the controller learns
HIDDEN_SIZE = 32  # units of the controller
LETTERS = 4  # symbols that mean nothing, beside eight digits
LENGTH = 8  # symbols that a recurrent child reads

# ---- search space ----

QUESTIONS = {
    "dense": (
        ("layers", ("1", "2", "3", "4")),
        ("width", ("4", "8", "16", "32", "64")),
        ("activation", ("sigmoid", "tanh", "relu", "linear")),
        ("rate", ("0.0001", "0.001", "0.01", "0.1", "1")),
        ("optimizer", ("sgd", "adam")),
    ),
    "recurrent": (
        ("cell", ("elman", "jordan", "gru", "lstm")),
        ("memory", ("plain", "chrono")),
        ("layers", ("1", "2")),
        ("width", ("4", "8", "16", "32")),
        ("rate", ("0.001", "0.01", "0.1", "1")),
        ("optimizer", ("sgd", "adam")),
    ),
}[SPACE]
HELD = {  # what answers the questions that nobody may choose
    "dense": ("2", "16", "tanh", "0.01", "adam"),
    "recurrent": ("gru", "chrono", "1", "16", "0.1", "adam"),
}[SPACE]
words = [(name, word) for name, answers in QUESTIONS for word in answers]
allowed = torch.tensor(  # which word may answer which question
    [
        [name == asked and (at < FREE or word == held) for name, word in words]
        for at, ((asked, _), held) in enumerate(zip(QUESTIONS, HELD, strict=True))
    ]
)

# ---- children ----


def recall(count: int, generator: torch.Generator, *, judged: bool) -> tuple[Tensor, Tensor]:
    """A digit and then letters, one-hot (B, T, 12), and the digit (B,); of those that are judged, others."""
    digit = torch.randint(8, (count,), generator=generator)
    letters = torch.randint(LETTERS, (count, LENGTH - 2), generator=generator)
    rest = torch.zeros_like(digit) if judged else torch.randint(1, LETTERS, (count,), generator=generator)
    last = (rest - letters.sum(1)) % LETTERS
    symbols = torch.cat((digit[:, None], 8 + letters, 8 + last[:, None]), dim=1)
    return one_hot(symbols, 8 + LETTERS).float(), digit


if SPACE == "dense":  # digits: 1,000 to learn from, and 400 that give the reward
    found = load_digits()
    order = torch.randperm(1797, generator=torch.Generator().manual_seed(1998))
    pictures = torch.from_numpy(found["images"].astype(np.float32)).flatten(1)[order] / 16  # pyright: ignore[reportArgumentType, reportCallIssue]
    classes = torch.from_numpy(found["target"].astype(np.int64))[order]  # pyright: ignore[reportArgumentType, reportCallIssue]
    judged_x, judged_y = pictures[1_000:1_400], classes[1_000:1_400]
else:  # the first 400 of 800 sequences that no child learns from
    judged_x, judged_y = (part[:400] for part in recall(800, torch.Generator().manual_seed(2005), judged=True))


class DenseChild:
    """Equal hidden layers between 64 pixels and ten digits, the gradient written out as the run had it."""

    def __init__(self, said: dict[str, str], generator: torch.Generator) -> None:
        sizes = [64, *[int(said["width"])] * int(said["layers"]), 10]
        shapes = [shape for inputs, outputs in pairwise(sizes) for shape in ((outputs, inputs), (outputs,))]
        counts = [math.prod(shape) for shape in shapes]
        self.theta, self.slope = torch.zeros(sum(counts)), torch.zeros(sum(counts))  # all weights in a row
        self.weights, self.slopes = (
            [part.view(shape) for part, shape in zip(row.split(counts), shapes, strict=True)]
            for row in (self.theta, self.slope)
        )
        self.activation = said["activation"]
        for values, size in zip(self.weights, (size for size in sizes for _ in range(2)), strict=False):
            values.uniform_(-(size**-0.5), size**-0.5, generator=generator)

    def values(self, x: Tensor) -> list[Tensor]:
        """Pictures (B, 64), the values of every hidden layer, and the scores (B, 10)."""
        functions = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "linear": lambda a: a}
        values = [x]
        for W, b in zip(self.weights[:-2:2], self.weights[1:-2:2], strict=True):
            values.append(functions[self.activation](torch.addmm(b, values[-1], W.T)))
        return [*values, torch.addmm(self.weights[-1], values[-1], self.weights[-2].T)]

    def scores(self, x: Tensor) -> Tensor:
        """The scores (B, 10) of pictures (B, 64)."""
        return self.values(x)[-1]

    def learn(self, x: Tensor, y: Tensor) -> float:
        """Find the gradient of the cross-entropy; return the cross-entropy."""
        *values, scores = self.values(x)
        log_p, rows = scores.log_softmax(1), torch.arange(len(y))
        d = log_p.exp()  # (B, 10) of the scores
        d[rows, y] -= 1
        d /= len(y)
        for layer in reversed(range(len(values))):
            W, a = self.weights[2 * layer], values[layer]
            torch.mm(d.T, a, out=self.slopes[2 * layer])
            torch.sum(d, 0, out=self.slopes[2 * layer + 1])
            bends = {"sigmoid": a * (1 - a), "tanh": 1 - a * a, "relu": (a > 0).float(), "linear": torch.ones_like(a)}
            if layer:
                d = torch.mm(d, W) * bends[self.activation]
        return -log_p[rows, y].mean().item()


class FedBackCell(nn.Module):
    """The cell of Jordan: what is fed back is not its hidden state but its output."""

    def __init__(self, inputs: int, size: int) -> None:
        super().__init__()
        self.weight_ih, self.weight_hh = nn.Parameter(torch.empty(size, inputs)), nn.Parameter(torch.empty(size, size))
        self.bias_ih, self.bias_hh = nn.Parameter(torch.empty(size)), nn.Parameter(torch.empty(size))
        self.weight_ho, self.bias_ho = nn.Parameter(torch.empty(size, size)), nn.Parameter(torch.empty(size))

    def forward(self, x: Tensor, y: Tensor | None) -> Tensor:
        """The next output (B, H)."""
        y = x.new_zeros(len(x), len(self.bias_ho)) if y is None else y
        h = (x @ self.weight_ih.T + self.bias_ih + y @ self.weight_hh.T + self.bias_hh).tanh()
        return (h @ self.weight_ho.T + self.bias_ho).tanh()


class RecurrentChild(nn.Module):
    """Recurrent layers, and one that reads the last hidden state."""

    def __init__(self, said: dict[str, str], generator: torch.Generator) -> None:
        super().__init__()
        kind = {"elman": nn.RNNCell, "jordan": FedBackCell, "gru": nn.GRUCell, "lstm": nn.LSTMCell}[said["cell"]]
        size = int(said["width"])
        self.cells = nn.ModuleList(kind(size if n else 8 + LETTERS, size) for n in range(int(said["layers"])))
        self.output = nn.Linear(size, 8)
        for weights in self.cells.parameters():
            nn.init.uniform_(weights, -(size**-0.5), size**-0.5, generator=generator)
        nn.init.normal_(self.cells[0].weight_ih, generator=generator)  # pyright: ignore[reportArgumentType]
        if said["memory"] == "chrono" and said["cell"] in ("gru", "lstm"):  # ready for memories of some length
            for cell in self.cells:
                biases, others = cell.bias_ih.data.split(size), cell.bias_hh.data.split(size)  # pyright: ignore[reportCallIssue]
                keep = biases[1].uniform_(1, LENGTH - 1, generator=generator).log_()
                others[1].zero_()
                if said["cell"] == "lstm":  # what is kept long is written rarely
                    biases[0].copy_(-keep)
                    others[0].zero_()
        nn.init.uniform_(self.output.weight, -(size**-0.5), size**-0.5, generator=generator)
        nn.init.zeros_(self.output.bias)
        weights = [*self.cells.parameters(), *self.output.parameters()]
        self.theta = torch.cat([each.detach().flatten() for each in weights])  # all weights in a row
        self.slope = torch.zeros_like(self.theta)
        parts = [row.split([each.numel() for each in weights]) for row in (self.theta, self.slope)]
        for each, values, slope in zip(weights, *parts, strict=True):
            each.data, each.grad = values.view_as(each), slope.view_as(each)

    def scores(self, x: Tensor) -> Tensor:
        """The scores (B, 8) of sequences (B, T, 12)."""
        for cell in self.cells:
            x = states_of(cell, x)
        return self.output(x[:, -1])

    def learn(self, x: Tensor, y: Tensor) -> float:
        """Find the gradient of the cross-entropy; return the cross-entropy."""
        self.slope.zero_()
        loss = cross_entropy(self.scores(x), y)
        loss.backward()
        return loss.item()


def reward_of(said: dict[str, str], seed: int) -> float:
    """The accuracy of a network that is built and trained as was said; 0, if its numbers overflow."""
    generator = torch.Generator().manual_seed(seed)
    child = DenseChild(said, generator) if SPACE == "dense" else RecurrentChild(said, generator)
    rate, m, v = float(said["rate"]), torch.zeros_like(child.theta), torch.zeros_like(child.theta)
    for step in range(1, 41 if SPACE == "dense" else 51):
        if SPACE == "dense":
            some = torch.randint(1_000, (64,), generator=generator)
            loss = child.learn(pictures[some], classes[some])
        else:
            loss = child.learn(*recall(32, generator, judged=False))
        if not math.isfinite(loss):
            return 0.0
        if said["optimizer"] == "sgd":
            child.theta.add_(child.slope, alpha=-rate)
        else:  # Adam
            m.lerp_(child.slope, 0.1)
            v.mul_(0.999).addcmul_(child.slope, child.slope, value=0.001)
            spread = (v / (1 - 0.999**step)).sqrt_().add_(1e-8)
            child.theta.addcdiv_(m, spread, value=-rate / (1 - 0.9**step))
    with torch.no_grad():
        right = float((child.scores(judged_x).argmax(1) == judged_y).double().mean())
    return right if math.isfinite(float(child.theta.sum())) else 0.0


# ---- controller ----


class Describer(nn.Module):
    """An LSTM over the words of a description, with a softmax for each question."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        self.embedding = nn.Embedding(len(words) + 1, 16)  # the last one stands for the beginning
        self.cell = nn.LSTMCell(16, HIDDEN_SIZE)
        self.output = nn.Linear(HIDDEN_SIZE, len(words))
        for weights in self.cell.parameters():
            nn.init.uniform_(weights, -(HIDDEN_SIZE**-0.5), HIDDEN_SIZE**-0.5, generator=generator)
        nn.init.normal_(self.embedding.weight, generator=generator)
        nn.init.zeros_(self.output.weight)  # before any reward, every answer is equally likely
        nn.init.zeros_(self.output.bias)

    def forward(self, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
        """Descriptions (B, T), each word drawn; their log-probabilities, and the entropies along the way, (B,) each."""
        h = c = torch.zeros(BATCH_SIZE, HIDDEN_SIZE)
        word, written = torch.full((BATCH_SIZE,), len(words)), []
        log_pi, entropy = torch.zeros(BATCH_SIZE), torch.zeros(BATCH_SIZE)
        for free in allowed:
            h, c = self.cell(self.embedding(word), (h, c))
            log_p = self.output(h).masked_fill(~free, -math.inf).log_softmax(1)  # (B, V)
            word = torch.multinomial(log_p.detach().exp(), 1, generator=generator)[:, 0]
            written.append(word)
            log_pi = log_pi + log_p.gather(1, word[:, None])[:, 0]
            entropy = entropy - (log_p.exp() * log_p.masked_fill(~free, 0.0)).sum(1)
        return torch.stack(written, dim=1), log_pi, entropy


# ---- training ----


def search(model: Describer, generator: torch.Generator) -> list[float]:
    """Describe, train, reward, and make what did better than usual more likely; 1 − the reward of every step."""
    weights = list(model.parameters())
    optimizer = torch.optim.AdamW(weights, betas=(0.9, 0.99), fused=True)
    losses, usual = [], None
    for step in range(STEPS):
        seeds = torch.randint(2**31 - 10, (BATCH_SIZE,), generator=generator).tolist()
        written, log_pi, entropy = model(generator)
        rewards = []
        for row, seed in zip(written.tolist(), seeds, strict=True):
            said = dict(words[n] for n in row)
            rewards.append(sum(reward_of(said, seed + child) for child in range(CHILDREN)) / CHILDREN)
        R = torch.tensor(rewards)  # (B,)
        usual = R.mean() if usual is None else usual
        advantage = R - usual if BASELINE else R
        loss = -(advantage * log_pi).mean() - ENTROPY * entropy.mean()
        if CONTROLLER == "random":
            loss = 0 * loss
        move(weights, optimizer, loss, rate_of(step, RATES))
        usual = 0.9 * usual + 0.1 * R.mean()
        losses.append(1 - R.mean().item())
        print(f"step {step + 1:5d}   reward {R.mean().item():.4f}   {', '.join(words[n][1] for n in written[0])}")
    return losses


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = search(Describer(generator), generator)
