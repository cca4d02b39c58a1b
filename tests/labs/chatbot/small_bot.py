"""Chatbots too small to be good: for tests that need no training."""

from __future__ import annotations

import pytest
import torch

from core.labs.chatbot.config import ChatbotConfig
from core.labs.chatbot.model import Chatbot
from core.labs.chatbot.prompt import TURN
from core.text.vocabulary import EOS, Vocabulary

WORDS = (" I", " am", " Eva", " Ben", " you", " are", " who", " hello", ".", "!", "?", ",", TURN, EOS)
TALK = "I am Eva.\nwho am I?"
SYSTEMS = {
    "none": {"attention": "none"},
    "dot": {"attention": "dot"},
    "scaled_dot": {},
    "cosine": {"attention": "cosine"},
    "bilinear": {"attention": "bilinear"},
    "additive": {"attention": "additive"},
    "copying": {"copying": True},
    "one turn": {"turns": 1},
}
each_system = pytest.mark.parametrize("knobs", SYSTEMS.values(), ids=SYSTEMS)


def fresh(hidden_size: int = 16, examples=("hello!",), seed: int = 0, **knobs) -> Chatbot:
    """An untrained chatbot, always the same for the same knobs."""
    config = ChatbotConfig(hidden_size=hidden_size, embedding_size=8, **knobs)
    model = Chatbot(config, Vocabulary(WORDS, "word"), 9, examples)
    model.initialise(torch.Generator().manual_seed(seed))
    return model.eval()
