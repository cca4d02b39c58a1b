"""How long a search by pattern takes over a million characters, once the network has read them."""

from __future__ import annotations

import time
from statistics import median

import torch

from core.labs.gates.pattern_search import TOKENS, level_of, on_counts, pattern_of, record, recording, search
from core.labs.gates.task import LanguageTask
from core.systems.language.config import LanguageConfig

SECONDS = 0.3
UNITS = 256


def test_pattern_of_a_network_of_256_units_is_found_in_a_million_characters_within_a_third_of_a_second(tmp_path):
    torch.set_num_threads(1)
    task = LanguageTask(LanguageConfig(hidden_size=UNITS))
    model = task.model(torch.Generator().manual_seed(0)).eval()
    path = tmp_path / "states.npy"
    started = time.perf_counter()
    for _ in record(model, task.text.numpy(), "hidden_state", 0, path):
        pass
    print(f"\nrecording {TOKENS:,} characters at H={UNITS}: {time.perf_counter() - started:.1f} s")
    codes, level = recording(path), level_of(0.04)
    assert codes.shape == (UNITS, TOKENS)
    times = []
    for begin in (1_000, 50_000, 200_000, 500_000, 900_000):
        for off in (False, True):
            started = time.perf_counter()
            pattern = pattern_of(codes[:, begin - 1 : begin + 9], 1, 9, level, off_before=off, off_after=off)
            places = search(on_counts(codes, pattern, level), pattern, off_before=off, off_after=off)
            times.append(time.perf_counter() - started)
            print(f"{len(pattern.units):3} units, {len(places):2} places: {1000 * times[-1]:.0f} ms")
    assert median(times) <= SECONDS
