"""What the writing lab adds to its page: the beginning, the sliders' equations, the futures, the sentence that is
taught.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.lab import Lab
from core.nn.sampling import Sampling, stages
from core.systems.language.writing import Writing
from core.text.vocabulary import UNK, split
from dashboard.frame import view
from dashboard.frame.names import TEXT
from dashboard.labs.text_generation.names import FUTURES, TAUGHT
from dashboard.language import translate as _
from dashboard.panels.equations import equations_panel
from dashboard.panels.input import example_of, inputs, unlabelled

if TYPE_CHECKING:
    from core.systems.language.model import LanguageModel

BEGINNING = "The "
"""What the network goes on from until the viewer types another."""


def beginning() -> str:
    """The text that the network goes on from, as it is typed; it may be empty."""
    label = _("Beginning of the text")
    return view.text(
        TEXT,
        label,
        **unlabelled(label),
        default=BEGINNING,
        live="200ms",
        help=_("Type anything, or nothing: then the network begins by itself, from ⟨BOS⟩ alone."),
    )


def sentence_to_teach(lab: Lab) -> str:
    """The document whose loss is taken apart: an example, or what the viewer types."""
    label = _("Sentence that is taught")
    with inputs():
        text = view.text(
            TAUGHT,
            label,
            default=lab.examples[0],
            live="200ms",
            help=_(
                "The network reads it with the true token at every step, whatever it would have written itself (teacher"
                " forcing)."
            ),
            **unlabelled(label),
        )
        example_of(lab.examples, TAUGHT)
    return text


def how_many_futures() -> int:
    """How many futures are drawn."""
    return view.choice(FUTURES, _("Futures"))


def what_it_knows(model: LanguageModel, text: str) -> None:
    """What the network learnt from, and which of the viewer's words it does not know."""
    report, unit = model.report, model.config.unit_of_text
    if report:
        facts = _(
            "“{name}” has {documents} documents, {characters} characters in all; {held_out} of the documents are kept"
            " to measure on. It knows {distinct} tokens.",
            documents=f"{report['documents']:,}",
            name=report["name"],
            characters=f"{report['characters']:,}",
            held_out=f"{report['held_out']:,}",
            distinct=f"{report['distinct']:,}",
        )
        if unit == "word":
            facts += " " + _(
                "Of the held-out words, {unknown} are ⟨unk⟩ to it; bits per character charge it for spelling them out.",
                unknown=f"{report['unknown']:.1%}",
            )
        st.caption(facts)
    unknown = model.vocabulary.unknown(split(text.removesuffix(" "), unit)) if unit == "word" else []
    if unknown:
        st.caption(
            _("It does not know {words} and reads {unk} instead.", words=", ".join(map(repr, unknown[:8])), unk=UNK)
        )


def writing_equations(writing: Writing, sampling: Sampling, step: int) -> None:
    """A panel with what is computed at a step, each equation with this step's numbers for the token that came."""
    panel = equations_panel()
    if not panel.open or not len(writing.numbers):
        return
    with panel:
        step = min(step, len(writing.numbers) - 1)
        before, tempered, kept, nucleus = stages(writing.probability[step], sampling, writing.never)[
            :, writing.numbers[step]
        ]
        st.caption(_("v is the token that came at step {step}.", step=step + 1))
        left, right = st.columns(2)
        left.latex(rf"p_v = \operatorname{{softmax}}(W h_t + b)_v = {before:.4f}")
        left.latex(
            rf"p_v^{{(\tau)}} = \frac{{p_v^{{1/\tau}}}}{{\sum_u p_u^{{1/\tau}}}} = {tempered:.4f}, \quad \tau ="
            rf" {sampling.temperature:g}"
        )
        right.latex(rf"p_v^{{(k)}} = \frac{{p_v^{{(\tau)}} [v \in \text{{top }} k]}}{{\sum_u \dots}} = {kept:.4f}")
        right.latex(rf"p_v^{{(p)}} = \frac{{p_v^{{(k)}} [v \in \text{{nucleus}}]}}{{\sum_u \dots}} = {nucleus:.4f}")
        left.latex(rf"-\log_2 p_v = {writing.surprise[step]:.2f} \text{{ bit}}")
