"""A language model that learns to continue a text, character by character.

With x_t the number of the character at position t and E[x_t] its embedding:

    h_t = cell(E[x_t], state_{t−1})        p(x_{t+1} = v | x_1 … x_t) = softmax(W h_t + b)_v

Many lanes read different passages side by side. A step reads on where the one before stopped, with the states that it
left but without its gradient (truncated back-propagation through time).
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from core.plain.pieces.language import ReaderOfTokens
from core.plain.pieces.learning import CLIP, RATES, STEPS, rate_of

# ---- settings ----

SEED = 0  # what weights and passages are drawn from
BATCH_SIZE = 32  # lanes that read side by side
LENGTH = 64  # characters that a step reads in each of them
PASSAGE = 500  # characters that a lane reads, on average, before it goes elsewhere with an empty memory

# ---- data ----

text = Path("data/text.txt").read_bytes().decode()
characters = json.loads(Path("data/characters.json").read_text(encoding="utf-8"))
number = {character: n for n, character in enumerate(characters)}
unknown = number.get("⟨unk⟩", 0)  # stands for all characters that are too rare to be learnt
numbers = torch.tensor([number.get(character, unknown) for character in text])  # (N,)
line_ends = (numbers == number["\n"]).nonzero()[:, 0]
begins = line_ends if len(line_ends) * 1_000 >= len(numbers) else torch.arange(len(numbers))  # of passages

# ---- training ----


def train(model: ReaderOfTokens, generator: torch.Generator) -> list[float]:
    """Read on, find the loss, follow the clipped gradient downhill; again and again. The loss of every step."""
    optimizer = torch.optim.AdamW(model.parameters(), betas=(0.9, 0.99), fused=True)
    losses, place, states = [], None, None
    for step in range(STEPS):
        begin = begins[torch.randint(len(begins), (BATCH_SIZE,), generator=generator)]  # (B,)
        fresh = torch.rand(BATCH_SIZE, generator=generator) < LENGTH / PASSAGE  # (B,) lanes that go elsewhere
        place = begin if place is None else torch.where(fresh, begin, place)  # (B,)
        if states is not None:
            states = [tuple(state.detach() * ~fresh[:, None] for state in layer) for layer in states]  # (B, H) each
        seen = numbers[(place[:, None] + torch.arange(LENGTH + 1)) % len(numbers)]  # (B, T + 1)
        scores, states = model(seen[:, :-1], states, generator)  # (B, T, V)
        loss = cross_entropy(scores.flatten(0, 1), seen[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.param_groups[0]["lr"] = rate_of(step, RATES)
        optimizer.step()
        place = place + LENGTH
        losses.append(loss.item())
        print(f"step {step + 1:5d}   loss {losses[-1]:.4f} nats per character")
    return losses


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    model = ReaderOfTokens(len(characters))
    model.initialise(generator)
    losses = train(model, generator)
