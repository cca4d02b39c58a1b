"""GAN and WGAN: can a forger learn from the detective who catches it?"""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.gan.components.distances import distances
from dashboard.labs.gan.components.forging import forging
from dashboard.labs.gan.film import film
from dashboard.labs.gan.meaning import meaning
from dashboard.labs.gan.own_points import drawing, own_points_panel
from dashboard.labs.gan.question import QUESTION
from dashboard.labs.gan.slopes import slopes
from dashboard.labs.gan.stepping import stepping
from dashboard.labs.gan.subject import Duel, choose_dice, choose_network, judged, losses_of, trace_of
from dashboard.labs.gan.told import told
from dashboard.language import translate as _
from dashboard.observed import note
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import formula
from dashboard.panels.input import inputs
from dashboard.panels.prediction import predict_first

LOOKS = (
    predict_first(QUESTION),
    Look("Being forged", "film", ":material/movie:", film),
    Look("One player at a time", "stepping", ":material/skip_next:", stepping),
    Look("Your own world", "own", ":material/draw:", drawing),
    Look("What the critic’s loss means", "meaning", ":material/straighten:", meaning),
    Look("Clipping against penalty", "slopes", ":material/vertical_align_center:", slopes),
)

GAN = (
    r"L_D = -\overline{\log \sigma(D(x))} - \overline{\log(1 - \sigma(D(\tilde x)))} \qquad"
    r" \min L_D = 2 \log 2 - 2\,\mathrm{JS}"
)
WGAN = r"L_D = \overline{D(\tilde x)} - \overline{D(x)} \qquad L_G = -\overline{D(\tilde x)} \qquad"

EQUATIONS = {
    "js": GAN + r" \qquad L_G = -\overline{\log \sigma(D(\tilde x))}",
    "js_saturating": GAN + r" \qquad L_G = \overline{\log(1 - \sigma(D(\tilde x)))}",
    "wasserstein_clip": WGAN + r" |w| \le c \text{ for every weight of } D",
    "wasserstein_gp": r"L_D = \overline{D(\tilde x)} - \overline{D(x)} +"
    r" \lambda\, \overline{(\lVert \nabla D(\hat x) \rVert - 1)^2} \qquad L_G = -\overline{D(\tilde x)}",
}
"""What both players make small, x real, x̃ = G(z) forged; a bar is the mean over the batch."""


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """What is forged, and what the critic thinks of it; two distributions on a line; then the closer looks."""
    first = moments[0]
    with inputs():
        dice = choose_dice()
        choose_network(lab, first.run)
    traces = [trace_of(moment, dice) for moment in moments]
    cursor = cursor_of(Duel.AXES, traces[0].sizes, lambda: (0,))
    formula(EQUATIONS[first.run.config["loss"]])
    for moment, trace in beside(moments, traces):
        key = f"forging:{moment.place}"
        forging(
            trace,
            judged(moment, dice),
            losses_of(moment.run),
            step=moment.checkpoint.step,
            key=key,
            cursor=cursor[0],
            translate=_,
            on_change=lambda key=key: pin_clicked(key, Duel.AXES),
        )
        note(*told(moment, trace, dice))
    st.subheader(_("Distance first"), anchor=False)
    distances(key="distances", translate=_)
    st.caption(
        _(
            "The best detective measures the Jensen–Shannon divergence: as long as forged and real do not overlap, it"
            " is log 2 everywhere and has no slope to go down. The best critic measures the Wasserstein distance, how"
            " far earth must be carried to make one of the other: every step nearer counts."
        )
    )
    others = tuple(zip(moments[1:], traces[1:], strict=True))
    closer_looks(LOOKS, Duel(lab=lab, moment=first, trace=traces[0], cursor=cursor, beside=others, dice=dice))
    show_the_code(
        [
            "core/labs/gan/model.py",
            "core/labs/gan/losses.py",
            "core/labs/gan/task.py",
            "core/labs/gan/data.py",
            "core/training/loop.py",
        ]
    )


lesson("gan", pictures, side=own_points_panel)
