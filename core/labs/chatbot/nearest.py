"""The encoder's space: which prompts a network takes for alike, by the state that it hands to its decoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from core.labs.chatbot.model import Chatbot
from core.labs.chatbot.prompt import utterances_of
from core.nn.encoders import Sentences

_LANES = 256  # prompts that are read side by side


class Neighbours(NamedTuple):
    """Prompts around the one that is asked about.

    Attributes
    ----------
    similarity : ndarray, shape (N,)
        The cosine of the angle between the state of each prompt and that of the one that is asked about, −1 … 1.
    places : ndarray, shape (N + 1, 2)
        All prompts on the two directions in which their states vary most, the one that is asked about last.
    explained : ndarray, shape (2,)
        The share of the variance along each.
    """

    similarity: np.ndarray
    places: np.ndarray
    explained: np.ndarray


@torch.no_grad()
def states_of(model: Chatbot, conversations: Sequence[str]) -> np.ndarray:
    """The encoder's last state z_0 of each conversation, an utterance a line; (N, H)."""
    states = [
        model.encode(Sentences.padded([model.read(text) for text in conversations[start : start + _LANES]])).last
        for start in range(0, len(conversations), _LANES)
    ]
    return torch.cat(states).numpy()


def neighbours(model: Chatbot, conversation: str, others: Sequence[str]) -> Neighbours:
    """How near other prompts are to the last utterances of a conversation.

    Raises
    ------
    InputError
        If the conversation cannot be read.
    ValueError
        If there are fewer than three others.
    """
    if len(others) < 3:
        raise ValueError("a map needs at least three prompts")
    asked = "\n".join(utterances_of(conversation)[-model.config.turns :])
    states = states_of(model, [*others, asked])  # (N + 1, H)
    unit = states / np.linalg.norm(states, axis=1, keepdims=True)
    centred = states - states.mean(0)
    left, size, _ = np.linalg.svd(centred, full_matrices=False)
    return Neighbours(unit[:-1] @ unit[-1], (left * size)[:, :2], size[:2] ** 2 / (size**2).sum())
