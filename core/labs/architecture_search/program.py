"""A search: a controller writes descriptions of networks, they are trained for a moment, and rewards move the controller.

    p(a_t | a_1 … a_{t−1}) = softmax over the words that answer question t        ∇J ≈ (R − b) ∇ log π(a) + β ∇H

R is the accuracy of the network that was described, b what is usual, H how undecided the controller is.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, one_hot

from core.plain.pieces.cells import ElmanCell, GatedRecurrentCell, JordanCell, LSTMCell
from core.plain.pieces.layers import Layers
from core.plain.pieces.learning import RATES, STEPS, move, rate_of

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

if SPACE == "dense":  # digits: 1,000 to learn from, and 400 that give the reward
    found = load_digits()
    order = torch.randperm(1797, generator=torch.Generator().manual_seed(1998))
    pictures = torch.from_numpy(found["images"].astype(np.float32)).flatten(1)[order] / 16  # pyright: ignore
    classes = torch.from_numpy(found["target"].astype(np.int64))[order]  # pyright: ignore


def recall(count: int, generator: torch.Generator, *, judged: bool) -> tuple[Tensor, Tensor]:
    """A digit and then letters, one-hot (B, T, 12), and the digit (B,); of those that are judged, others."""
    digit = torch.randint(8, (count,), generator=generator)
    letters = torch.randint(LETTERS, (count, LENGTH - 2), generator=generator)
    rest = torch.zeros_like(digit) if judged else torch.randint(1, LETTERS, (count,), generator=generator)
    last = (rest - letters.sum(1)) % LETTERS
    symbols = torch.cat((digit[:, None], 8 + letters, 8 + last[:, None]), dim=1)
    return one_hot(symbols, 8 + LETTERS).float(), digit


if SPACE == "dense":
    judged_x, judged_y = pictures[1_000:1_400], classes[1_000:1_400]
else:
    judged_x, judged_y = (part[:400] for part in recall(800, torch.Generator().manual_seed(2005), judged=True))


class DenseChild(nn.Module):
    """Equal hidden layers between 64 pixels and ten digits."""

    def __init__(self, said: dict[str, str], generator: torch.Generator) -> None:
        super().__init__()
        sizes = [64, *[int(said["width"])] * int(said["layers"]), 10]
        self.layers = nn.ModuleList(nn.Linear(*pair) for pair in zip(sizes, sizes[1:], strict=False))
        functions = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "linear": nn.Identity()}
        self.activation = functions[said["activation"]]
        for size, layer in zip(sizes, self.layers, strict=False):
            for weights in layer.parameters():
                nn.init.uniform_(weights, -(size**-0.5), size**-0.5, generator=generator)

    def forward(self, x: Tensor) -> Tensor:
        """The scores (B, 10) of pictures (B, 64)."""
        *hidden, last = self.layers
        for layer in hidden:
            x = self.activation(layer(x))
        return last(x)


class RecurrentChild(nn.Module):
    """Recurrent layers, and one that reads the last hidden state."""

    def __init__(self, said: dict[str, str], generator: torch.Generator) -> None:
        super().__init__()
        kind = {"elman": ElmanCell, "jordan": JordanCell, "gru": GatedRecurrentCell, "lstm": LSTMCell}[said["cell"]]
        size = int(said["width"])
        self.layers, self.output = Layers(kind, 8 + LETTERS, size, int(said["layers"])), nn.Linear(size, 8)
        for weights in self.layers.parameters():
            nn.init.uniform_(weights, -(size**-0.5), size**-0.5, generator=generator)
        nn.init.normal_(self.layers.cells[0].weight_ih, generator=generator)  # pyright: ignore
        if said["memory"] == "chrono" and kind.keeps is not None:  # gates start ready for memories of some length
            for cell in self.layers.cells:
                biases, others = cell.bias_ih.data.split(size), cell.bias_hh.data.split(size)  # pyright: ignore
                keep = biases[kind.keeps].uniform_(1, LENGTH - 1, generator=generator).log_()
                others[kind.keeps].zero_()
                if said["cell"] == "lstm":
                    biases[0].copy_(-keep)
                    others[0].zero_()
        nn.init.uniform_(self.output.weight, -(size**-0.5), size**-0.5, generator=generator)
        nn.init.zeros_(self.output.bias)

    def forward(self, x: Tensor) -> Tensor:
        """The scores (B, 8) of sequences (B, T, 12)."""
        hidden, _ = self.layers(x)
        return self.output(hidden[:, -1])


def reward_of(said: dict[str, str], seed: int) -> float:
    """The accuracy of a network that is built and trained as was said; 0, if its numbers overflow."""
    generator = torch.Generator().manual_seed(seed)
    child = DenseChild(said, generator) if SPACE == "dense" else RecurrentChild(said, generator)
    weights, rate = list(child.parameters()), float(said["rate"])
    memory = [(torch.zeros_like(each), torch.zeros_like(each)) for each in weights]
    for step in range(1, 41 if SPACE == "dense" else 51):
        if SPACE == "dense":
            some = torch.randint(1_000, (64,), generator=generator)
            x, y = pictures[some], classes[some]
        else:
            x, y = recall(32, generator, judged=False)
        loss = cross_entropy(child(x), y)
        slopes = torch.autograd.grad(loss, weights)
        if not math.isfinite(loss.item()):
            return 0.0
        for each, slope, (m, v) in zip(weights, slopes, memory, strict=True):
            if said["optimizer"] == "sgd":
                each.data.add_(slope, alpha=-rate)
            else:  # Adam
                m.lerp_(slope, 0.1)
                v.mul_(0.999).addcmul_(slope, slope, value=0.001)
                spread = (v / (1 - 0.999**step)).sqrt().add(1e-8)
                each.data.addcdiv_(m, spread, value=-rate / (1 - 0.9**step))
    if not all(each.isfinite().all() for each in weights):
        return 0.0
    with torch.no_grad():
        return float((child(judged_x).argmax(1) == judged_y).double().mean())


# ---- controller ----


class Describer(nn.Module):
    """An LSTM over the words of a description, with a softmax for each question."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        self.embedding = nn.Embedding(len(words) + 1, 16)  # the last one stands for the beginning
        self.cell = LSTMCell(16, HIDDEN_SIZE)
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
            h, c = self.cell(self.embedding(word), h, c)
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
