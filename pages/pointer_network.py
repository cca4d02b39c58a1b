"""Pointing: what if the answer is a place in the question?"""

from __future__ import annotations

import numpy as np

from core.data.points import Points
from core.lab import Lab
from core.labs.pointer_network.geometry import tour_length
from core.labs.pointer_network.observations import (
    all_right,
    detour,
    goes_wrong,
    has_no_word,
    more_than_trained,
    shortest,
)
from core.labs.pointer_network.points import read_points
from core.trace.schema import gates_of, tokens_of
from dashboard import state
from dashboard.frame import view
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.names import TEXT
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.pointer_network.components.pointing import pointing
from dashboard.labs.pointer_network.film import film
from dashboard.labs.pointer_network.longer import longer
from dashboard.labs.pointer_network.mask import mask
from dashboard.labs.pointer_network.own_points import own_points_panel
from dashboard.labs.pointer_network.question import QUESTION
from dashboard.labs.pointer_network.subject import Pointed, asked, choose_network, choose_points, solution_of
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import formula
from dashboard.panels.explore import explore
from dashboard.panels.input import inputs, legible
from dashboard.panels.prediction import predict_first

LOOKS = (
    predict_first(QUESTION),
    Look("More points than in training", "longer", ":material/moving:", longer),
    Look("What the mask hides", "mask", ":material/visibility_off:", mask),
    Look("Being born", "film", ":material/movie:", film),
)

EQUATIONS = {
    "pointer": r"u_{ij} = v^\top \tanh(W_1 e_j + W_2 d_i) \qquad p(C_i = j) = \mathrm{softmax}(u_i)_j",
    "attention": (
        r"\alpha_{ij} = \mathrm{softmax}(v^\top \tanh(W_1 e_j + W_2 d_i))_j \qquad c_i = \sum_j \alpha_{ij} e_j \qquad"
        r" p(C_i) = \mathrm{softmax}(V [d_i; c_i] + b)"
    ),
    "fixed": r"p(C_i) = \mathrm{softmax}(V d_i + b)",
}
"""What each decoder makes of its state d_i and the points e_1 … e_n."""


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """The viewer's points and each network's answer; then the closer looks."""
    first = moments[0]
    with inputs():
        text = choose_points(lab)
        choose_network(lab, first.run)

    def understood(text: str):
        points = read_points(text)
        return points, [moment.trace(points) for moment in moments]

    points, traces = legible("text", text, lab.examples, understood)
    cursor = cursor_of(Pointed.AXES, traces[0].sizes, lambda: (min(2, traces[0].sizes["target"] - 1),))
    formula(EQUATIONS[first.run.config["architecture"]])
    for moment, trace in beside(moments, traces):
        config = moment.run.config
        key = f"pointing:{moment.place}"
        pointing(
            trace,
            points,
            solution_of(config["task"], points),
            config,
            key=key,
            cursor=cursor[0],
            translate=_,
            on_points=lambda key=key: view.write(TEXT, state.get(key)["points"]),
            on_cursor=lambda key=key: pin_clicked(key, Pointed.AXES),
        )
        judge(moment, trace, points)
    others = tuple(zip(moments[1:], traces[1:], strict=True))
    closer_looks(LOOKS, Pointed(lab=lab, moment=first, trace=traces[0], cursor=cursor, beside=others, points=points))
    explore(traces[0], gates_of(traces[0]), {"unit": _("unit"), "time": _("step")}, layer=0)
    show_the_code(
        [
            "core/labs/pointer_network/model.py:PointerNetwork.look",
            "core/labs/pointer_network/model.py",
            "core/labs/pointer_network/geometry.py",
            "core/labs/pointer_network/task.py",
            "core/training/loop.py",
        ]
    )


def judge(moment: Moment, trace, points: Points) -> None:
    """What was asked, and how the answer compares with the right one."""
    config = moment.run.config
    names = tokens_of(trace, "source")
    said = [k for token in tokens_of(trace, "target") if (k := names.index(token)) < len(points)]
    solution = solution_of(config["task"], points)
    told = observed(more_than_trained, has_no_word, of=[len(points), config["points"], config["architecture"]])
    if solution is not None:
        told = observed(all_right, goes_wrong, of=[said, solution]) + told
        if config["task"] == "tour" and len(set(said)) == len(points) > 2:
            places = np.array(points)
            told += observed(detour, shortest, of=[tour_length(places[list(order)]) for order in (said, solution)])
    note(asked(config["task"]), *told)


lesson("pointer_network", pictures, side=own_points_panel)
