"""Which kinds of dialogue a network answers: the share of held-out prompts of each with an acceptable answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.labs.chatbot.dialogues import Dialogue
from core.labs.chatbot.model import Chatbot
from core.labs.chatbot.task import ChatbotTask

MOST = 60
"""Prompts of a kind that are answered."""


@dataclass(frozen=True)
class KindShare:
    """How a network did on one kind of dialogue.

    Attributes
    ----------
    part : {"first", "second", "new"}
        Dialogues of one turn, of two, or those whose answer needs a word that none in training has.
    kind : str
    prompt, answer : str
        An example of it: what was said, an utterance a line, and the network's answer; one that is not acceptable, if
        there is any.
    right, count : int
        How many of its prompts have an acceptable answer, and how many there are.
    """

    part: str
    kind: str
    prompt: str
    answer: str
    right: int
    count: int


def shares(task: ChatbotTask, model: Chatbot) -> list[KindShare]:
    """How a network does on each kind of held-out dialogue, in the order of the grammar."""
    alone, followed = task.dialogues.held_out
    return [
        share
        for part, some in (("first", alone), ("second", followed), ("new", task.dialogues.unheard))
        for share in _of(task, model, part, some)
    ]


def _of(task: ChatbotTask, model: Chatbot, part: str, dialogues: Iterable[Dialogue]) -> list[KindShare]:
    by_kind: dict[str, list[Dialogue]] = {}
    for each in dialogues:
        by_kind.setdefault(each.kind, []).append(each)
    some = {kind: several[:MOST] for kind, several in by_kind.items()}
    asked = [each for several in some.values() for each in several]
    answers = task.answers(model, [each.utterances for each in asked])
    judged = {kind: [] for kind in some}
    for each, answer in zip(asked, answers, strict=True):
        judged[each.kind].append((task.accepts(each, answer), each, answer))
    return [
        KindShare(
            part, kind, "\n".join(example[1].utterances), example[2], sum(right for right, *_ in found), len(found)
        )
        for kind, found in judged.items()
        for example in [min(found, key=lambda one: one[0])]
    ]
