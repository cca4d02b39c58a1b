"""The closer look "film": the plane of codes at every checkpoint."""

from __future__ import annotations

import numpy as np

from dashboard import state
from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.labs.autoencoders.components.latent_film import LatentFrame, latent_film
from dashboard.labs.autoencoders.subject import Coded, laid_out, pictures_of
from dashboard.language import translate as _
from dashboard.resources import task_of

FRAMES, TILES = 24, 13
"""How many checkpoints the film shows, and decoded pictures a side."""


def film(subject: Coded) -> None:
    """The film of the run in view, in the plane of the step in view."""
    moment = subject.moment
    frames = []
    for point in moment.history(FRAMES):
        seen, sheet = _frame(point, moment)
        frames.append(LatentFrame(point.checkpoint.step, seen, sheet, _told(point)))
    pictures = pictures_of(moment.run)
    key = f"born:{moment.run.id}"
    latent_film(
        frames,
        pictures.test_classes,
        [_(name) if name else "" for name in pictures.classes],
        laid_out(moment).reach,
        key=key,
        current_step=moment.checkpoint.step,
        translate=_,
        on_change=lambda: moment.travel_to(state.get(key)["step"]),
    )


def _told(moment: Moment) -> str:
    found = moment.checkpoint.metrics
    if "unseen_codes" not in found:
        return _("not measured")
    far, share = f"{found['reconstruction']:.1f}", f"{found['unseen_codes']:.0%}"
    if "kl" in found:
        return _(
            "reconstruction {far}, KL {kl} nats, {share} of random codes recognised",
            far=far,
            kl=f"{found['kl']:.1f}",
            share=share,
        )
    return _("reconstruction {far} nats, {share} of random codes recognised", far=far, share=share)


@computed_once
def _frame(moment: Moment, of: Moment) -> tuple[np.ndarray, np.ndarray]:
    """Where the codes are, (N, 2), and the plane decoded, (S², h, w), in the plane of another moment."""
    import torch

    from core.labs.autoencoders.laid_out import plane_of

    model, task = moment.model, task_of(moment.run)
    plane = plane_of(of.model, task)
    line = (torch.arange(TILES) + 0.5) / TILES * 2 - 1  # (S,)
    up, across = torch.meshgrid(line, line, indexing="ij")  # (S, S) each
    with torch.no_grad():
        seen = plane.seen(model.encode(task.held_out).mean).numpy()
        places = plane.reach * torch.stack((across.flatten(), up.flatten()), dim=1)  # (S², 2)
        sheet = model.decode(plane.code(places)).numpy().reshape(-1, model.height, model.width)
    return seen, sheet
