"""A conversation as tokens: what the encoder reads of what was said. Imports no torch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from core.text.vocabulary import Vocabulary

TURN = "⟨turn⟩"
"""Stands between two utterances of a prompt; nobody can type it."""


def utterances_of(conversation: str) -> list[str]:
    """What was said, in order: the lines of a conversation that are not blank, white space around them left out."""
    return [line.strip() for line in conversation.splitlines() if line.strip()]


def cut(text: str, vocabulary: Vocabulary) -> list[str]:
    """The tokens of an utterance. A word has its space before it, the first one too; Chinese pieces have none.

    A word that the vocabulary writes in other letters, small or capital, is taken for that one.
    """
    text = " ".join(text.split())
    if vocabulary.unit == "character":
        return vocabulary.split(text)
    if vocabulary.unit == "piece":
        return vocabulary.split(text.replace(" ", ""))
    tokens = vocabulary.split(text if text[:1] > "\u3000" else f" {text}")
    spelt = _spellings(vocabulary)
    return [token if token in vocabulary else spelt.get(token.casefold(), token) for token in tokens if token.strip()]


@lru_cache(maxsize=32)
def _spellings(vocabulary: Vocabulary) -> dict[str, str]:
    """How the vocabulary writes each word, by the word in small letters."""
    return {token.casefold(): token for token in reversed(vocabulary.tokens)}


def joined(tokens: Iterable[str]) -> str:
    """The text of some tokens."""
    return "".join(tokens).strip()


def prompt_tokens(utterances: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """What the encoder reads: the tokens of each utterance, `TURN` between two."""
    cuts = [cut(said, vocabulary) for said in utterances]
    return [token for k, tokens in enumerate(cuts) for token in ([TURN] if k else []) + tokens]
