"""Why the likeliest answer is a dull one, and what ranks it lower.

A network that is trained to make log p(T|S) large finds likeliest what fits many prompts: "I do not know." Mutual
information takes off how likely an answer is whatever was said::

    score(T) = log p(T | S) − λ log p(T)        p(T) = 1/N Σ_n p(T | S_n)

with λ = 0 the likeliest answer wins, with λ = 1 the one that says most of what was asked. Here p(T) is the mean over
other prompts, instead of a language model of its own as in the paper.

References
----------
- Li, Galley, Brockett, Gao, Dolan 2016, "A Diversity-Promoting Objective Function for Neural Conversation Models",
  equations 9 and 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.labs.chatbot.many import many_answers
from core.labs.chatbot.model import Chatbot
from core.labs.chatbot.prompt import prompt_tokens
from core.nn.encoders import Sentences
from core.nn.sampling import Sampling

DRAWN = 200
"""Answers that are drawn to find those that are ranked."""


@dataclass(frozen=True)
class Ranked:
    """An answer and how likely it is.

    Attributes
    ----------
    text : str
    given, anyway : float
        log p(T | S) of the prompt that it answers, and log p(T) whatever was said.
    """

    text: str
    given: float
    anyway: float

    def score(self, penalty: float) -> float:
        """Log p(T|S) − λ log p(T)."""
        return self.given - penalty * self.anyway


@torch.no_grad()
def rank(model: Chatbot, conversation: str, others: Sequence[str], most: int) -> list[Ranked]:
    """The likeliest of the answers that the network gives to a conversation, the likeliest first.

    Parameters
    ----------
    model : Chatbot
        Who is asked.
    conversation : str
        What was said, an utterance a line.
    others : sequence of str
        Conversations over which p(T) is the mean; at least one.
    most : int
        How many answers are ranked.

    Raises
    ------
    InputError
        If the conversation cannot be read.
    """
    drawn = many_answers(model, conversation, Sampling(), DRAWN, 0)
    texts = [each.text for each in sorted(drawn, key=lambda each: -each.log_probability) if each.text][:most]
    given = log_probabilities(model, [conversation], texts)[0]  # (A,)
    anyway = log_probabilities(model, others, texts).logsumexp(0) - torch.tensor(float(len(others))).log()  # (A,)
    return [Ranked(*each) for each in zip(texts, given.tolist(), anyway.tolist(), strict=True)]


@torch.no_grad()
def log_probabilities(model: Chatbot, conversations: Sequence[str], answers: Sequence[str]) -> Tensor:
    """Log p(T|S) of each answer T after each conversation S, ⟨EOS⟩ included; (S, T)."""
    prompts = [model.read(text) for text in conversations]
    source = model.encode(Sentences.padded(prompts))
    rows = []
    for answer in answers:
        numbers = [*model.vocabulary.encode(prompt_tokens([answer], model.vocabulary)), model.eos]
        target = torch.tensor([numbers] * len(prompts))  # (S, T)
        log_p = model.decode(source, target).logits.log_softmax(-1)  # (S, T, V)
        rows.append(log_p.gather(2, target.unsqueeze(2)).sum((1, 2)))  # (S,)
    return torch.stack(rows, dim=1)  # (S, A)
