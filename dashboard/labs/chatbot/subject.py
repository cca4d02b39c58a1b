"""What the pictures of the chatbot are about: a conversation, one answer in it, and a word of that answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import xarray as xr

from core.labs.chatbot.observations import forgotten, invented
from core.labs.chatbot.prompt import prompt_tokens, utterances_of
from core.runs.store import Run
from core.trace.schema import tokens_of
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.frame.names import CURSOR
from dashboard.frame.subject import Axis, Subject, cursor_of
from dashboard.observed import observed
from dashboard.resources import task_of

if TYPE_CHECKING:
    from core.labs.chatbot.data import Dialogues
    from core.labs.chatbot.dialogues import Dialogue


@dataclass(frozen=True, kw_only=True)
class Talked(Subject):
    """One answer of a conversation; the cursor says which, and a word of it and a word that was read.

    Attributes
    ----------
    text : str
        What the answer answers: the last utterances up to it, one a line.
    acceptable : Dialogue or None
        What may be answered, where that is known.
    """

    AXES = ("exchange", "target", "source")
    exchange, target, source = Axis(), Axis(), Axis()

    text: str
    acceptable: Dialogue | None

    @property
    def source_tokens(self) -> list[str]:
        """What was read, words without their spaces."""
        return [token.strip() or token for token in tokens_of(self.trace, "source")]

    @property
    def target_tokens(self) -> list[str]:
        """The answer, ⟨EOS⟩ included, words without their spaces."""
        return [token.strip() or token for token in tokens_of(self.trace, "target")]


def dialogues_of(run: Run) -> Dialogues:
    """The dialogues that a run learns from."""
    return task_of(run).dialogues


def exchanges(moment: Moment, conversation: str) -> list[xr.Dataset]:
    """For each utterance the trace of its answer; of what was said before, only the utterance before matters."""
    return [moment.trace(text) for text in prompts(conversation)]


def prompts(conversation: str) -> list[str]:
    """What each answer answers: an utterance and the one before it."""
    said = utterances_of(conversation)
    return ["\n".join(said[max(0, k - 1) : k + 1]) for k in range(len(said))]


@computed_once
def acceptable(run: Run, prompt: str) -> Dialogue | None:
    """What may be answered to a prompt; None where nobody knows."""
    return dialogues_of(run).acceptable(utterances_of(prompt))


@computed_once
def right(run: Run, prompt: str, answer: str) -> bool | None:
    """Whether an answer is acceptable; None where nobody knows."""
    found = acceptable(run, prompt)
    return None if found is None else task_of(run).accepts(found, answer)


def told_of(moment: Moment, trace: xr.Dataset, conversation: str, exchange: int) -> list[str]:
    """What may be said of one answer: words that nobody said, and what was said too long ago."""
    names, turns = dialogues_of(moment.run).names, moment.run.config["turns"]
    read, answer = tokens_of(trace, "source"), tokens_of(trace, "target")
    before = utterances_of(conversation)[: max(0, exchange + 1 - turns)]
    earlier = prompt_tokens(before, moment.model.vocabulary)
    made_up = observed(invented, of=[read, answer, names])
    return made_up + (observed(forgotten, of=[earlier, read, names, turns]) if made_up else [])


def cursor_in(traces: Sequence[xr.Dataset]) -> tuple[int, int, int]:
    """Where the cursor stands: where the link pins it, else at the word of the newest answer that matters most."""
    pinned = view.read(CURSOR, count=3)
    exchange = len(traces) - 1 if pinned is None else min(pinned[0], len(traces) - 1)
    trace = traces[exchange]
    sizes = {**trace.sizes, "exchange": len(traces)}
    exchange, target, source = cursor_of(Talked.AXES, sizes, lambda: (exchange, *beginning(trace)))
    return exchange, target, source


def beginning(trace: xr.Dataset) -> tuple[int, int]:
    """The word of an answer that was most plainly taken from what was said, else the first; and where it looks most.

    Without attention, the last word that stands in both.
    """
    read, written = tokens_of(trace, "source"), tokens_of(trace, "target")
    shared = [i for i, token in enumerate(written) if token in read and token.strip().isalnum()]
    if "alignment" not in trace:
        return (shared[-1], read.index(written[shared[-1]])) if shared else (0, 0)
    alignment = trace["alignment"].transpose("target", "source").values
    target = max(shared, key=lambda i: float(alignment[i].max()), default=0)
    return target, int(alignment[target].argmax())
