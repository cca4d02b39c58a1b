"""A run as a zip: the plain file, the notebook, the data, and a few lines that say how to run them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.lab import Lab
from core.plain.assembly import Listing, listing
from core.task import RATE


def listed(lab, config, *, seed, steps, task, interventions) -> tuple[Listing, dict[str, bytes]]:
    plain = lab.plain
    settings = {name.upper(): value for name, value in config.items()}
    settings |= {"SEED": seed, "STEPS": steps}
    for name in [n for n in config if n.endswith(RATE)]:
        settings[name.upper().removesuffix(RATE.upper())+"RATES"] = [(0, config[name]), *((since, rate) for since, rate, knob in interventions if knob == name)]
    extra, files = plain.brings(task) if plain.brings else ({}, {})
    return listing(plain.program, settings | extra), files
def data_of(): pass
