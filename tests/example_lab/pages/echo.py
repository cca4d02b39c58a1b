"""Echo: can a network repeat what it just heard?"""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from core.trace.schema import gates_of
from dashboard.frame import view
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.names import TEXT
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.echo.components.echo import echo
from dashboard.labs.echo.positions import positions
from dashboard.labs.echo.subject import Echoed
from dashboard.language import translate as _
from dashboard.panels.code import show_the_code
from dashboard.panels.explore import explore

LOOKS = (Look("Longer sequences", "positions", ":material/timeline:", positions),)


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """The viewer's symbols and what each network says of them; then the closer look."""
    text = view.text(TEXT, _("Symbols to hear"), default=lab.examples[0], live="200ms")
    traces = [moment.trace(text) for moment in moments]
    cursor = cursor_of(Echoed.AXES, traces[0].sizes, lambda: (traces[0].sizes["time"] // 2,))
    for moment, trace in beside(moments, traces):
        key = f"echo:{moment.place}"
        echo(trace, key=key, cursor=cursor[0], translate=_, on_change=lambda key=key: pin_clicked(key, Echoed.AXES))
    st.caption(
        _(
            "Each symbol below is what the network takes for the symbol to the upper left, the fuller its colour the"
            " surer; where it is wrong it is struck out. Point at a step for the numbers; click to pin it."
        )
    )
    st.latex(r"h_t = \tanh(W_x x_t + b_x + W_h h_{t-1} + b_h) \qquad p(x_{t-1}) = \mathrm{softmax}(V h_t + c)")
    closer_looks(LOOKS, Echoed(lab=lab, moment=moments[0], trace=traces[0], cursor=cursor))
    explore(traces[0], gates_of(traces[0]), {"unit": _("unit"), "time": _("step")}, layer=0)
    show_the_code(["core/labs/echo/model.py", "core/labs/echo/task.py", "core/training/loop.py"])


lesson("echo", pictures)
