"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

import numpy as np

from core.nn.sampling import Sampling
from dashboard.labs.audio_generation.components.sound_wall import SoundCard, sound_wall
from dashboard.labs.audio_generation.components.wavenet import wavenet
from tests.labs.audio_generation.small_wavenet import RATE, small


def _wavenet() -> None:
    for layers, cycles in ((3, 1), (7, 1), (9, 2)):
        trace = small(layers=layers, cycles=cycles).trace(0, length=300)
        wavenet(trace, key="k", cursor=120)
        wavenet(trace, key="k", cursor=0, unit=1)
    wavenet(small().trace(0, sampling=Sampling(temperature=0.5), length=40), key="k", cursor=39, same=False)


def _wall() -> None:
    waves = np.sin(np.arange(800) / np.array([[2.0], [5.0], [9.0]])).astype(np.float32)
    sounds = [
        SoundCard("right", "told", waves[0], right=True),
        SoundCard("wrong", "told", waves[1], right=False),
        SoundCard("step", "told", waves[2], step=8),
    ]
    sound_wall(sounds, RATE, key="k", title="title", how="how", current=8)


DRAW = {"wavenet": _wavenet, "sound_wall": _wall}
