"""Two networks that learn to generate: one without the remedy and one with it, from the same weights and examples."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from itertools import product

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, one_hot, pad

from core.plain.pieces.learning import RATES, STEPS, move, rate_of
from core.plain.pieces.reading import states_of

# ---- settings ----

SEED = 0  # what weights and examples are drawn from
TIP = "coverage"
COVERAGE = 1.0  # what it costs when a frame gets more or less than its share of attention
EXAMPLES = 80  # captions that there are
ORDER = "time"
DECAY = "linear"
DECAY_STEPS = 300  # steps after which no true note is fed back any more
REWARD_FROM = 300  # steps that imitate captions before the reward takes over
REWARD_EXACT = 0.0  # what a caption earns that is right
REWARD_NO_REPEAT = 1.0  # … that says no word twice
REWARD_LENGTH = 1.0  # … that has a word for each frame
REWARD_WORDS = 0.0  # … for each word
IMITATION = 0.5  # what the cross-entropy of the captions still counts then
HIDDEN_SIZE = 32  # units
BATCH_SIZE = 32  # examples that a step sees

# ---- data ----


def videos(count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Frames (B, K, D), and what they show (B, K), no thing twice in one video."""
    items = torch.rand(count, ITEMS, generator=generator).argsort(1)[:, :FRAMES]
    return codes[items] + 0.6 * torch.randn(count, FRAMES, FEATURES, generator=generator), items


def melodies(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """What is heard, half of it wrong, and what is true, (B, T) each."""
    note, walk = torch.randint(NOTES, (BATCH_SIZE,), generator=generator), []
    for step in torch.randint(-1, 2, (LENGTH, BATCH_SIZE), generator=generator):
        note = (note + step).abs()
        note = torch.where(note >= NOTES, 2 * (NOTES - 1) - note, note)  # reflected at both ends
        walk.append(note)
    true = torch.stack(walk, dim=1)
    by = torch.randint(1, 4, true.shape, generator=generator)
    sign = 2 * torch.randint(2, true.shape, generator=generator) - 1
    wrong = torch.rand(true.shape, generator=generator) < 0.5
    return (true + by * sign * wrong).clamp(0, NOTES - 1), true


if TIP in ("coverage", "reward"):
    ITEMS, FRAMES, FEATURES = 20, 5, 16  # things that a frame may show, frames of a video, numbers of a frame
    LIMIT = 8  # words after which a caption is cut; word number 20 is its end
    codes = torch.randn(ITEMS, FEATURES, generator=torch.Generator().manual_seed(7))  # what each thing looks like
    dice = torch.Generator().manual_seed(2015)  # the captioned videos are the same in every run
    known, shown = videos(EXAMPLES, dice)
    if ORDER == "random":
        shown = shown.gather(1, torch.rand(shown.shape, generator=dice).argsort(1))
    captions = pad(shown, (0, 1), value=ITEMS)  # (N, K + 1)
elif TIP == "scheduled_sampling":
    NOTES, LENGTH = 16, 32  # notes that there are, and notes of a melody
else:
    if TIP == "distribution":
        sentences = {"you are tired cry": 0.5, "i am happy laugh": 0.5}
    else:
        slots = {
            "the": (0.52, 0.6, (("old", "young"), ("dog", "cat"), ("runs", "walks"), ("home", "away"))),
            "a": (0.32, 0.8, (("small", "big"), ("dog", "cat"), ("sleeps", "sits"), ("here", "there"))),
        }
        sentences = {
            " ".join((first, *(slot[k] for slot, k in zip(choices, ks, strict=True)))): probability
            * math.prod((likely, 1 - likely)[k] for k in ks)
            for first, (probability, likely, choices) in slots.items()
            for ks in product((0, 1), repeat=4)
        } | {"hm": 0.16}
    words = [*dict.fromkeys(word for sentence in sentences for word in sentence.split()), "⟨EOS⟩"]
    END, T = len(words) - 1, 1 + max(len(sentence.split()) for sentence in sentences)
    numbers = [[words.index(word) for word in sentence.split()] for sentence in sentences]
    table = torch.tensor([row + [END] * (T - len(row)) for row in numbers])  # (S, T)
    probabilities = torch.tensor(list(sentences.values()))

# ---- model ----


class FrameNamer(nn.Module):
    """A GRU that looks, before each word, at the frame it wants."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        H, V = HIDDEN_SIZE, ITEMS + 1
        self.embedding = nn.Parameter(torch.empty(V + 1, 16))  # the last one is ⟨BOS⟩
        self.place = nn.Parameter(torch.empty(FRAMES, H))
        self.key, self.query = nn.Linear(FEATURES, H), nn.Linear(H, H)
        self.decoder = nn.GRUCell(16, H)
        self.output = nn.Linear(2 * H, V)
        nn.init.normal_(self.embedding, std=0.3, generator=generator)
        nn.init.normal_(self.place, std=0.03, generator=generator)
        for layer in (self.key, self.output, self.query):
            bound = layer.in_features**-0.5
            nn.init.uniform_(layer.weight, -bound, bound, generator=generator)
            nn.init.zeros_(layer.bias)
        for weights in self.decoder.parameters():
            nn.init.uniform_(weights, -(H**-0.5), H**-0.5, generator=generator)

    def looked(self, states: Tensor, frames: Tensor) -> tuple[Tensor, Tensor]:
        """The scores (B, T, V) of words in states (B, T, H), and the alignment (B, T, K)."""
        keys = self.key(frames) + self.place  # (B, K, H)
        alignment = (self.query(states) @ keys.transpose(1, 2)).softmax(-1)
        return self.output(torch.cat((states, alignment @ keys), dim=2)), alignment

    def forward(self, frames: Tensor, said: Tensor) -> tuple[Tensor, Tensor]:
        """The scores (B, T, V) at each place of captions (B, T), and the alignment (B, T, K)."""
        before = torch.cat((torch.full_like(said[:, :1], ITEMS + 1), said[:, :-1]), dim=1)
        states = states_of(self.decoder, self.embedding[before])
        return self.looked(states, frames)

    @torch.no_grad()
    def say(self, frames: Tensor, generator: torch.Generator) -> Tensor:
        """Captions (B, L), each word drawn from its distribution."""
        h, word = torch.zeros(len(frames), HIDDEN_SIZE), torch.full((len(frames),), ITEMS + 1)
        ended, said = torch.zeros(len(frames), dtype=torch.bool), []
        for _ in range(LIMIT):
            h = self.decoder(self.embedding[word], h)
            scores, _ = self.looked(h[:, None], frames)
            word = torch.multinomial(scores[:, 0].softmax(-1), 1, generator=generator)[:, 0]
            word = word.masked_fill(ended, ITEMS)
            ended = ended | (word == ITEMS)
            said.append(word)
        return torch.stack(said, dim=1)


class NoteWriter(nn.Module):
    """A GRU over the note that is heard and the one that was written last."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        self.cell = nn.GRUCell(2 * NOTES + 1, HIDDEN_SIZE)
        self.output = nn.Linear(HIDDEN_SIZE, NOTES)
        for weights in (*self.cell.parameters(), self.output.weight):
            nn.init.uniform_(weights, -(HIDDEN_SIZE**-0.5), HIDDEN_SIZE**-0.5, generator=generator)
        nn.init.zeros_(self.output.bias)

    def read(self, heard: Tensor, before: Tensor) -> Tensor:
        """Notes one-hot, (…, 2N + 1)."""
        return torch.cat((one_hot(heard, NOTES), one_hot(before, NOTES + 1)), dim=-1).float()

    def forward(self, heard: Tensor, before: Tensor) -> Tensor:
        """The scores (B, T, N) of every note, where `before` is fed back."""
        states = states_of(self.cell, self.read(heard, before))
        return self.output(states)

    @torch.no_grad()
    def fed(self, heard: Tensor, true: Tensor, share: float, generator: torch.Generator) -> Tensor:
        """What is fed back as it writes alone (B, T), but for a share of true notes."""
        h, note, before = torch.zeros(len(heard), HIDDEN_SIZE), torch.full((len(heard),), NOTES), []
        for t in range(LENGTH):
            before.append(note)
            h = self.cell(self.read(heard[:, t], note), h)
            note = torch.multinomial(self.output(h).softmax(-1), 1, generator=generator)[:, 0]
            if share > 0:
                note = torch.where(torch.rand(len(heard), generator=generator) < share, true[:, t], note)
        return torch.stack(before, dim=1)


class WordWriter(nn.Module):
    """A GRU that reads back the words of a sentence."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        self.embedding = nn.Parameter(torch.empty(len(words) + 1, 12))  # the last one is ⟨BOS⟩
        self.cell = nn.GRUCell(12, HIDDEN_SIZE)
        self.output = nn.Linear(HIDDEN_SIZE, len(words))
        nn.init.normal_(self.embedding, generator=generator)
        for weights in (*self.cell.parameters(), self.output.weight):
            nn.init.uniform_(weights, -(HIDDEN_SIZE**-0.5), HIDDEN_SIZE**-0.5, generator=generator)
        nn.init.zeros_(self.output.bias)

    def forward(self, said: Tensor) -> Tensor:
        """The scores (B, T, V) of every word of sentences (B, T), from those before it."""
        before = torch.cat((torch.full_like(said[:, :1], len(words)), said[:, :-1]), dim=1)
        states = states_of(self.cell, self.embedding[before])
        return self.output(states)


Writer = {
    "coverage": FrameNamer,
    "reward": FrameNamer,
    "scheduled_sampling": NoteWriter,
    "distribution": WordWriter,
    "beam": WordWriter,
}[TIP]

# ---- losses ----


def true_share(step: int) -> float:
    """How many true notes are fed back."""
    if DECAY == "linear":
        return max(0.0, 1 - step / DECAY_STEPS)
    elif DECAY == "exponential":
        return 0.01 ** (step / DECAY_STEPS)
    elif DECAY == "inverse_sigmoid":
        k = math.e
        for _ in range(50):  # Newton's way to the k at which half of the notes are true after half of the steps
            k = (k + DECAY_STEPS / 2) / (math.log(k) + 1)
        return k / (k + math.exp(min(step / k, 700)))
    else:
        return 0.0


def earned(said: Tensor, items: Tensor) -> Tensor:
    """The reward (B,) of captions (B, L) of videos that show `items` (B, K)."""
    each = one_hot(said, ITEMS + 1)[..., :ITEMS].sum(1)  # (B, I) how often each word
    count = each.sum(1)
    right = (said[:, :FRAMES] == items).all(1) & (count == FRAMES)
    once, ends = ~(each > 1).any(1), count == FRAMES
    reward = REWARD_EXACT * right.float() + REWARD_NO_REPEAT * once.float() + REWARD_LENGTH * ends.float()
    return reward + REWARD_WORDS * count / FRAMES


def imitated(networks: Sequence[nn.Module], generator: torch.Generator) -> tuple[list[Tensor], Tensor]:
    """Cross-entropy in nats per word of each network, and where the last one looked for each word (B, K, K)."""
    chosen = torch.randint(EXAMPLES, (BATCH_SIZE,), generator=generator)
    said = captions[chosen]  # (B, K + 1)
    told = [network(known[chosen], said) for network in networks]
    losses = [cross_entropy(scores.flatten(0, 1), said.flatten()) for scores, _ in told]
    return losses, told[-1][1][:, :-1]


def learn(generator: torch.Generator) -> tuple[list[float], list[float]]:
    """Let both networks learn side by side; the losses of each, without the remedy and with it."""
    first = Writer(generator)
    networks = [first, copy.deepcopy(first)]
    weights = [list(network.parameters()) for network in networks]
    optimizers = [torch.optim.AdamW(some, betas=(0.9, 0.99), fused=True) for some in weights]
    histories, usual = ([], []), None
    for step in range(STEPS):
        if TIP == "coverage":  # every frame is to get its share of attention
            losses, alignment = imitated(networks, generator)
            losses[1] = losses[1] + COVERAGE * (1 - alignment.sum(1)).square().sum(1).mean()
        elif TIP == "reward":  # the caption as a whole is judged, not each word
            losses, _ = imitated(networks, generator)
            if step >= REWARD_FROM:
                frames, items = videos(BATCH_SIZE, generator)
                drawn = networks[1].say(frames, generator)  # (B, L)
                reward = earned(drawn, items)  # (B,)
                usual = reward.mean() if usual is None else usual
                scores, _ = networks[1](frames, drawn)
                log_p = scores.log_softmax(-1).gather(2, drawn[..., None])[..., 0]  # (B, L)
                ended = drawn == ITEMS
                there = (ended.cumsum(1) - ended.int()) == 0  # (B, L) the words and the first end
                reinforced = -((reward - usual)[:, None] * log_p * there).sum() / there.sum()
                losses[1] = reinforced + IMITATION * losses[1]
                usual = 0.9 * usual + 0.1 * reward.mean()
        elif TIP == "scheduled_sampling":  # ever fewer true notes are fed back
            heard, true = melodies(generator)
            before, share = pad(true[:, :-1], (1, 0), value=NOTES), true_share(step)
            mixed = before if share == 1 else networks[1].fed(heard, true, share, generator)
            told = [networks[0](heard, before), networks[1](heard, mixed)]
            losses = [cross_entropy(scores.flatten(0, 1), true.flatten()) for scores in told]
        else:  # one network; the remedy lies in how it writes
            said = table[torch.multinomial(probabilities, BATCH_SIZE, replacement=True, generator=generator)]
            ended = said == END
            asked = (ended.cumsum(1) - ended.int()) == 0  # (B, T) the words and the first end
            losses = [cross_entropy(networks[0](said)[asked], said[asked])]
        for loss, some, optimizer, history in zip(losses, weights, optimizers, histories, strict=False):
            move(some, optimizer, loss, rate_of(step, RATES))
            history.append(loss.item())
        print(f"step {step + 1:5d}   " + "   ".join(f"loss {loss.item():.4f}" for loss in losses))
    return histories


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    losses, remedied = learn(torch.Generator().manual_seed(SEED))
