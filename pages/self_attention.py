"""Self-attention: what if source and target are the same?"""

from __future__ import annotations

import streamlit as st

from core.errors import InputError
from core.labs.self_attention.data import read_puzzle
from core.labs.self_attention.heads import telling_head
from core.labs.self_attention.observations import looks_at_the_bracket, looks_at_what_followed, nobody_looks
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.self_attention.components.heads import heads
from dashboard.labs.self_attention.cost import cost
from dashboard.labs.self_attention.distance import distance
from dashboard.labs.self_attention.film import film
from dashboard.labs.self_attention.measured import roles_at, scores_at
from dashboard.labs.self_attention.mix import mix
from dashboard.labs.self_attention.positions import positions
from dashboard.labs.self_attention.question import QUESTION
from dashboard.labs.self_attention.recurrent import recurrent
from dashboard.labs.self_attention.silence import silence
from dashboard.labs.self_attention.subject import Looked, choose_network, choose_sequence
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import formula
from dashboard.panels.explore import explore
from dashboard.panels.input import inputs, legible
from dashboard.panels.prediction import predict_first
from dashboard.panels.runs import ACTIVE
from dashboard.resources import store

LOOKS = (
    predict_first(QUESTION),
    Look("Heads side by side", "mix", ":material/merge:", mix),
    Look("Positions", "positions", ":material/waves:", positions),
    Look("Silence a head", "silence", ":material/volume_off:", silence),
    Look("Distance", "distance", ":material/straighten:", distance),
    Look("Cost", "cost", ":material/speed:", cost),
)
"""What one may ask about the network in view; only the one that is chosen is computed."""


def pictures(lab, moments: list[Moment]) -> None:
    """The sequence and every head that reads it; how a head was born; then the closer looks."""
    first = moments[0]
    with inputs():
        text, examples = choose_sequence(lab, first.run.config["task"])
        choose_network(lab, first.run)

    def understood(text: str):
        puzzle = read_puzzle(text)
        return puzzle, first.trace(puzzle)

    puzzle, trace = legible(f"text_{first.run.config['task']}", text, examples, understood)
    traces = [trace, *(other for moment in moments[1:] if (other := tried(moment, puzzle)) is not None)]
    at = cursor(first, trace)
    if "alignment" in trace:
        formula(
            r"\mathrm{Attention}(Q, K, V) = \mathrm{softmax}\!\left(\frac{Q K^\top}{\sqrt{d}}\right) V"
            rf" \qquad Q = X W_Q,\quad K = X W_K,\quad V = X W_V \qquad d = {trace.sizes['unit']}"
        )
    for moment, read in beside(moments[: len(traces)], traces):
        if "alignment" not in read:
            recurrent(moment, read, at[0])
            continue
        here = at if moment is first else cursor(moment, read)
        key = f"self_attention:{moment.place}"
        heads(
            read,
            roles_at(moment.checkpoint),
            key=key,
            cursor=here,
            group="self_attention",
            translate=_,
            on_change=lambda key=key: pin_clicked(key, Looked.AXES),
        )
        config = moment.run.config
        seen = [scores_at(moment.checkpoint)["gold"], config["task"], config["causal"]]
        note(*observed(looks_at_what_followed, looks_at_the_bracket, nobody_looks, of=seen))
    beside_it = tuple(zip(moments[1:], traces[1:], strict=False))  # one that cannot read this is left out
    subject = Looked(lab=lab, moment=first, trace=trace, cursor=at, beside=beside_it, puzzle=puzzle)
    if subject.attends:
        film(subject)
    closer_looks(LOOKS, subject)
    if subject.attends:
        explore(
            trace,
            ["alignment", "score"],
            {"target": _("position that looks"), "source": _("position that is looked at")},
            layer=subject.layer,
            head=subject.head,
        )
    show_the_code(
        [
            "core/labs/self_attention/model.py:attend",
            "core/labs/self_attention/model.py",
            "core/labs/self_attention/data.py",
            "core/labs/self_attention/heads.py",
            "core/labs/self_attention/task.py",
            "core/nn/cells/gru.py",
            "core/training/loop.py",
        ]
    )


def tried(moment: Moment, puzzle):
    """The trace of the run beside, or one sentence why it cannot read this sequence."""
    try:
        return moment.trace(puzzle)
    except InputError as error:
        st.warning(sentence(error))
        return None


def cursor(moment: Moment, trace) -> tuple[int, ...]:
    """Position, layer and head that the link pins; else a position where something is asked, and a head that tells
    most.

    That head is the same at every training step, so that travelling through the training shows one head being born.
    """

    def telling() -> tuple[int, int, int]:
        asked = [i for i, answer in enumerate(trace["answer"].values) if answer]
        target = asked[len(asked) // 2] if asked else trace.sizes["target"] - 1
        if "alignment" not in trace or moment.run.state in ACTIVE:
            return target, trace.sizes["layer"] - 1, 0
        return target, *telling_head(scores_at(store().checkpoints(moment.run.id)[-1]))

    return cursor_of(Looked.AXES, trace.sizes, telling)


lesson("self_attention", pictures)
