"""What is told under the plane of codes."""

from __future__ import annotations

from core.labs.autoencoders import observations as seen
from core.runs.store import Run
from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.labs.autoencoders.subject import laid_out
from dashboard.observed import observed
from dashboard.resources import task_of


def told(moment: Moment) -> list[str]:
    """The sentences that hold of a network at a moment."""
    step, metrics, config = moment.checkpoint.step, moment.checkpoint.metrics, moment.run.config
    laid = laid_out(moment)
    noise, spread = _noise(moment)
    sentences = observed(seen.untrained, of=[step])
    if "unseen_codes" in metrics:
        sentences += observed(
            seen.random_codes_are_recognised, of=[step, metrics["unseen_codes"], real_share(moment.run)]
        )
    if config["variational"]:
        if "kl" in metrics:
            sentences += observed(seen.all_collapsed, of=[step, metrics["kl"]])
        sentences += observed(seen.noise_has_died, of=[step, noise, spread])
    sentences += observed(seen.codes_are_elsewhere, of=[step, spread, config["variational"]])
    return sentences + observed(seen.plane_is_a_cut, of=[len(laid.origin), laid.share])


@computed_once
def _noise(moment: Moment) -> tuple[float, float]:
    """Mean exp(σ) over the held-out pictures, and how far their codes are spread."""
    from core.labs.autoencoders.questions import axes_of

    found = axes_of(moment.model, task_of(moment.run))
    return float(found.noise.mean()), float(found.spread.mean() ** 0.5)


@computed_once
def real_share(run: Run) -> float:
    """Of the held-out pictures of a run, what its judge recognises."""
    from core.labs.autoencoders.questions import real_pictures

    return real_pictures(task_of(run)).share
