"""Chatbot: how does a network answer?"""

from __future__ import annotations

from core.lab import Lab
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.subject import pin_clicked
from dashboard.labs.chatbot.beam import beam
from dashboard.labs.chatbot.components.conversation import conversation
from dashboard.labs.chatbot.equations import chat_equations
from dashboard.labs.chatbot.film import film
from dashboard.labs.chatbot.kinds import kinds
from dashboard.labs.chatbot.many import many
from dashboard.labs.chatbot.nearest import nearest
from dashboard.labs.chatbot.own_dialogues import own_dialogues_panel
from dashboard.labs.chatbot.question import QUESTION
from dashboard.labs.chatbot.step import step
from dashboard.labs.chatbot.subject import Talked, acceptable, cursor_in, exchanges, prompts, right, told_of
from dashboard.labs.chatbot.talking import choose_bot, conversation_of, say
from dashboard.language import translate as _
from dashboard.observed import note
from dashboard.panels.code import show_the_code
from dashboard.panels.explore import explore
from dashboard.panels.input import inputs, legible
from dashboard.panels.prediction import predict_first

LOOKS = (
    predict_first(QUESTION),
    Look("Who fails where", "kinds", ":material/grid_on:", kinds),
    Look("Twenty answers", "many", ":material/casino:", many),
    Look("Nearest prompts", "nearest", ":material/scatter_plot:", nearest),
    Look("One word", "step", ":material/footprint:", step),
    Look("Over training", "birth", ":material/movie:", film),
    Look("Beam search", "beam", ":material/account_tree:", beam),
)
"""What one may ask about the answer in view; only the one that is chosen is computed."""


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """The conversation with each network, on one cursor, and the field to go on with it; then the closer looks."""
    examples = moments[0].model.examples or lab.examples
    with inputs():
        said = conversation_of(examples)
        choose_bot(lab, moments[0].run)

    def read(text: str):
        return text, [exchanges(moment, text) for moment in moments]

    said, answers = legible("conversation", said, examples, read)
    at = cursor_in(answers[0])
    trace, texts = answers[0][at[0]], prompts(said)
    chat_equations(trace, *at[1:])
    for moment, traces, key in beside(moments, answers, ("conversation", "conversation:beside")[: len(moments)]):
        conversation(
            traces,
            [right(moment.run, text, one.attrs["output"]) for text, one in zip(texts, traces, strict=True)],
            key=key,
            cursor=at,
            group="chatbot",
            translate=_,
            on_change=lambda key=key: pin_clicked(key, Talked.AXES),
        )
        note(*told_of(moment, traces[at[0]], said, at[0]))
    say(said)
    subject = Talked(
        lab=lab,
        moment=moments[0],
        trace=trace,
        cursor=at,
        beside=tuple((moment, traces[at[0]]) for moment, traces in zip(moments[1:], answers[1:], strict=True)),
        text=texts[at[0]],
        acceptable=acceptable(moments[0].run, texts[at[0]]),
    )
    closer_looks(LOOKS, subject)
    explore(
        trace,
        [name for name in ("alignment", "score") if name in trace],
        {"target": _("word of the answer"), "source": _("word that was read")},
    )
    show_the_code(
        [
            "core/labs/chatbot/model.py:Chatbot.advance",
            "core/nn/attention.py:Attention.forward",
            "core/labs/chatbot/model.py",
            "core/nn/attention.py",
            "core/nn/decoding.py",
            "core/nn/encoders.py",
            "core/labs/chatbot/dialogues.py",
            "core/labs/chatbot/english.py",
            "core/training/loop.py",
        ]
    )


lesson("chatbot", pictures, side=own_dialogues_panel)
