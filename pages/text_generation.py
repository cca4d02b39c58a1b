"""Text generation: how does a network write?"""

from __future__ import annotations

import streamlit as st

from core.nn.cells.family import kind_of
from core.text.vocabulary import EOS
from dashboard import state
from dashboard.frame import view
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment, note
from dashboard.frame.names import CURSOR, WRITING_SEED, Places, of_knob
from dashboard.labs.text_generation.components.fan import fan
from dashboard.labs.text_generation.components.playback import playback
from dashboard.labs.text_generation.names import COUNTS, TOKEN
from dashboard.labs.text_generation.question import QUESTION
from dashboard.labs.text_generation.unrolled import WrittenTexts, unrolled_writing
from dashboard.labs.text_generation.writing import (
    BEGINNING,
    beginning,
    how_many_futures,
    sentence_to_teach,
    what_it_knows,
    writing_equations,
)
from dashboard.language import translate as _
from dashboard.panels.code import show_the_code
from dashboard.panels.input import legible
from dashboard.panels.prediction import predict_first
from dashboard.panels.sampling import sampling_sliders
from dashboard.resources import asked_of
from dashboard.systems.language.own_text import own_text

LOOKS = (
    predict_first(QUESTION),
    Look("Unrolled", "unrolled", ":material/view_week:", unrolled_writing),
)


def pictures(lab, moments: list[Moment]) -> None:
    """One text step by step, and many at once; then the example that is taught."""
    with st.container():
        text = written(moments)
    closer_looks(LOOKS, text)
    st.divider()
    with st.container():
        taught(lab, moments)
    show_the_code(
        [
            "core/systems/language/model.py:LanguageModel.compose",
            "core/systems/language/model.py",
            "core/nn/sampling.py",
            "core/labs/text_generation/task.py",
            *kind_of(moments[0].run.config["cell"]).code,
        ]
    )


def written(moments: list[Moment]) -> WrittenTexts:
    """What each network makes of the beginning: one text with its player, and its futures."""
    prefix = beginning()
    sampling, seed, length = sampling_sliders(top_k=10, top_p=0.9, length=120)

    def compose(prefix: str):
        return prefix, [asked_of(one.checkpoint, "compose", prefix, sampling, length, seed) for one in moments]

    prefix, writings = legible("text", prefix, (BEGINNING, ""), compose)
    for moment, writing in zip(moments, writings, strict=True):
        if text := "".join(token for token in writing.tokens if token != EOS):
            note(moment, text)
    pinned = view.read(CURSOR)
    step = pinned[0] if pinned else None
    writing_equations(writings[0], sampling, writings[0].given if step is None else step)
    for moment, writing in beside(moments, writings):
        playback(
            writing,
            sampling,
            key=f"playback:{moment.place}",
            step=step,
            translate=_,
            on_change=lambda place=moment.place: rested(CURSOR, f"playback:{place}"),
        )
        what_it_knows(moment.model, prefix)
    st.divider()
    futures(moments, prefix, sampling, length, seed)
    return WrittenTexts(moments, writings, step)


def futures(moments: list[Moment], prefix: str, sampling, length: int, seed: int) -> None:
    """Many texts with the same beginning, each by another die."""
    count = how_many_futures()
    first = seed - seed % max(COUNTS)  # so that playing one of them leaves them where they are
    fans = [asked_of(moment.checkpoint, "futures", prefix, sampling, count, length, first) for moment in moments]
    for moment, many in beside(moments, fans):
        key = f"fan:{moment.place}"
        begun = prefix.removesuffix(" ") if moment.run.config["unit_of_text"] == "word" else prefix
        fan(many, begun, key=key, playing=seed, translate=_, on_change=lambda key=key: play(state.get(key)["seed"]))


def taught(lab, moments: list[Moment]) -> None:
    """One document under teacher forcing: what the loss is made of."""
    text = sentence_to_teach(lab)
    pinned = view.read(TOKEN)
    recited = legible(
        "taught", text, lab.examples, lambda text: [asked_of(one.checkpoint, "recite", text) for one in moments]
    )
    for moment, writing in beside(moments, recited):
        key = f"taught:{moment.place}"
        playback(
            writing,
            None,
            key=key,
            step=pinned[0] if pinned else 0,
            translate=_,
            on_change=lambda key=key: rested(TOKEN, key),
        )


def rested(name: Places, key: str) -> None:
    """Put the step at which a player came to rest into the link."""
    view.write(name, (state.get(key)["place"]["step"],))


def play(seed: int | None) -> None:
    """Write the future that was clicked, above, from its first token on."""
    if seed is not None:
        view.write(of_knob(WRITING_SEED), seed)
        view.write(CURSOR, None)


lesson("text_generation", pictures, side=own_text)
