"""The closer look "guess or listen": networks that learnt from counted or from random digits, with attention by content
or by content and location, on the same sentence and on held-out ones.
"""

from __future__ import annotations

from random import Random

import pandas as pd
import streamlit as st

from core.labs.speech_recognition.data import counting, digits, is_held_out, sentences
from core.labs.speech_recognition.observations import (
    Listened,
    attention_decides,
    counters_guess,
    good_alignment_bad_listener,
)
from core.runs.shipped import companions
from core.runs.store import Checkpoint, Run
from core.sound.synthesis import say, say_all
from core.sound.utterances import Utterance
from dashboard.cache import computed_once
from dashboard.components.sound import name_of, sound
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.labs.speech_recognition.components.hearing import hearing
from dashboard.labs.speech_recognition.names import DIGITS
from dashboard.labs.speech_recognition.subject import Heard, trace_of
from dashboard.labs.speech_recognition.verdict import verdict, wrong_in
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.observed import note, observed
from dashboard.resources import model_at, store

WORDS = {
    "counted": "counted up",
    "drawn": "drawn at random",
    "counting": "counted digits",
    "digits": "random digits",
    "content": "content alone",
    "location": "content and location",
}
"""The kinds of sentences, what a network learnt from, and how it attends (message ids)."""

SEEDS = {"counted": (counting, 3), "drawn": (digits, 3)}
"""How the sentences are made."""

CELLS = tuple((data, attention) for data in ("counting", "digits") for attention in ("content", "location"))
"""The four networks: what they learnt from, and how they attend."""

SENTENCES = 24
"""Held-out sentences of each kind on which every network is measured."""


def guess(subject: Heard) -> None:
    """Four networks hear the same digits: such as can be guessed, or such as cannot."""
    networks = _networks(subject)
    if len(networks) < len(CELLS):
        st.info(_("The four networks that this look compares do not come with this copy of the app."))
        return
    st.latex(
        r"\underbrace{p(d_i \mid d_{<i},\, X) \approx p(d_i \mid d_{<i})}_{\text{"
        + _("the digits are counted: no need to listen")
        + r"}} \qquad \underbrace{p(d_i \mid d_{<i}) = \tfrac{1}{10}}_{\text{"
        + _("the digits are random: only listening helps")
        + "}}"
    )
    st.caption(_("d are the spoken digits; inside a word, the next phoneme is nearly certain in either case."))
    _table(networks)
    utterance = _sentence(view.choice(DIGITS, _("The digits are"), {kind: _(WORDS[kind]) for kind in SEEDS}))
    st.markdown(_("All four hear: “**{text}**”", text=plain(utterance.text)))
    for data in ("counting", "digits"):
        for column, attention in zip(st.columns(2, gap="medium"), ("content", "location"), strict=True):
            with column:
                _heard(networks[data, attention], f"{data}:{attention}", utterance)


def _networks(subject: Heard) -> dict[tuple[str, str], Run]:
    """The shipped networks by what they learnt from and how they attend."""
    own = store().shipped(subject.lab.key)
    runs = [*([own] if own else []), *(store().get(name) for name in companions(subject.lab.key))]
    found = {(run.config["data"], run.config["attention"]): run for run in runs}
    return {cell: found[cell] for cell in CELLS if cell in found}


def _table(networks: dict[tuple[str, str], Run]) -> None:
    """Errors and alignment of each network on held-out sentences of both kinds, and what follows from them."""
    with st.spinner(_("Held-out sentences are listened to …")):
        points = {cell: store().checkpoint(run.id) for cell, run in networks.items()}
        known = frozenset.intersection(
            *(frozenset(model_at(point).target_vocabulary.tokens) for point in points.values())
        )
        measured = [_measured(point, *cell, known) for cell, point in points.items()]
    rows = [
        {
            _("learnt from"): _(WORDS[one.data]),
            _("attention by"): _(WORDS[one.attention]),
            _("errors, counted"): one.errors["counting"],
            _("errors, random"): one.errors["digits"],
            _("attention off by, counted"): f"{one.off['counting']:.0f} ms",
            _("attention off by, random"): f"{one.off['digits']:.0f} ms",
        }
        for one in measured
    ]
    percent = st.column_config.NumberColumn(format="percent")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        key="guess:table",
        column_config={_("errors, counted"): percent, _("errors, random"): percent},
    )
    note(
        _(
            "Each network wrote {count} held-out sentences of each kind by itself (errors per phoneme), and then as"
            " they should be (how far attention lies from where each phoneme is spoken).",
            count=SENTENCES,
        ),
        *observed(attention_decides, counters_guess, good_alignment_bad_listener, of=[measured]),
    )


@computed_once
def _measured(checkpoint: Checkpoint, data: str, attention: str, known: frozenset[str]) -> Listened:
    """Errors and alignment of a network on held-out sentences whose phonemes are all `known` to every network."""
    from core.labs.speech_recognition.metrics import Sample, hearing_metrics, hearings
    from core.sound.features import log_mel

    model = model_at(checkpoint)
    errors, off = {}, {}
    for kind in ("counting", "digits"):
        drawn = say_all(sentences(kind, 3 * SENTENCES, held_out=True).sentences)
        spoken = [one for one in drawn if set(one.tokens(model.config.target)) <= known][:SENTENCES]
        measured = hearing_metrics(hearings(model, [Sample(one, log_mel(one.samples)) for one in spoken]))
        errors[kind], off[kind] = measured["error_rate"], measured["alignment_ms"]
    return Listened(data, attention, errors, off)


def _sentence(kind: str) -> Utterance:
    """A sentence of four words or more that no network of this kind was trained on."""
    draw, seed = SEEDS[kind]
    random = Random(seed)
    while len((text := draw(random)).split()) < 4 or not is_held_out(text):
        continue
    return say(text)


def _heard(run: Run, name: str, utterance: Utterance) -> None:
    moment = Moment(run, store().checkpoint(run.id), name)
    trace = trace_of(moment, utterance)
    st.markdown(
        _(
            "Learnt from **{data}**, attention by **{attention}**",
            data=_(WORDS[run.config["data"]]),
            attention=_(WORDS[run.config["attention"]]),
        )
    )
    verdict(trace, utterance, small=True)
    hearing(trace, name_of(utterance), key=f"guess:{name}", wrong=wrong_in(trace, utterance), small=True, translate=_)
    if name == "counting:content":
        sound(utterance, trace, key="guess:sound")
