"""AE and VAE: why can't one just decode any vector?"""

from __future__ import annotations

from core.lab import Lab
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.autoencoders.axes import axes
from dashboard.labs.autoencoders.between import between
from dashboard.labs.autoencoders.components.latent import latent
from dashboard.labs.autoencoders.film import film
from dashboard.labs.autoencoders.linear import linear
from dashboard.labs.autoencoders.noise import noise
from dashboard.labs.autoencoders.one_picture import equation, one_picture
from dashboard.labs.autoencoders.own_pictures import own_pictures_panel
from dashboard.labs.autoencoders.question import QUESTION
from dashboard.labs.autoencoders.random_codes import random
from dashboard.labs.autoencoders.subject import (
    FIRST,
    STEPS,
    Coded,
    choose_network,
    laid_out,
    place_of,
    switch,
    trace_of,
)
from dashboard.labs.autoencoders.told import told
from dashboard.labs.autoencoders.weights import weights
from dashboard.language import translate as _
from dashboard.observed import note
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import formula
from dashboard.panels.input import inputs
from dashboard.panels.prediction import predict_first

LOOKS = (
    predict_first(QUESTION),
    Look("One picture, with its numbers", "numbers", ":material/calculate:", one_picture),
    Look("The plane taking shape", "film", ":material/movie:", film),
    Look("Random codes", "random", ":material/casino:", random),
    Look("Without the second term", "noise", ":material/trending_down:", noise),
    Look("A larger β", "weights", ":material/balance:", weights),
    Look("What each number carries", "axes", ":material/bar_chart:", axes),
    Look("From picture to picture", "between", ":material/arrow_right_alt:", between),
    Look("Beside straight lines", "linear", ":material/show_chart:", linear),
)
"""What one may ask about the network in view; only the one that is chosen is computed."""


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """The plane of codes, decoded under the viewer's finger; then the closer looks."""
    first = moments[0]
    with inputs():
        choose_network(lab, first.run)
        switch(lab, first.run)
    formula(equation(first.run.config))
    planes = [laid_out(moment) for moment in moments]
    sizes = {"across": STEPS + 1, "up": STEPS + 1, "of": len(planes[0].codes) + 1}
    cursor = cursor_of(Coded.AXES, sizes, lambda: place_of(planes[0], FIRST))
    for moment, laid in beside(moments, planes):
        key = f"latent:{moment.place}"
        latent(laid, key=key, cursor=cursor, translate=_, on_change=lambda key=key: pin_clicked(key, Coded.AXES))
        note(*told(moment))
    trace = trace_of(first, cursor[2] or FIRST, 0)
    subject = Coded(lab=lab, moment=first, trace=trace, cursor=cursor)
    closer_looks(LOOKS, subject)
    show_the_code(
        [
            "core/labs/autoencoders/model.py",
            "core/labs/autoencoders/losses.py",
            "core/labs/autoencoders/task.py",
            "core/labs/autoencoders/judge.py",
            "core/labs/autoencoders/linear.py",
            "core/training/loop.py",
        ]
    )


lesson("autoencoders", pictures, side=own_pictures_panel)
