"""How long many futures take on one core: 200 of 100 characters each, from a network of the shipped size."""

from __future__ import annotations

import time
from statistics import median

import torch

from core.nn.sampling import Sampling
from core.runs.shipped import shipped_run
from core.systems.language.config import WritingConfig
from core.systems.language.model import LanguageModel
from core.text.vocabulary import BOS, Vocabulary

ROUNDS = 5
COUNT, LENGTH = 200, 100
SECONDS = 1.0


def test_two_hundred_futures_of_a_hundred_characters_within_a_second():
    torch.set_num_threads(1)
    shipped = shipped_run("text_generation").run.config
    vocabulary = Vocabulary([BOS, *map(chr, range(32, 109))])  # as many tokens as the shipped one, but none that ends
    model = LanguageModel(WritingConfig(**shipped), vocabulary).eval()
    model.initialise(torch.Generator().manual_seed(0))
    sampling = Sampling(0.7, 30, 0.95)
    together, one = [], []
    for seed in range(ROUNDS):
        started = time.process_time()
        futures = model.futures("The ", sampling, COUNT, LENGTH, seed)
        together.append(time.process_time() - started)
        started = time.process_time()
        model.write("The ", sampling, LENGTH, seed)
        one.append(time.process_time() - started)
    assert (futures.lengths == LENGTH).all()
    took = median(together)
    print(
        f"\n{COUNT} futures of {LENGTH} characters: median {took:.2f} s, least {min(together):.2f} s, "
        f"{took / median(one):.1f} × the time of one"
    )
    assert took <= SECONDS
