"""What is told under the picture of the WaveNet: how well it predicts, and what is heard in what it wrote."""

from __future__ import annotations

import numpy as np
import xarray as xr

from core.labs.audio_generation import measures
from core.labs.audio_generation import observations as seen
from dashboard.frame.moment import Moment
from dashboard.labs.audio_generation.subject import SoundWish
from dashboard.observed import observed


def told(moment: Moment, trace: xr.Dataset, wish: SoundWish) -> list[str]:
    """The sentences that hold of a network at a moment, and of the sound that it wrote."""
    step, metrics, model = moment.checkpoint.step, moment.checkpoint.metrics, moment.model
    x, levels = trace["amplitude"].values, trace["token"].values.astype(int)
    sentences = observed(seen.untrained, of=[step])
    if {"bits_per_sample", "markov_bits"} <= metrics.keys():
        of = [step, metrics["bits_per_sample"], metrics["markov_bits"]]
        sentences += observed(seen.beats_the_chain, seen.trails_the_chain, of=of)
    if not step:
        return sentences
    dead = measures.dead(x)
    sentences += observed(seen.is_silent, seen.is_constant, of=[dead])
    asked = model.kinds[min(wish.kind, len(model.kinds) - 1)].pitch
    found = measures.pitch(x[len(x) // 4 :], model.rate)
    sentences += observed(seen.pitch_is_right, seen.pitch_is_wrong, of=[found, asked, model.conditional])
    sentences += observed(seen.has_no_pitch, of=[found, asked, dead])
    return sentences + observed(seen.goes_round, of=[wish.sampling.temperature, measures.period(np.asarray(levels))])
