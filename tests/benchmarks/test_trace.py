"""How long a picture waits for its numbers: a checkpoint loaded, 200 steps traced and labelled."""

from __future__ import annotations

import time
from statistics import median

import torch

from core.systems.language.config import LanguageConfig
from core.systems.language.model import LanguageModel
from core.text.vocabulary import Vocabulary
from core.training.checkpoints import load_model, save_weights

ROUNDS = 60
TEXT = "def f(x):\n    return [x] * 20\n\n\n" * 7
MILLISECONDS = 5.0


def test_checkpoint_is_loaded_and_two_hundred_steps_traced_within_five_milliseconds(tmp_path):
    torch.set_num_threads(1)
    vocabulary = Vocabulary([*"\n", *(chr(code) for code in range(32, 127))])
    model = LanguageModel(LanguageConfig(hidden_size=128), vocabulary)
    model.initialise(torch.Generator().manual_seed(0))
    path = tmp_path / "step.safetensors"
    save_weights(path, model, lab="gates", seed=0, step=0, figures={})
    reference = torch.nn.LSTM(32, 128, batch_first=True)
    x = torch.randn(1, 200, 32)
    times, bare = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        trace = load_model(path).trace(TEXT[:200])
        times.append(1000 * (time.perf_counter() - started))
        started = time.perf_counter()
        with torch.no_grad():
            reference(x)
        bare.append(1000 * (time.perf_counter() - started))
    assert trace.sizes["time"] == 200
    took, least = median(times), min(times)
    print(
        f"\nload and trace 200 steps at H=128: median {took:.1f} ms, least {least:.1f} ms, {took / median(bare):.1f} ×"
        " nn.LSTM's bare forward"
    )
    assert took <= MILLISECONDS
