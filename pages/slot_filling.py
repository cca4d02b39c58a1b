"""Slot filling: why does a network need memory?"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.course import LABS, lab_of
from core.lab import Lab
from core.labs.slot_filling.minimal_pairs import shared
from core.text.vocabulary import UNK
from core.text.words import normalised, words_of
from core.trace.schema import gates_of, tokens_of
from dashboard import state
from dashboard.charts.equations import equations_of
from dashboard.frame import view
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.labs.slot_filling.comparison import choose_network, compared_networks
from dashboard.labs.slot_filling.components.minimal_pairs import minimal_pairs
from dashboard.labs.slot_filling.components.sentence import sentence as strip
from dashboard.labs.slot_filling.components.shapes import WORDS as SHAPES
from dashboard.labs.slot_filling.components.shapes import shape
from dashboard.labs.slot_filling.minimal_pairs import PAIRS, minimal_pair
from dashboard.labs.slot_filling.names import WORD
from dashboard.labs.slot_filling.question import QUESTION
from dashboard.labs.slot_filling.unrolled import Tagged, unrolled_sentences
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import formula
from dashboard.panels.explore import explore
from dashboard.panels.input import inputs, legible, sentence_to_tag
from dashboard.panels.prediction import predict_first

WORDS = {"left": "Read from the left only →", "right": "← Read from the right only"}

LOOKS = (
    predict_first(QUESTION),
    Look("Unrolled", "unrolled", ":material/view_week:", unrolled_sentences),
)

CARRIED = ("hidden_state", "output", "cell_state")
"""What of a cell passes from word to word: the equations above its states."""

LINKS = {
    "1-1": (),
    "1-n": ("text_generation", "captioning"),
    "n-1": ("vanishing_gradients",),
    "n-n": ("gates",),
    "n-m": ("translation", "speech_recognition"),
}
"""Labs whose problem has this shape; those that do not exist yet are left out."""


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """The viewer's sentence; the same word in two sentences; what each direction knows."""
    with inputs():
        text = sentence_to_tag(lab)
        choose_network(lab, moments[0].run)
    text, traces = legible("text", text, lab.examples, lambda text: (text, [moment.trace(text) for moment in moments]))
    formula(r"p(\text{slot}_t) = \mathrm{softmax}(V h_t + c)")
    for moment, trace in beside(moments, traces):
        strip(trace, key=f"sentence:{moment.place}", translate=_)
        new = [word for word, known in zip(tokens_of(trace, "time"), trace["known"].values, strict=True) if not known]
        unknown = _("Not in the vocabulary, read as {unk}: {words}.", unk=UNK, words=", ".join(map(plain, new)))
        st.caption(unknown if new else _("The network knows every one of these words."))
    st.caption(
        _(
            "Each word stands on the colour of its likeliest slot, the paler the less sure; the bars are the"
            " probabilities of all slots. Point at a word for the numbers."
        )
    )
    with st.container():
        same_word(moments)
    directions(moments[0], traces[0])
    closer_looks(LOOKS, Tagged(moments, text, traces))
    both = {"direction": 0} if "direction" in traces[0].dims else {}
    explore(traces[0], gates_of(traces[0]), {"unit": _("unit"), "time": _("word")}, layer=-1, **both)


def same_word(moments: list[Moment]) -> None:
    """Two sentences that share words, and the network's state at one of these."""
    st.subheader(_("The same word, two sentences"), anchor=False)
    first, second = minimal_pair()
    cell = moments[0].run.config["cell"]
    equations = [("hidden_state", r"h_t = \tanh(W x_t + b)")] if cell == "none" else equations_of(cell)
    st.latex(r" \qquad ".join(line for name, line in equations if name in CARRIED))

    def read(pair: tuple[str, str]):
        return *pair, [(moment.trace(pair[0]), moment.trace(pair[1])) for moment in moments]

    first, second, pairs = legible("pair", (first, second), PAIRS, read)
    if not shared(*([normalised(word) for word in words_of(text)] for text in (first, second))):
        st.warning(_("The two sentences share no word. Let a word such as a city stand in both."))
        return
    pinned = view.read(WORD)
    for moment, pair in beside(moments, pairs):
        key = f"twins:{moment.place}"
        minimal_pairs(
            *pair,
            key=key,
            at=pinned[0] if pinned else None,
            translate=_,
            on_change=lambda key=key: view.write(WORD, (state.get(key)["column"],)),
        )
    st.caption(
        _(
            "Point at a word that both sentences share: its hidden state in each, unit by unit, and the difference."
            " Without memory the same word always has the same state, so no training in the world can give it two"
            " slots."
        )
    )


def directions(moment: Moment, trace) -> None:
    """The slots that each direction alone would name."""
    if "one_sided" not in trace:
        return
    st.subheader(_("What each direction knows"), anchor=False)
    st.latex(
        r"p(\text{slot}_t) = \mathrm{softmax}(V_{\rightarrow} h^{\rightarrow}_t + V_{\leftarrow} h^{\leftarrow}_t + c)"
    )
    for direction, name in enumerate(("left", "right")):
        st.markdown(f"**{_(WORDS[name])}**")
        key = f"{name}:{moment.place}"
        strip(trace, "one_sided", direction=direction, key=key, translate=_, legend=False, small=True)
    st.caption(
        _(
            "The scores of the two directions add up. A city before “is where I leave from” can be known from the"
            " right only; one after “leave” from the left only."
        )
    )


def shapes(lab: Lab) -> None:
    """The five shapes of sequence problems, each with the labs that have it."""
    st.subheader(_("Five shapes of sequence problems"), anchor=False)
    st.caption(_("x goes in, h is kept, y comes out; time runs from left to right."))
    existing = {other.key: other for other in LABS}
    for column, kind in zip(st.columns(len(SHAPES), gap="medium"), SHAPES, strict=True):
        with column:
            shape(kind, key=f"shape:{kind}", translate=_)
            if kind == "n-n":
                st.caption(_("This page: a slot for every word."))
            for other in (existing[key] for key in LINKS[kind] if key in existing):
                st.page_link(Path(__file__).with_name(f"{other.key}.py"), label=_(other.title), icon=other.icon)


lesson("slot_filling", pictures)
compared_networks(lab_of("slot_filling"))
shapes(lab_of("slot_filling"))
show_the_code(
    [
        "core/labs/slot_filling/model.py:Tagger.forward",
        "core/labs/slot_filling/model.py",
        "core/nn/cells/elman.py",
        "core/labs/slot_filling/data.py",
        "core/labs/slot_filling/task.py",
        "core/training/loop.py",
    ]
)
