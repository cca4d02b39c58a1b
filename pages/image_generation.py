"""Image generation: can a network paint one pixel at a time?"""

from __future__ import annotations

from core.labs.image_generation.architectures.family import kind_of
from dashboard import state
from dashboard.frame import view
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment, note
from dashboard.frame.names import CURSOR
from dashboard.frame.subject import cursor_of, pin
from dashboard.labs.image_generation.change import change
from dashboard.labs.image_generation.complete import complete
from dashboard.labs.image_generation.components.painting import painting
from dashboard.labs.image_generation.controls import Wish, class_and_count, sliders
from dashboard.labs.image_generation.equations import painting_equations
from dashboard.labs.image_generation.field import field
from dashboard.labs.image_generation.models import models
from dashboard.labs.image_generation.names import PICTURE
from dashboard.labs.image_generation.order import order
from dashboard.labs.image_generation.own_pictures import own_pictures_panel
from dashboard.labs.image_generation.quality import quality
from dashboard.labs.image_generation.question import QUESTION
from dashboard.labs.image_generation.subject import Studio
from dashboard.labs.image_generation.surprise import surprise
from dashboard.labs.image_generation.units import units
from dashboard.language import translate as _
from dashboard.panels.code import show_the_code
from dashboard.panels.prediction import predict_first
from dashboard.panels.runs import ACTIVE

LOOKS = (
    predict_first(QUESTION),
    Look("Complete", "complete", ":material/draw:", complete),
    Look("Change a pixel", "change", ":material/edit:", change),
    Look("Bits", "bits", ":material/gradient:", surprise),
    Look("What it depends on", "field", ":material/center_focus_strong:", field),
    Look("Gates and states", "units", ":material/memory:", units),
    Look("Order", "order", ":material/linear_scale:", order),
    Look("Quality", "quality", ":material/verified:", quality),
    Look("Networks", "networks", ":material/view_module:", models),
)
"""What one may ask about the picture on the easel; only the one that is chosen is computed."""


def pictures(lab, moments: list[Moment]) -> None:
    """The sliders, and under them the picture being painted; then the closer looks."""
    model = moments[0].model
    shown, count = class_and_count(model)
    wish = Wish(count, shown, *sliders(model.levels))
    orders = [wish.of(moment) for moment in moments]
    painted = [one.by(moment) for one, moment in zip(orders, moments, strict=True)]
    chosen = min(view.read(PICTURE, default=(0,))[0], count - 1)
    sizes = {"row": model.height, "column": model.width}
    at = row, column = cursor_of(Studio.AXES, sizes, lambda: (5 * model.height // 8, model.width // 2))
    pinned = view.is_said(CURSOR)
    beside_it = tuple(zip(moments[1:], painted[1:], strict=True))
    subject = Studio(
        lab=lab, moment=moments[0], trace=painted[0], cursor=at, beside=beside_it, order=orders[0], chosen=chosen
    )
    note(moments[0], subject.picture)
    painting_equations(subject)
    for moment, one, done in beside(moments, orders, painted):
        key = f"painting:{moment.place}"
        there = moment.model
        pixel = min(row, there.height - 1) * there.width + min(column, there.width - 1)
        painting(
            done,
            one.sampling,
            there.palette,
            [there.classes[k] if there.conditional else "" for k in one.classes],
            key=key,
            chosen=chosen,
            pixel=pixel if pinned else None,
            look=pixel,
            group="painting",
            space=moment.run.state not in ACTIVE,
            translate=_,
            on_change=lambda key=key, there=there: rested(key, there.height, there.width),
            on_pick=lambda key=key: view.write(PICTURE, (state.get(key)["picture"],)),
        )
    closer_looks(LOOKS, subject)
    show_the_code(
        [
            *kind_of(moments[0].run.config["architecture"]).code,
            "core/labs/image_generation/architectures/masked_windows.py",
            "core/labs/image_generation/model.py",
            "core/nn/sampling.py",
            "core/labs/image_generation/task.py",
        ]
    )


def rested(key: str, height: int, width: int) -> None:
    """Put the pixel at which a player came to rest into the link; a finished picture needs no pixel."""
    pixel = state.get(key)["place"]["pixel"]
    pin(None if pixel == height * width - 1 else divmod(pixel, width))


lesson("image_generation", pictures, side=own_pictures_panel)
