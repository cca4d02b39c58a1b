"""The closer look "film": what was forged at every checkpoint, from the same noise."""

from __future__ import annotations

from dashboard import state
from dashboard.frame.moment import Moment
from dashboard.labs.gan.components.forging_film import ForgedFrame, forging_film
from dashboard.labs.gan.subject import Duel, judged, trace_of
from dashboard.language import translate as _

FRAMES = 24
"""How many checkpoints the film shows."""


def film(subject: Duel) -> None:
    """The film of the run in view."""
    frames = [
        ForgedFrame(point.checkpoint.step, trace_of(point, subject.dice), judged(point, subject.dice), _told(point))
        for point in subject.moment.history(FRAMES)
    ]
    key = f"born:{subject.moment.run.id}"
    forging_film(
        frames,
        key=key,
        current_step=subject.moment.checkpoint.step,
        translate=_,
        on_change=lambda: subject.moment.travel_to(state.get(key)["step"]),
    )


def _told(moment: Moment) -> str:
    """How good its forgeries are, as it was measured at this checkpoint."""
    found = moment.checkpoint.metrics
    if "modes" in found:
        return _("{modes} of 8 modes, {good} good", modes=f"{found['modes']:.0f}", good=f"{found['good_samples']:.0%}")
    if "sample_accuracy" in found:
        return _("{share} recognised", share=f"{found['sample_accuracy']:.0%}")
    if "kinds" in found:
        share, kinds = f"{found['grammatical']:.0%}", f"{found['kinds']:.0f}"
        return _("{share} grammatical, {kinds} kinds", share=share, kinds=kinds)
    return _("not measured")
