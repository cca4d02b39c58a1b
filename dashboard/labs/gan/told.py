"""What is told under the picture of forger and detective: how good the forgeries are, and how sure the critic is."""

from __future__ import annotations

import numpy as np
import xarray as xr

from core.labs.gan import observations as seen
from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.observed import observed

COUNT = 200
"""Forged digits that are measured."""


def told(moment: Moment, trace: xr.Dataset, dice: int) -> list[str]:
    """The sentences that hold of a network at a moment."""
    step, metrics, world = moment.checkpoint.step, moment.checkpoint.metrics, trace.attrs["world"]
    detective = trace.attrs["loss"].startswith("js")
    pull = float(np.linalg.norm(trace["pull"].values.reshape(trace.sizes["sample"], -1), axis=1).mean())
    real, forged = trace["critic_real"].values, trace["critic"].values
    sentences = observed(seen.untrained, of=[step])
    if "modes" in metrics:
        of = [step, metrics["modes"], metrics["good_samples"]]
        sentences += observed(seen.reaches_all, seen.reaches_all_badly, seen.collapsed, of=of)
    if world == "digits" and step:
        sentences += observed(seen.recognised, of=_recognised(moment, dice))
        sentences += observed(seen.pictures_alike, of=_diversity(moment, dice))
    if "kinds" in metrics:
        of = [step, metrics["grammatical"], metrics["kinds"]]
        sentences += observed(seen.speaks, seen.repeats, of=of) + observed(
            seen.speechless, seen.babbles, of=[*of, detective]
        )
    if detective:
        right = float((np.mean(real > 0) + np.mean(forged <= 0)) / 2)
        sentences += observed(seen.detective_is_sure, of=[right, pull])
        if world == "words":
            believed = [float(np.mean(1 / (1 + np.exp(-of)))) for of in (forged, trace["critic_hard"].values, real)]
            sentences += observed(seen.softness_is_seen, of=believed)
    else:
        sentences += observed(seen.critic_gap, of=[float(real.mean()), float(forged.mean())])
    sentences += observed(seen.critic_is_flat, of=[step, pull])
    return sentences + observed(seen.explodes, of=[float(max(abs(real).max(), abs(forged).max()))])


@computed_once
def _recognised(moment: Moment, dice: int) -> tuple[float, float]:
    """The share of forged digits, and of real ones that were held out, that the classifier recognises."""
    from core.analyses.sample_quality import LITTLE_EFFORT, sample_accuracy
    from core.labs.gan.data import digit_pictures, painted

    data = digit_pictures()
    x, _, classes = moment.model.forged(COUNT, dice)
    return (
        sample_accuracy(painted(x.numpy()), classes.numpy(), data, effort=LITTLE_EFFORT),
        sample_accuracy(data.test, data.test_classes, data, effort=LITTLE_EFFORT),
    )


@computed_once
def _diversity(moment: Moment, dice: int) -> tuple[float, float]:
    """The mean distance between two digits of one class: forged, and real."""
    from core.analyses.sample_quality import diversity
    from core.labs.gan.data import digit_pictures, painted

    data = digit_pictures()
    x, _, classes = moment.model.forged(COUNT, dice)
    return diversity(painted(x.numpy()), classes.numpy(), data), diversity(data.test, data.test_classes, data)
