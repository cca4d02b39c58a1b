"""Captioners too small to be good, one of every architecture: for tests that need no training."""

from __future__ import annotations

import pytest
import torch

from core.labs.captioning.architectures.family import TELLERS
from core.labs.captioning.config import CaptioningConfig
from core.labs.captioning.grammar import UNITS, vocabulary
from core.labs.captioning.model import Captioner
from core.labs.captioning.scenes import SIDE, read_scene
from core.text.vocabulary import Vocabulary

TEXT = "red circle 15 8; blue square 17 23"
SCENE = read_scene(TEXT)
each_architecture = pytest.mark.parametrize("architecture", [kind.key for kind in TELLERS])
each_that_sees = pytest.mark.parametrize("architecture", [kind.key for kind in TELLERS if kind.key != "no_picture"])
each_attentive = pytest.mark.parametrize("architecture", [kind.key for kind in TELLERS if kind.attends])


def fresh(**knobs) -> Captioner:
    """An untrained captioner, always the same for the same knobs."""
    config = CaptioningConfig(**{"hidden_size": 12, "embedding_size": 6} | knobs)
    words = Vocabulary(vocabulary(config.objects, config.language, config.sizes), UNITS[config.language])
    model = Captioner(config, words, 12, SIDE)
    model.initialise(torch.Generator().manual_seed(0))
    return model.eval()
