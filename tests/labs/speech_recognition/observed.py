"""Listeners of which something may be said, and others of which it may not."""

from __future__ import annotations

import numpy as np

from core.labs.speech_recognition.observations import Listened


def table(counting_content, counting_location, digits_content, digits_location):
    """Four networks, each as (errors on counted, errors on random, off on counted, off on random)."""
    cells = {
        ("counting", "content"): counting_content,
        ("counting", "location"): counting_location,
        ("digits", "content"): digits_content,
        ("digits", "location"): digits_location,
    }
    return [
        Listened(*cell, {"counting": told[0], "digits": told[1]}, {"counting": told[2], "digits": told[3]})
        for cell, told in cells.items()
    ]


AS_MEASURED = table((0, 0.72, 124, 343), (0, 0.61, 32, 206), (0.02, 0.07, 86, 107), (0, 0, 18, 22))
AS_WAS_SAID = table((0, 0.72, 124, 343), (0, 0.61, 121, 206), (0.02, 0.07, 26, 27), (0, 0, 18, 22))
UNTRAINED = table(*[(1.0, 1.0, 200, 200)] * 4)

CASES = {
    "attention_decides": ([[AS_MEASURED]], [[AS_WAS_SAID], [UNTRAINED], [AS_MEASURED[:1]]]),
    "counters_guess": ([[AS_MEASURED], [AS_WAS_SAID]], [[UNTRAINED], [AS_MEASURED[:2]]]),
    "good_alignment_bad_listener": ([[AS_MEASURED]], [[AS_WAS_SAID], [UNTRAINED], [AS_MEASURED[2:]]]),
    "sure_of_everything": ([[np.array([0.9, 0.6])]], [[np.array([0.9, 0.3])], [np.array([])]]),
    "like_sounds": ([[[4.63, -0.98, -2.94]]], [[[4.63]], [[]]]),
}
