"""How well a listener understands each of several voices, those it learnt from and others: what a change of domain
costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from core.labs.speech_recognition.metrics import trace_misses
from core.labs.speech_recognition.model import Listener
from core.labs.speech_recognition.trace import spelled
from core.sound.utterances import Utterance
from core.text.edit_distance import error_rate
from core.text.vocabulary import EOS
from core.trace.schema import tokens_of


class Understood(NamedTuple):
    """What became of one voice.

    Attributes
    ----------
    voice : str
        Its name among those that were asked for.
    error_rate : float
        By edits; a token that the network does not know is an error.
    alignment_ms : float or None
        How far attention lies from the true stretches of the tokens that are right, on average; None if none is known.
    said, written : str
        Of the utterance with the most errors, what should have been written and what was.
    """

    voice: str
    error_rate: float
    alignment_ms: float | None
    said: str
    written: str


def understood(model: Listener, voices: Mapping[str, Sequence[Utterance]]) -> Iterator[Understood]:
    """Let a listener write down what each voice says, and compare.

    Parameters
    ----------
    model : Listener
        Whose ears they are.
    voices : mapping of str to sequence of Utterance
        What each voice says, at least one thing.
    """
    target = model.config.target
    for voice, utterances in voices.items():
        pairs, misses = [], []
        for utterance in utterances:
            trace = model.trace(utterance)
            tokens = tokens_of(trace, "target")
            pairs.append((tokens[: tokens.index(EOS)] if EOS in tokens else tokens, utterance.tokens(target)))
            misses.append(trace_misses(trace))
        far = abs(np.concatenate(misses))
        written, said = max(pairs, key=lambda pair: error_rate([pair]))
        yield Understood(
            voice,
            error_rate(pairs),
            float(far.mean()) if far.size else None,
            spelled(said, target),
            spelled(written, target),
        )
