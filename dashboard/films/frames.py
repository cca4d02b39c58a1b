"""The film of a training: what a network does with one input at one checkpoint after the other, over its loss curve."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from PIL import Image, ImageDraw

from core.errors import InputError
from core.lab import Lab
from core.runs.records import Checkpoint
from dashboard.films.fonts import fitted, lacking, write
from dashboard.films.pictures import INK, LINE, MUTED, PAPER, Box, draw, rgb

SIZE = (960, 540)
"""Pixels of a frame; even, as an MP4 needs them."""

MOST = 100
"""Frames of a film at most: checkpoints spread over the training."""

LASTS = 10.0
"""Seconds that a film lasts, if its frames then stay for a time between `QUICK` and `SLOW`."""

QUICK, SLOW, REST = 0.08, 0.6, 1.5
"""Seconds: the least and the most that a frame stays; how much longer the last one does."""

MARGIN, TOP, CURVE = 32, 92, 70


@dataclass(frozen=True)
class Script:
    """What a film is about.

    Attributes
    ----------
    lab : Lab
    points : sequence of Checkpoint
        One a frame, oldest first.
    trace : callable
        What happens inside the network of a checkpoint.
    here : Checkpoint
        Whose unit is followed, where the picture is of one unit.
    metrics : sequence of mapping
        What was measured while it trained, a row a step.
    words : mapping of str to str
        What is written in it, in the viewer's language: ``title``, ``quantity``, ``step`` (with ``{step}``), ``loss``,
        ``lacking``.
    """

    lab: Lab
    points: Sequence[Checkpoint]
    trace: Callable[[Checkpoint], xr.Dataset]
    here: Checkpoint
    metrics: Sequence[Mapping[str, float]]
    words: Mapping[str, str]

    @property
    def seconds(self) -> float:
        """How long a frame stays."""
        return min(SLOW, max(QUICK, LASTS / len(self.points)))


def spread(points: Sequence[Checkpoint], most: int = MOST) -> list[Checkpoint]:
    """At most so many checkpoints, the first and the last among them, evenly among those there are."""
    chosen = np.unique(np.linspace(0, len(points) - 1, min(most, len(points))).round().astype(int))
    return [points[k] for k in chosen]


def frames(script: Script, report: Callable[[float], None]) -> Iterator[Image.Image]:
    """The frames; a checkpoint whose network cannot do it is left out.

    Raises
    ------
    InputError
        If none of them can.
    """
    told = script.lab.preview(script.trace(script.here))
    base, made = _base(script), 0
    for number, point in enumerate(script.points):
        report(number / len(script.points))
        try:
            facts = _same_unit(script.trace(point), told, script.lab)
        except InputError:
            continue
        image = base.copy()
        _mark(image, script, point.step)
        width, height = SIZE
        draw(image, Box(MARGIN, TOP, width - 2 * MARGIN, height - TOP - CURVE - 34), facts)
        _say_lacking(image, script, facts)
        made += 1
        yield image
    if not made:
        raise InputError("No checkpoint of this run can read that. Choose another input, then save the film.")


def _same_unit(trace: xr.Dataset, told: Mapping[str, Any], lab: Lab) -> Mapping[str, Any]:
    """What the preview takes from a trace; of one unit, always of that which was `told` of."""
    if "unit" not in told:
        return lab.preview(trace)
    values = trace[told["quantity"]].isel(layer=told["layer"], unit=told["unit"]).values
    return {**told, "values": values.tolist()}


def _base(script: Script) -> Image.Image:
    """What all frames have in common: title, what is drawn, the loss curve."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    width, height = SIZE
    write(pen, (MARGIN, 44), fitted(script.words["title"], 24, width - 260), 24, INK)
    write(pen, (MARGIN, 70), fitted(script.words["quantity"], 15, width - 2 * MARGIN), 15, MUTED)
    bottom = height - 26
    pen.line((MARGIN, bottom, width - MARGIN, bottom), fill=LINE)
    curve = _curve(script)
    if len(curve) > 1:
        pen.line(curve, fill=rgb("#0072B2"), width=2)
        write(pen, (width - MARGIN, height - 10), script.words["loss"], 13, MUTED, "r")
    return image


def _curve(script: Script) -> list[tuple[float, float]]:
    rows = [(row["step"], row["train_loss"]) for row in script.metrics if np.isfinite(row.get("train_loss", np.nan))]
    if not rows:
        return []
    steps, losses = np.array(rows, dtype=float).T
    smooth = np.convolve(np.pad(losses, 2, mode="edge"), np.full(5, 0.2), mode="valid")
    low, high = min(0.0, float(smooth.min())), float(smooth.max())
    height = 1 - (smooth - low) / (high - low or 1)
    across = [_across(script, step) for step in steps]
    return list(zip(across, (SIZE[1] - 26 - CURVE + 6 + height * (CURVE - 10)).tolist(), strict=True))


def _across(script: Script, step: float) -> float:
    last = max(1, script.points[-1].step)
    return MARGIN + min(1.0, step / last) * (SIZE[0] - 2 * MARGIN)


def _mark(image: Image.Image, script: Script, step: int) -> None:
    """Say the step, and show where on the curve it is."""
    pen = ImageDraw.Draw(image)
    write(pen, (SIZE[0] - MARGIN, 44), script.words["step"].format(step=f"{step:,}"), 22, INK, "r")
    x = _across(script, step)
    pen.line((x, SIZE[1] - 26 - CURVE, x, SIZE[1] - 26), fill=rgb("#D55E00"), width=2)


def _say_lacking(image: Image.Image, script: Script, facts: Mapping[str, Any]) -> None:
    """Say so, if no font on the server has some of the signs."""
    said = "".join(token for side in ("tokens", "source", "target") for token in facts.get(side, ()))
    if lacking(said.replace("\n", "").replace("\t", "")):
        write(ImageDraw.Draw(image), (MARGIN, SIZE[1] - 10), script.words["lacking"], 13, MUTED)
