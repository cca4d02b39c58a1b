"""The closer look "another voice": the same sentence in several voices, and how well each is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.labs.speech_recognition.data import sentences
from core.runs.store import Checkpoint
from core.sound.synthesis import VOICES, Voice, say, say_all
from dashboard.cache import computed_once
from dashboard.components.sound import name_of, sound
from dashboard.frame.closer_look import steady
from dashboard.labs.speech_recognition.components.hearing import hearing
from dashboard.labs.speech_recognition.source import voice_in_words
from dashboard.labs.speech_recognition.subject import Heard, trace_of
from dashboard.labs.speech_recognition.verdict import verdict, wrong_in
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.labs.speech_recognition.voices import Understood

STRANGE = (
    Voice("en-us", 260, 50),
    Voice("en-us", 110, 50),
    Voice("en-us", 175, 95),
    Voice("en-us", 175, 5),
    Voice("en-us", 175, 50, "f5"),
    Voice("en-gb", 175, 50, "m7"),
    Voice("en-gb-scotland", 175, 50),
    Voice("en-gb-scotland", 240, 80, "f1"),
)
"""Voices that no network here learnt from: faster, slower, higher, lower, other people, another accent."""

SENTENCES = 10
"""Held-out sentences that each voice says."""

SIDE_BY_SIDE = (VOICES[0], STRANGE[0], STRANGE[-1])
"""The voices that are shown at first."""


def voices(subject: Heard) -> None:
    """The chosen sentence in several voices, each with its alignment; then the error of every voice."""
    _same_sentence(subject)
    st.divider()
    _errors(subject)


def _same_sentence(subject: Heard) -> None:
    text = subject.utterance.text
    st.markdown("**" + _("The same sentence in several voices") + "**")
    if not text:
        st.info(
            _(
                "It is not known what is said in this recording, so no other voice can say it. Write it beside the"
                " recording."
            )
        )
        return
    every = (*VOICES, *STRANGE)
    chosen = st.pills(
        _("Voices"),
        range(len(every)),
        selection_mode="multi",
        default=[every.index(voice) for voice in SIDE_BY_SIDE],
        key="voices_beside",
        format_func=lambda number: f"{number + 1} · {voice_in_words(every[number])}",
        label_visibility="collapsed",
    )
    if not chosen:
        st.caption(_("Choose at least one voice."))
    for first in range(0, len(chosen), 3):
        for column, number in zip(st.columns(3, gap="medium"), chosen[first : first + 3], strict=False):
            with column:
                _one(subject, text, every[number], number)
    st.caption(
        _(
            "Each voice says the same words; the network that you chose above listens to each. The faster a voice,"
            " the steeper an alignment that follows it; where a voice is far from those that were learnt from, tokens"
            " may be lost or made up."
        )
    )


def _one(subject: Heard, text: str, voice: Voice, number: int) -> None:
    utterance = say(text, voice)
    trace = trace_of(subject.moment, utterance)
    known = _("learnt from") if voice in VOICES else _("never heard")
    st.markdown(f"**{number + 1} · {known}**")
    verdict(trace, utterance, small=True)
    hearing(
        trace,
        name_of(utterance),
        key=f"voice:{number}:{subject.moment.run.id}",
        wrong=wrong_in(trace, utterance),
        small=True,
        translate=_,
    )
    st.caption(voice_in_words(voice))
    sound(utterance, trace, key=f"voice:sound:{number}")


def _errors(subject: Heard) -> None:
    from dashboard.labs.speech_recognition.charts.voices import voices_chart

    st.markdown("**" + _("What another voice costs") + "**")
    st.latex(r"\text{error rate} = \frac{\text{insertions} + \text{deletions} + \text{substitutions}}{|y|}")
    moment = steady(subject.moment)
    if moment.run.data is not None:
        st.info(
            _(
                "This network learnt from your own recordings. Choose a run that learnt from synthesized voices to"
                " compare these."
            )
        )
        return
    with st.spinner(_("Every voice says its held-out sentences, and the network listens …")):
        found = _understood(moment.checkpoint, moment.run.config["data"])
    voices = (*VOICES, *STRANGE)
    table = pd.DataFrame(
        {
            "voice": [f"{number + 1} · {voice_in_words(voice)}" for number, voice in enumerate(voices)],
            "known": [voice in VOICES for voice in voices],
            "error_rate": [one.error_rate for one in found],
            "alignment_ms": [one.alignment_ms for one in found],
        }
    ).astype({"alignment_ms": float})
    labels = {
        "error_rate": _("error rate"),
        "alignment_ms": _("mean timing error of attention, ms"),
        "known": _("learnt from"),
        "strange": _("never heard"),
    }
    left, right = st.columns(2, gap="medium")
    left.altair_chart(
        voices_chart(table, "error_rate", labels, format=".0%"),
        width="stretch",
        key="voices:error",
        alt=_("Bar chart of the error rate of each voice"),
    )
    right.altair_chart(
        voices_chart(table, "alignment_ms", labels, format=".0f"),
        width="stretch",
        key="voices:off",
        alt=_("Bar chart of how far attention is off for each voice"),
    )
    st.caption(
        _(
            "On the left the error rate over {count} held-out sentences per voice, on the right how far attention"
            " lies from the truth where the tokens are right. The words are the same in all; only who says them"
            " differs. An accent may have phonemes that the network never saw and cannot write.",
            count=SENTENCES,
        )
    )
    worst = max(found, key=lambda one: one.error_rate)
    if worst.error_rate > 0:
        st.markdown(
            _(
                "The worst of all: “{said}” was heard as “{written}”.",
                said=plain(worst.said),
                written=plain(worst.written) or "∅",
            )
        )


@computed_once
def _understood(checkpoint: Checkpoint, data: str) -> list[Understood]:
    from core.labs.speech_recognition.voices import understood

    texts = [text for text, _voice in sentences(data, SENTENCES, held_out=True).sentences]
    spoken = {str(voice): say_all([(text, voice) for text in texts]) for voice in (*VOICES, *STRANGE)}
    return list(understood(model_at(checkpoint), spoken))
