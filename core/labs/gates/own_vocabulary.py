"""The vocabulary of a network that was trained elsewhere: a viewer's list of tokens. Imports no torch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from core.errors import InputError, refusing
from core.text.files import told_in_json
from core.text.vocabulary import BOS, EOS, UNK

MOST_TOKENS = 10_000
"""Tokens that it may have."""

_SPECIAL = re.compile(r"<.+>|\[.+\]|⟨.+⟩")
_SPECIALS = {
    BOS: ("bos", "s", "sos", "start", "go"),
    EOS: ("eos", "/s", "end", "stop"),
    UNK: ("unk", "unknown", "oov"),
}


def own_vocabulary(data: bytes, name: str, V: int) -> list[str]:
    """The tokens in the order of their numbers; special ones by the names that they have here.

    Parameters
    ----------
    data : bytes
        A JSON list; a JSON object, token to number or number to token; a text with a token a line, line ends and tabs
        as ``\\n`` and ``\\t``; or a text of all characters in a row.
    name : str
        What its owner calls it.
    V : int
        How many there must be.

    Raises
    ------
    InputError
        If it cannot be read, or does not list V different tokens of one character each (beside special ones).
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputError(
            "{name} is not a text in UTF-8. Save the vocabulary as a JSON list of tokens.", name=name
        ) from error
    tokens = _listing(text, name, V)
    if len(tokens) != V:
        raise InputError(
            "The vocabulary {name} has {found} tokens, but the network has {expected}: its output has a row for each."
            " Upload the vocabulary that it was trained with.",
            name=name,
            found=len(tokens),
            expected=V,
        )
    if V > MOST_TOKENS:
        raise InputError(
            "The vocabulary has {found:,} tokens; at most {most:,} can be inspected.", found=V, most=MOST_TOKENS
        )
    if strange := [token for token in tokens if len(token) != 1 and not _SPECIAL.fullmatch(token)]:
        raise InputError(
            "The vocabulary {name} holds {tokens}; here each token is one character, or a special one such as <unk>."
            " Upload a network that reads characters.",
            name=name,
            tokens=_listed(map(repr, strange)),
        )
    tokens = [_special(token) for token in tokens]
    if len(set(tokens)) != V:
        twice = sorted({token for token in tokens if tokens.count(token) > 1})
        raise InputError(
            "The vocabulary {name} lists {tokens} more than once.", name=name, tokens=_listed(map(repr, twice))
        )
    return tokens


def _listing(text: str, name: str, V: int) -> list[str]:
    """The tokens of a JSON list or object, of lines, or of one row of characters: whichever it is."""
    if PurePath(name).suffix.lower() == ".json" or (text.lstrip()[:1] in ("[", "{") and len(text) > V + 1):
        with refusing("The vocabulary {name} is not valid JSON ({reason}).", name=name):
            content = told_in_json(text)
        return _of_json(content, name)
    lines = text.removesuffix("\n").split("\n")
    if len(lines) == V:
        return [{"\\n": "\n", "\\t": "\t", "\\r": "\r"}.get(line, line) for line in lines]
    return next((list(row) for row in (text, text.removesuffix("\n")) if len(row) == V), lines)


def _of_json(content: Any, name: str) -> list[str]:
    if isinstance(content, dict) and all(isinstance(number, int) for number in content.values()):
        content = {number: token for token, number in content.items()}
    elif isinstance(content, dict) and all(key.isdecimal() for key in content):
        content = {int(number): token for number, token in content.items()}
    if isinstance(content, dict) and sorted(content) == list(range(len(content))):
        content = [content[number] for number in range(len(content))]
    if not isinstance(content, list) or not all(isinstance(token, str) for token in content):
        raise InputError(
            'The vocabulary {name} is no list of tokens; expected JSON such as ["a", "b"] or {{"a": 0, "b": 1}},'
            " numbered from 0 without gaps.",
            name=name,
        )
    return content


def _special(token: str) -> str:
    """A token that marks beginning, end or the unknown by the name that it has here; any other as it is."""
    inside = token[1:-1].strip("|").lower() if _SPECIAL.fullmatch(token) else None
    return next((ours for ours, names in _SPECIALS.items() if inside in names), token)


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    return ", ".join(names[:6]) + (" …" if len(names) > 6 else "") or "–"
