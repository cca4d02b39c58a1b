"""Many answers to one prompt: tokens are drawn, not chosen, so that the same question gets different answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from core.labs.chatbot.model import Chatbot
from core.labs.chatbot.prompt import joined
from core.nn.sampling import Sampling, pick, reshape


@dataclass(frozen=True)
class DrawnAnswer:
    """An answer that was drawn.

    Attributes
    ----------
    text : str
    count : int
        How often it was.
    log_probability : float
        Of it by the network's own distributions, before any setting acts, ⟨EOS⟩ included.
    """

    text: str
    count: int
    log_probability: float


@torch.no_grad()
def many_answers(model: Chatbot, conversation: str, sampling: Sampling, count: int, seed: int) -> list[DrawnAnswer]:
    """Draw `count` answers to what was said last, side by side; the most frequent first.

    Parameters
    ----------
    model : Chatbot
        Who is asked.
    conversation : str
        What was said, an utterance a line.
    sampling : Sampling
        Temperature, top-k and top-p.
    count, seed : int
        How many answers, and the seed of their dice; equal seeds give equal answers.

    Raises
    ------
    InputError
        If the conversation cannot be read.
    """
    dice = np.random.default_rng(seed)
    state = {name: values.repeat_interleave(count, 0) for name, values in model.start(conversation).items()}
    tokens = torch.full((count,), model.bos)  # (N,)
    written: list[np.ndarray] = []
    total, ended = np.zeros(count), np.zeros(count, bool)
    for _ in range(model.limit):
        log_p, state, _ = model.step(state, tokens)  # (N, V)
        drawn = pick(reshape(log_p.exp().double().numpy(), sampling), dice.random(count))  # (N,)
        total += np.where(ended, 0, log_p.numpy()[np.arange(count), drawn])
        written.append(np.where(ended, model.eos, drawn))
        ended |= drawn == model.eos
        if ended.all():
            break
        tokens = torch.from_numpy(drawn)
    found: dict[str, DrawnAnswer] = {}
    for row, log_probability in zip(np.stack(written, 1).tolist(), total.tolist(), strict=True):
        text = joined(model.until_eos(row))
        before = found.get(text)
        found[text] = DrawnAnswer(text, 1 + (before.count if before else 0), log_probability)
    return sorted(found.values(), key=lambda answer: (-answer.count, -answer.log_probability, answer.text))
