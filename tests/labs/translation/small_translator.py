"""Translators too small to be good, one on every rung of the ladder: for tests that need no training."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
import torch

from core.labs.translation.config import TranslationConfig
from core.labs.translation.model import Translator
from core.nn.encoders import Sentences
from core.text.vocabulary import EOS, Vocabulary

TEXT = "Mar 5, 2024"
TEXTS = ["3/5/24", "Wednesday, September 25, 2024", "5 March 2024"]
ENGLISH, CHINESE = sorted(set("".join(TEXTS) + TEXT + "01678")), [*"0123456789年月日星期周一二三四五六", EOS]
SYSTEMS = {
    "V1, the last state once": {"encoder": "last_state", "attention": "none", "handover": "once"},
    "V1, the last state at every step": {"encoder": "last_state", "attention": "none"},
    "V1, shared weights": {"encoder": "last_state", "attention": "none", "shared_weights": True},
    "V1, shared weights, once": {
        "encoder": "last_state",
        "attention": "none",
        "handover": "once",
        "shared_weights": True,
    },
    "V2": {"encoder": "last_state"},
    "V2, shared weights": {"encoder": "last_state", "shared_weights": True},
    "V3 without attention": {"attention": "none"},
    "V3": {},
    "dot": {"attention": "dot"},
    "cosine": {"attention": "cosine"},
    "bilinear": {"attention": "bilinear"},
    "additive": {"attention": "additive"},
    "without softmax": {"softmax": False},
    "first query learnt": {"first_query": "learnt"},
    "Luong's order": {"order": "step_first"},
    "V4": {"encoder": "residual", "layers": 3},
    "V5": {"encoder": "gnmt", "layers": 3},
    "V5, additive": {"encoder": "gnmt", "attention": "additive"},
    "V5, Luong's order, first query learnt": {"encoder": "gnmt", "order": "step_first", "first_query": "learnt"},
    "V5 without attention, once": {"encoder": "gnmt", "attention": "none", "handover": "once"},
}
ATTENTIVE = {name: knobs for name, knobs in SYSTEMS.items() if knobs.get("attention") != "none"}
each_system = pytest.mark.parametrize("knobs", SYSTEMS.values(), ids=SYSTEMS)
each_attentive_system = pytest.mark.parametrize("knobs", ATTENTIVE.values(), ids=ATTENTIVE)


class Known(NamedTuple):
    """A reference."""

    target: str
    gold: np.ndarray


MARCH = Known("2024年3月5日", np.eye(9, len(TEXT), dtype=bool))


def fresh(hidden_size: int = 17, examples=(), **knobs) -> Translator:
    """An untrained translator, always the same for the same knobs; it attends first unless they say otherwise."""
    config = TranslationConfig(hidden_size=hidden_size, embedding_size=8, **{"order": "attend_first"} | knobs)
    model = Translator(config, Vocabulary(ENGLISH), Vocabulary(CHINESE), 20, examples)
    model.initialise(torch.Generator().manual_seed(0))
    return model


def batch_of(model: Translator, texts) -> Sentences:
    """The texts as the encoder reads them."""
    return Sentences.padded([model.read(text) for text in texts])
