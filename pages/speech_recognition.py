"""Speech recognition: what does the decoder hear?"""

from __future__ import annotations

from core.labs.speech_recognition.data import sentences
from dashboard.components.sound import name_of, sound
from dashboard.frame import view
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.names import CURSOR
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.speech_recognition.beam import beam
from dashboard.labs.speech_recognition.components.hearing import hearing
from dashboard.labs.speech_recognition.equations import listener_equations
from dashboard.labs.speech_recognition.film import birth
from dashboard.labs.speech_recognition.guess import guess
from dashboard.labs.speech_recognition.own_recordings import own_recordings_panel
from dashboard.labs.speech_recognition.question import QUESTION
from dashboard.labs.speech_recognition.source import listened_to
from dashboard.labs.speech_recognition.step import step
from dashboard.labs.speech_recognition.subject import Heard, looks_most, trace_of
from dashboard.labs.speech_recognition.verdict import verdict, wrong_in
from dashboard.labs.speech_recognition.voices import voices
from dashboard.language import translate as _
from dashboard.panels.code import show_the_code
from dashboard.panels.explore import explore
from dashboard.panels.prediction import predict_first

LOOKS = (
    predict_first(QUESTION),
    Look("One decoding step", "step", ":material/footprint:", step),
    Look("Birth of the alignment", "birth", ":material/movie:", birth),
    Look("Greedy and beam", "beam", ":material/account_tree:", beam),
    Look("Another voice", "voices", ":material/groups:", voices, seconds=2),
    Look("Guess or listen", "guess", ":material/warning:", guess, seconds=2),
)
"""What one may ask about the utterance in view; only the one that is chosen is computed."""


def pictures(lab, moments: list[Moment]) -> None:
    """What each run heard, on one cursor over one sound; then the closer looks."""
    utterance = listened_to(moments[0], examples(lab, moments[0]))
    if utterance is None:
        return
    traces = [trace_of(moment, utterance) for moment in moments]
    at = cursor_of(Heard.AXES, traces[0].sizes, lambda: (0, looks_most(traces[0], 0)))
    pinned = view.is_said(CURSOR)
    listener_equations(traces[0], match_of(moments[0]), *at)
    for moment, trace in beside(moments, traces):
        verdict(trace, utterance, small=len(moments) > 1)
        key = f"hearing:{moment.place}"
        hearing(
            trace,
            name_of(utterance),
            key=key,
            cursor=at if pinned else (0, None),
            group="speech",
            wrong=wrong_in(trace, utterance),
            translate=_,
            on_change=lambda key=key: pin_clicked(key, Heard.AXES),
        )
    sound(utterance, traces[0], key="sound")
    beside_it = tuple(zip(moments[1:], traces[1:], strict=True))
    subject = Heard(lab=lab, moment=moments[0], trace=traces[0], cursor=at, beside=beside_it, utterance=utterance)
    closer_looks(LOOKS, subject)
    explore(traces[0], ["alignment", "score"], {"target": _("output token"), "source": _("source position")})
    show_the_code(
        [
            "core/nn/location_attention.py:LocationAttention.forward",
            "core/nn/location_attention.py",
            "core/nn/attention.py",
            "core/labs/speech_recognition/encoders.py",
            "core/labs/speech_recognition/model.py",
            "core/sound/features.py",
            "core/nn/beam_search.py",
            "core/labs/speech_recognition/task.py",
            "core/training/loop.py",
        ]
    )


def examples(lab, moment: Moment) -> list[str]:
    """Sentences to begin with: the lab's own, and for a run that learnt others, some of its data that it never trained
    on.
    """
    data = moment.run.config["data"]
    if data == lab.config().data:
        return list(lab.examples)
    return [text for text, _voice in sentences(data, len(lab.examples), held_out=True).sentences]


def match_of(moment: Moment) -> str:
    """How the network in view matches a query and a position."""
    config = moment.run.config
    return "location" if config["attention"] == "location" else config["match"]


lesson("speech_recognition", pictures, side=own_recordings_panel)
