"""The closer look "child": a child trained again, opened: its curves, its mistakes, and what it makes of an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from core.labs.architecture_search.history import best_of
from core.labs.architecture_search.observations import luck_is_kept, luck_is_lost
from core.labs.architecture_search.schooling import SCHOOLING
from core.labs.architecture_search.spaces import SPACES
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.heat_maps import heat_map
from dashboard.labs.architecture_search.names import EXAMPLE, OPENED
from dashboard.labs.architecture_search.subject import SEED, Searched, child_of
from dashboard.language import translate as _
from dashboard.observed import note, observed

if TYPE_CHECKING:
    from core.labs.architecture_search.inside import Inside


def opened(subject: Searched) -> None:
    """The best child so far, or the one in view."""
    shown = subject.shown
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        words = {"best": _("The best child so far"), "view": _("The child in view")}
        which = view.choice(OPENED, _("Child"), words, label_visibility="collapsed")
        example = view.number(
            EXAMPLE,
            _("Example"),
            help=_("None of these was learnt from, and no reward was counted on them."),
            width=200,
        )
    best = best_of(shown.children[: shown.now])
    tokens, seed = shown.tokens, shown.child.seed if shown.child else SEED
    if which == "best" and best is not None:
        tokens, seed = shown.space.tokens(best.design), best.seed
    with st.spinner(_("The child is trained again …")):
        _child, outcome = child_of(shown.space.key, tokens, seed)
        numbers = _parameters(shown.space.key, tokens, seed)
    st.markdown(
        _(
            "**{text}** · {parameters} parameters · reward {reward}",
            text=shown.space.text(tokens),
            parameters=f"{numbers:,}",
            reward=f"{outcome.reward:.1%}",
        )
    )
    if outcome.diverged:
        st.info(
            _(
                "This child diverged at step {step} of {steps}: its weights grew until the loss was no number, and its"
                " reward is 0. There is nothing to open.",
                step=len(outcome.losses) + 1,
                steps=SCHOOLING[shown.space.key].steps,
            )
        )
        return
    counts, one = _looked(shown.space.key, tokens, seed, example - 1)
    _draw(shown.space.key, outcome.losses, counts, one)
    kept = float(np.trace(counts) / counts.sum())
    note(
        _(
            "The same seed gives the same child, so any child of any search can be opened. Rows of the matrix: what the"
            " examples are; columns: what the child takes them for. Off the diagonal lie its mistakes."
        ),
        *(observed(luck_is_lost, luck_is_kept, of=[outcome.reward, kept]) if which == "best" else ()),
    )


def _draw(space: str, losses: tuple[float, ...], counts: np.ndarray, one: Inside) -> None:
    from dashboard.labs.architecture_search.charts import opened as charts

    left, middle, right = st.columns([1, 1, 1.35], gap="medium")
    curve = pd.DataFrame({"step": range(1, len(losses) + 1), "loss": losses})
    left.altair_chart(
        charts.loss_chart(curve, {"step": _("step of the child"), "loss": _("training loss in nats")}),
        width="stretch",
        key="child:loss",
        alt=_("Line chart of the child's training loss"),
    )
    labels = {"truth": _("it is"), "said": _("taken for"), "count": _("examples")}
    heat_map(
        middle,
        charts.confusion_chart(counts, labels),
        width="stretch",
        key="child:confusion",
        alt=_("Confusion matrix of the child on examples that nobody learnt from"),
    )
    said = int((one.p if one.p.ndim == 1 else one.p[-1]).argmax())
    verdict = _("It is a {answer}; the child says {said}.", answer=one.answer, said=said)
    if space == "dense":
        with right:
            picture, inside = st.columns([1, 2.4])
            picture.altair_chart(charts.picture_chart(one.read), key="child:picture", alt=_("The digit, 8 × 8 pixels"))
            heat_map(
                inside,
                charts.layers_chart(
                    [*one.values, one.p], {"layer": _("layer"), "unit": _("unit"), "value": _("value")}
                ),
                width="stretch",
                key="child:inside",
                alt=_("Heat map: the values of every layer, the probabilities of the digits last"),
            )
    else:
        heat_map(
            right,
            charts.states_chart(
                one.read.tolist(),
                one.values[0],
                one.p,
                {"unit": _("unit"), "time": _("symbol"), "value": _("value"), "answer": _("answer")},
            ),
            width="stretch",
            key="child:inside",
            alt=_("Heat maps over the symbols: the hidden states, and the probabilities of the answers"),
        )
    right.caption(verdict)


@computed_once
def _parameters(space: str, tokens: tuple[int, ...], seed: int) -> int:
    from core.labs.architecture_search.inside import parameters

    return parameters(child_of(space, tokens, seed)[0])


@computed_once
def _looked(space: str, tokens: tuple[int, ...], seed: int, example: int) -> tuple[np.ndarray, Inside]:
    """Its mistakes, and what it makes of an example."""
    from core.labs.architecture_search.inside import confusion, inside

    child, _outcome = child_of(SPACES[space].key, tokens, seed)
    return confusion(space, child), inside(space, child, example)
