"""Architecture search: can a sequence model design a network?"""

from __future__ import annotations

from core.lab import Lab
from core.trace.schema import gates_of
from dashboard import state
from dashboard.frame import view
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.names import CURSOR
from dashboard.frame.subject import pin
from dashboard.labs.architecture_search.beliefs import beliefs
from dashboard.labs.architecture_search.components.designing import designing
from dashboard.labs.architecture_search.names import DESIGN
from dashboard.labs.architecture_search.opened import opened
from dashboard.labs.architecture_search.question import QUESTION
from dashboard.labs.architecture_search.searches import failures, seeds
from dashboard.labs.architecture_search.subject import Searched, choose_search, random_beside, shown_of
from dashboard.labs.architecture_search.whole import whole
from dashboard.language import translate as _
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import formula
from dashboard.panels.explore import explore
from dashboard.panels.input import inputs
from dashboard.panels.prediction import predict_first

LOOKS = (
    predict_first(QUESTION),
    Look("Against random search", "seeds", ":material/casino:", seeds),
    Look("A child, opened", "child", ":material/network_node:", opened),
    Look("Beliefs over training", "beliefs", ":material/movie:", beliefs),
    Look("The whole space", "whole", ":material/bar_chart:", whole),
    Look("What breaks it", "failures", ":material/warning:", failures),
)


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """A description, its child and all children; then the closer looks."""
    with inputs():
        choose_search(lab, moments[0].run)
    formula(
        r"p(a_t = k \mid a_1 \dots a_{t-1}) = \mathrm{softmax}(V h_t + b)_k \qquad"
        r" \pi(a) = \prod_t p(a_t \mid a_1 \dots a_{t-1}) \qquad J = \sum_a \pi(a)\, R(a)",
        r"\nabla J \approx (R - b)\, \nabla \log \pi(a) \qquad \frac{\partial \log \pi(a)}{\partial \ell_{tk}} = [k ="
        r" a_t] - p(a_t = k) \qquad b \leftarrow 0.9\, b + 0.1\, R",
    )
    views = [shown_of(moment) for moment in moments]
    traces = [moment.trace(shown.text) for moment, shown in zip(moments, views, strict=True)]
    for moment, trace, shown in beside(moments, traces, views):
        key = f"designing:{moment.place}"
        designing(
            trace,
            shown.tokens,
            shown.child,
            shown.children,
            random_beside(lab, moment.run),
            key=key,
            place=shown.place,
            now=shown.now,
            follows=not (shown.is_written or view.is_said(CURSOR)),
            translate=_,
            on_design=lambda key=key: view.write(DESIGN, state.get(key)["design"]),
            on_cursor=lambda key=key: chosen(key),
        )
    subject = Searched(
        lab=lab,
        moment=moments[0],
        trace=traces[0],
        cursor=(views[0].place or 0,),
        beside=tuple(zip(moments[1:], traces[1:], strict=True)),
        shown=views[0],
    )
    closer_looks(LOOKS, subject)
    explore(traces[0], gates_of(traces[0]), {"unit": _("unit"), "time": _("word")}, layer=0)
    show_the_code(
        [
            "core/labs/architecture_search/model.py",
            "core/labs/architecture_search/task.py",
            "core/labs/architecture_search/children.py",
            "core/labs/architecture_search/spaces.py",
            "core/training/loop.py",
        ]
    )


def chosen(key: str) -> None:
    """Take the child that was clicked, or follow the controller; leave the description that the viewer wrote."""
    view.write(DESIGN, None)
    child = state.get(key)["cursor"]["child"]
    pin(None if child is None else [child])


lesson("architecture_search", pictures)
