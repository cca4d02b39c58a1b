"""The closer look "concepts": which units follow what, beside an untrained network and a linear probe."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
import streamlit as st

from core.labs.gates.char_labels import CONCEPTS, truths
from core.labs.gates.char_labels import WORDS as NAMES
from core.runs.records import Run
from core.runs.store import Checkpoint
from core.trace.schema import tokens_of
from dashboard import state
from dashboard.cache import computed_once
from dashboard.charts.colours import QUANTITIES
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.labs.gates.components.passages import Passage, Scale, show
from dashboard.labs.gates.names import CONCEPT
from dashboard.labs.gates.subject import Reading
from dashboard.labs.gates.texts import texts_of, untrained
from dashboard.language import translate as _
from dashboard.resources import model_at

if TYPE_CHECKING:
    import xarray as xr

    from core.labs.gates.concepts import Best, ConceptScores

WORDS = {
    "quotes": "True from the opening quote to just before the closing one, on one line.",
    "single_quotes": (
        "True inside a string in '…': to know which mark will close it, a network must keep the two kinds apart"
        " somewhere in its state."
    ),
    "double_quotes": (
        'True inside a string in "…": to know which mark will close it, a network must keep the two kinds apart'
        " somewhere in its state."
    ),
    "docstring": "True inside a docstring: a string of three marks that is a statement of its own.",
    "comment": "True from # to the end of the line.",
    "indentation": "How many spaces the line begins with, as far as it is read.",
    "brackets": "How many brackets are open, outside strings and comments.",
    "position": "How many characters of the line have been read.",
    "def_name": "True at the characters of a function’s name after def.",
    "number": "True at the characters of a number.",
    "upper": "True at a capital letter: a property of the character just read, which a network need not remember.",
}
"""What is true when, for each concept (message ids of the catalogues)."""


def concepts(subject: Reading) -> None:
    """The ranking of the concepts, and the best unit of the chosen one on its text."""
    moment = subject.steady()
    with st.spinner(_("The network reads held-out text, and so does the same network before its training …")):
        trained = _measured(moment.checkpoint, moment.run)
        fresh = _measured_untrained(moment.run)
    if not trained.concepts:
        st.info(_("The held-out text is too short, or too uniform, to judge units by. Train on a longer text."))
        return
    left, right = st.columns(2)
    left.latex(r"\mathrm{AUC}_u = P\left(c_{t,u} > c_{s,u} \;\middle|\; \text{yes at } t,\ \text{no at } s\right)")
    right.latex(r"|r_u| = \left|\mathrm{corr}_t\left(c_{t,u},\ \text{depth}_t\right)\right|")
    st.caption(
        _(
            "Filled dots: the best unit by its cell state (orange) and by its hidden state (blue). Hollow dot: the"
            " best unit of the same network before training. Diamonds: a linear probe, a good weighted sum of all"
            " units (ridge regression), filled after and hollow before training. The left edge is a guess. Where the"
            " hollow mark is as far to the right as the filled one, nothing was learnt; where the diamond is far"
            " ahead of the dot, many units share the work. Click a line to see its unit read."
        )
    )
    offered = [concept.key for concept in trained.concepts]
    chosen = view.read(CONCEPT, choices=tuple(offered))
    rows = _rows(trained, fresh)
    for graded, title, floor in (
        (False, _("Yes or no: AUC, on {count} held-out characters", count=f"{trained.tokens // 2:,}"), 0.5),
        (True, _("Graded: |r|"), 0.0),
    ):
        _ranking(
            subject,
            trained,
            cast("pd.DataFrame", rows[rows["graded"] == graded]),
            chosen,
            title,
            floor,
            key=f"concepts:{graded}",
        )
    picked = st.pills(
        _("Concept"),
        offered,
        format_func=lambda key: _(NAMES[key]),
        **view.controlled(CONCEPT, chosen, also=lambda: _take(subject, trained, view.shown(CONCEPT))),
    )
    if picked is not None:
        _read(subject, moment, trained, fresh, picked)
    absent = [_(NAMES[concept.key]) for concept in CONCEPTS if concept.key not in offered]
    if absent:
        st.caption(_("Too rare in the held-out text to be judged: {concepts}.", concepts=", ".join(absent)))


def _rows(trained: ConceptScores, fresh: ConceptScores) -> pd.DataFrame:
    rows = []
    for k, concept in enumerate(trained.concepts):
        common = {
            "concept": concept.key,
            "label": _(NAMES[concept.key]),
            "graded": concept.graded,
            "unit": "",
            "best": False,
        }
        first = trained.best(concept.key)
        for name in trained.states:
            best = trained.best(concept.key, name)
            unit = _unit(best, trained.choice.shape[2])
            rows.append(common | {"series": name, "score": best.score, "unit": unit, "best": best == first})
        before = fresh.best(concept.key)
        rows += [
            common | {"series": "untrained", "score": before.score},
            common | {"series": "probe", "score": trained.probe[k]},
            common | {"series": "untrained_probe", "score": fresh.probe[k]},
        ]
    return pd.DataFrame(rows)


def _unit(best: Best, layers: int) -> str:
    """``c 29``, or ``c 1·29`` in a network of several layers."""
    return f"{QUANTITIES[best.state].symbol} {f'{best.layer}·' if layers > 1 else ''}{best.unit}"


def _ranking(
    subject: Reading,
    trained: ConceptScores,
    rows: pd.DataFrame,
    chosen: str | None,
    title: str,
    floor: float,
    *,
    key: str,
) -> None:
    from dashboard.labs.gates.charts.concepts import concept_chart

    if rows.empty:
        return
    labels = {
        "score": _("score"),
        "unit": _("unit"),
        "cell_state": _("best unit, cell state"),
        "hidden_state": _("best unit, hidden state"),
        "untrained": _("best unit before training"),
        "probe": _("linear probe on all units"),
        "untrained_probe": _("linear probe before training"),
    }
    st.altair_chart(
        concept_chart(rows, chosen, title, labels, floor),
        width="stretch",
        key=key,
        selection_mode="chosen",
        on_select=lambda: _clicked(subject, trained, key),
        alt=_(
            "Ranking of concepts by how well the best unit follows them, with the untrained network and a linear probe"
        ),
    )


def _clicked(subject: Reading, trained: ConceptScores, key: str) -> None:
    for point in state.get(key).selection.get("chosen", [])[:1]:
        _take(subject, trained, point["concept"])


def _take(subject: Reading, trained: ConceptScores, key: str | None) -> None:
    """Choose a concept, and put the unit that follows it best under the microscope."""
    view.write(CONCEPT, key)
    if key is not None:
        best = trained.best(key)
        subject.point_at(layer=best.layer, unit=best.unit)


def _read(subject: Reading, moment: Moment, trained: ConceptScores, fresh: ConceptScores, key: str) -> None:
    """The unit's state on the text in view and on held-out passages, the truth underlined."""
    from core.labs.gates.concepts import telling_passages

    best = trained.best(key)
    texts = texts_of(moment.run)
    marked = _truth(moment.run)
    held_out = texts.tokens(texts.held_out)
    passages = [_passage(subject.trace, best, _("The text in view"), truths(tokens_of(subject.trace, "time"))[key])]
    for part in telling_passages(held_out, marked[key]):
        trace = moment.trace("".join(held_out[part]))
        label = _("Held-out text, from character {begin}", begin=f"{part.start:,}")
        passages.append(_passage(trace, best, label, marked[key], part))
    reach = max(float(np.abs(passage.values).max()) for passage in passages) or 1.0
    st.markdown(
        _(
            "**{concept}**: unit {unit} of layer {layer} by its {state}, score {score}; before training the best unit"
            " had {before}. {meaning}",
            before=f"{fresh.best(key).score:.3f}",
            concept=_(NAMES[key]),
            unit=best.unit,
            layer=best.layer,
            state=_(QUANTITIES[best.state].label),
            score=f"{best.score:.3f}",
            meaning=_(WORDS[key]),
        )
    )
    show(passages, Scale(high=reach), key="concept_passages")
    st.caption(
        _(
            "Each character has the colour of the unit’s state right after reading it, red above and blue below zero;"
            " underlined is where the concept truly holds (of a graded one: where it is above its mean). A good unit"
            " changes colour exactly where the line begins and ends."
        )
    )


def _passage(trace: xr.Dataset, best: Best, label: str, truth: np.ndarray, part: slice = slice(None)) -> Passage:
    """The best unit on `part` of a text, the truth of all of which is known: cut out, it would be told otherwise."""
    marks = (truth if truth.dtype == bool else truth > truth.mean())[part]
    values = trace[best.state].isel(layer=best.layer, unit=best.unit).values
    return Passage(tokens_of(trace, "time"), values, marks=marks, label=label)


@computed_once
def _measured(checkpoint: Checkpoint, run: Run) -> ConceptScores:
    from core.labs.gates.concepts import measure

    return measure(model_at(checkpoint), texts_of(run).held_out)


@computed_once
def _measured_untrained(run: Run) -> ConceptScores:
    from core.labs.gates.concepts import measure

    return measure(untrained(run), texts_of(run).held_out)


@computed_once
def _truth(run: Run) -> dict[str, np.ndarray]:
    texts = texts_of(run)
    return truths(texts.tokens(texts.held_out))
