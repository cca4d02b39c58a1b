"""The text in a file that a person brings, whatever program wrote it. Imports no torch."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from core.errors import InputError

ENCODINGS = {
    "utf_16": "UTF-16",
    "big5": "Big5",
    "gb18030": "GBK",
    "cp932": "Shift JIS",
    "euc_jp": "EUC-JP",
    "cp949": "EUC-KR",
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
}
"""Encodings beside UTF-8 that are recognised, and what people call them; of two that read a text alike, the first is
meant.
"""

LOOKED_AT = 100_000
"""Bytes that an encoding is guessed from."""

_MARK = "\ufeff"  # of byte order; where files were joined it stands in the middle, too


class EncodingError(InputError):
    """A text that is not in UTF-8.

    Attributes
    ----------
    guesses : tuple of str
        Keys of `ENCODINGS` that it may be in, the likeliest first.
    """

    def __init__(self, template: str, guesses: tuple[str, ...] = (), **values: Any) -> None:
        super().__init__(template, **values)
        self.guesses = guesses


def decoded(data: bytes, name: str) -> str:
    """The text of a file in UTF-8, in Unicode's composed form (NFC), with ``\\n`` at every line's end.

    Marks of byte order are dropped wherever they stand: each file of several that were joined brings its own.

    Raises
    ------
    EncodingError
        If it is no text in UTF-8; the sentence names what it may be instead.
    """
    try:
        if b"\0" in data:
            raise ValueError("no text has such a byte")
        text = data.decode("utf-8")
    except ValueError as error:
        raise _refusal(data, name) from error
    text = text.replace(_MARK, "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def told_in_json(text: str | bytes) -> Any:
    """What a stranger's JSON says.

    Raises
    ------
    ValueError
        If it is no JSON in UTF-8, or escapes half a character (a lone surrogate), which no page can show and no file
        hold.
    RecursionError
        If it is nested too deeply.
    """
    text = text if isinstance(text, str) else text.decode("utf-8")
    told = json.loads(text)
    if "\\ud" in text.lower():
        json.dumps(told, ensure_ascii=False).encode()
    return told


def recoded(data: bytes, encoding: str, name: str) -> bytes:
    """The same text in UTF-8.

    Parameters
    ----------
    data : bytes
        A text.
    encoding : str
        What it is in: a key of `ENCODINGS`.
    name : str
        What its owner calls it.

    Raises
    ------
    InputError
        If it is not in that.
    """
    try:
        return data.decode(encoding).encode()
    except ValueError as error:
        raise InputError(
            "{name} is not a text in {encoding}. Choose another encoding, or save it as plain UTF-8 text.",
            name=name,
            encoding=ENCODINGS[encoding],
        ) from error


def _refusal(data: bytes, name: str) -> EncodingError:
    guesses = _guesses(data)
    if not guesses:
        return EncodingError("{name} is not a text in UTF-8. Save it as plain UTF-8 text and try again.", name=name)
    return EncodingError(
        "{name} is not a text in UTF-8; it looks like {encoding}. Save it as plain UTF-8 text and try again.",
        guesses,
        name=name,
        encoding=ENCODINGS[guesses[0]],
    )


def _guesses(data: bytes) -> tuple[str, ...]:
    """Encodings in which all of `data` can be read and that fit its letters, the likeliest first."""
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:LOOKED_AT], cp_isolation=list(ENCODINGS))
    likely = [each for match in matches for each in match.could_be_from_charset if each in ENCODINGS]
    readings = {encoding: text for encoding in likely if (text := _read(data, encoding)) is not None}
    first = {text: encoding for encoding, text in reversed(readings.items())}  # the likeliest of those that read alike
    order = list(ENCODINGS)
    return tuple(sorted(readings, key=lambda each: (likely.index(first[readings[each]]), order.index(each))))


def _read(data: bytes, encoding: str) -> str | None:
    """The text, if it is one in that encoding."""
    try:
        text = data.decode(encoding)
    except ValueError:
        return None
    return None if "\0" in text else text
