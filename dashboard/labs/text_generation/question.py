"""What one may predict of text generation: what stands there when temperature goes to zero."""

from __future__ import annotations

from core.nn.sampling import Sampling
from dashboard.labs.text_generation.unrolled import WrittenTexts
from dashboard.language import translate as _
from dashboard.panels.prediction import Prediction, Revealed
from dashboard.resources import asked_of

LENGTH = 200

WORDS = {
    "asked": (
        "Temperature goes to 0: always the likeliest token. The network begins with nothing and may write 200"
        " tokens. What will stand there?"
    ),
    "loop": "The same piece, again and again",
    "end": "A text that comes to its end by itself",
    "other": "200 tokens that neither end nor repeat",
    "why": (
        "Greedy writing throws no dice: once a state has come back, so does all that followed it. Where a network"
        " has learnt to end its texts, the end may come first."
    ),
}


def _find(subject: WrittenTexts) -> Revealed:
    writing = asked_of(subject.moments[0].checkpoint, "compose", "", Sampling(0.0), LENGTH, 0)
    tokens = writing.tokens
    if writing.ended:
        return Revealed(1, _("It ends after {count} tokens.", count=len(tokens)))
    period = period_of(tokens)
    if period is not None:
        return Revealed(0, _("The last tokens are a loop: the same {count} tokens follow each other.", count=period))
    return Revealed(2, _("After {count} tokens nothing has come back yet.", count=len(tokens)))


def period_of(tokens: list[str]) -> int | None:
    """How long the piece is that the last half of a text repeats; None where it repeats none at least three times."""
    tail = tokens[len(tokens) // 2 :]
    return next((count for count in range(1, len(tail) // 3 + 1) if tail[count:] == tail[:-count]), None)


QUESTION = Prediction(WORDS, _find)
