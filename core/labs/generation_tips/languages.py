"""Two little languages whose sentences are known with their probabilities: so what a network writes can be judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from core.text.vocabulary import EOS, Vocabulary


@dataclass(frozen=True)
class LittleLanguage:
    """Sentences and how likely each is.

    Attributes
    ----------
    sentences : tuple of tuple of str
        Each ends in ⟨EOS⟩.
    probabilities : tuple of float
        They sum to 1.
    """

    sentences: tuple[tuple[str, ...], ...]
    probabilities: tuple[float, ...]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its words, ⟨EOS⟩ last."""
        words = dict.fromkeys(word for sentence in self.sentences for word in sentence if word != EOS)
        return Vocabulary((*words, EOS), "word")

    @property
    def longest(self) -> int:
        """Words of its longest sentence, ⟨EOS⟩ included."""
        return max(map(len, self.sentences))

    @cached_property
    def probability(self) -> dict[tuple[str, ...], float]:
        """The probability of each sentence, without its ⟨EOS⟩."""
        known = zip(self.sentences, self.probabilities, strict=True)
        return {sentence[:-1]: probability for sentence, probability in known}


def spread(first: str, probability: float, slots: tuple[tuple[str, str], ...], likely: float) -> dict[str, float]:
    """Sentences that begin with a word and choose one of two in each slot: the first with probability `likely`."""
    choices = product((0, 1), repeat=len(slots))
    return {
        " ".join((first, *(slot[k] for slot, k in zip(slots, choice, strict=True)))): probability
        * prod((likely, 1 - likely)[k] for k in choice)
        for choice in choices
    }


def _language(said: dict[str, float]) -> LittleLanguage:
    return LittleLanguage(tuple((*sentence.split(), EOS) for sentence in said), tuple(said.values()))


MODES = _language({"you are tired cry": 0.5, "i am happy laugh": 0.5})
"""Two sentences, equally likely, that have no word in common."""

CROSSROADS = _language(
    spread("the", 0.52, (("old", "young"), ("dog", "cat"), ("runs", "walks"), ("home", "away")), 0.6)
    | spread("a", 0.32, (("small", "big"), ("dog", "cat"), ("sleeps", "sits"), ("here", "there")), 0.8)
    | {"hm": 0.16}
)
"""The likeliest first word, "the", leads to many sentences, none likely; "a" to one that is; "hm" says nothing."""
