"""Short documents to learn to write, each with a beginning and an end: English sentences, or the viewer's own. Imports
no torch.
"""

from __future__ import annotations

import importlib
import re
import sysconfig
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.data.text import is_held_out, known_characters, library_files, text_of
from core.errors import InputError
from core.text.spelling import Speller
from core.text.vocabulary import BOS, EOS, UNK, Vocabulary, split

FEWEST_SENTENCES = 1_000
"""Sentences that a Python must come with, to learn from and to measure on."""

_DOCSTRING = re.compile(r'^[ \t]*[rRuU]?"""(.*?)"""', re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"(?:^[ \t]*#[^\n]*\n)+", re.MULTILINE)
_SENTENCE = re.compile(r"[A-Z][A-Za-z0-9 ,;:'\"()/-]{18,158}[.!?]")  # what is made of anything else is code, or a table
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z\"'(])")
_PLACES_TO_CUT = tuple(re.compile(place, re.DOTALL) for place in (r".*(?:[.!?](?=\s)|[。！？…])", r".*(?=\s)"))


@dataclass(frozen=True)
class DocumentsReport:
    """What a collection of documents holds, and what was left out of it.

    Attributes
    ----------
    name : str
        What its owner calls it.
    documents, held_out : int
        Documents in all, and how many of them are kept away from training, to measure on.
    characters : int
        In all documents; each end counts as one.
    distinct : int
        Tokens that the network knows, `BOS`, `EOS` and, if there is one, `UNK` among them.
    unknown : float
        The share of held-out tokens that it does not know and reads as `UNK`, 0 … 1.
    cut : int
        Documents that are pieces of a longer one.
    """

    name: str
    documents: int
    held_out: int
    characters: int
    distinct: int
    unknown: float
    cut: int


@dataclass(frozen=True, eq=False)
class Shelf:
    """Documents as numbers, one after the other, each from its `BOS` to its `EOS`.

    Attributes
    ----------
    numbers : ndarray of int32, shape (N,)
        Tokens.
    starts : ndarray of int64, shape (D + 1,)
        Where each of the D documents begins; last, where a next one would.
    characters : ndarray of int64, shape (D,)
        Characters of each, its end counted as one.
    spelling : ndarray of float64, shape (D,)
        Bits that it takes to spell out the tokens of each that are not known (see `Speller`).
    """

    numbers: np.ndarray
    starts: np.ndarray
    characters: np.ndarray
    spelling: np.ndarray

    def __len__(self) -> int:
        return len(self.characters)


@dataclass(frozen=True, eq=False)
class Documents:
    """A collection in two parts that share no document, and the tokens it is made of."""

    vocabulary: Vocabulary
    training: Shelf
    held_out: Shelf
    report: DocumentsReport


@lru_cache(maxsize=4)
def library_documents(unit: str, words: int) -> Documents:
    """The sentences in the documentation of Python's standard library; prepared once a process.

    Parameters
    ----------
    unit : {"character", "word"}
        What a token is.
    words : int
        How many different words are learnt, if it is a word.

    Raises
    ------
    InputError
        If this Python was installed without sources.
    """
    held_out = dict.fromkeys(sentence for path, sentence in library_sentences() if is_held_out(path))
    training = dict.fromkeys(
        sentence for path, sentence in library_sentences() if not is_held_out(path) and sentence not in held_out
    )
    if len(training) < FEWEST_SENTENCES or len(held_out) < FEWEST_SENTENCES // 10:
        raise InputError(
            "This Python was installed without the sources of its standard library: {files} files in {folder}. "
            "Install the full Python, or train on a text of your own.",
            files=len(library_files()),
            folder=sysconfig.get_path("stdlib"),
        )
    return _documents("Python's documentation", list(training), list(held_out), unit, words, cut=0)


def library_sentences() -> Iterator[tuple[str, str]]:
    """English sentences of 20 to 160 characters with the file each is from: docstrings, comments and help topics.

    Only letters, digits and the punctuation of prose may occur in one, and its parentheses and quotation marks must
    pair.
    """
    for path, source in library_files():
        comments = (re.sub(r"^[ \t]*#", "", comment, flags=re.MULTILINE) for comment in _COMMENT.findall(source))
        for text in (*_DOCSTRING.findall(source), *comments):
            yield from ((path, sentence) for sentence in _sentences(text))
    try:
        topics = importlib.import_module("pydoc_data.topics").topics
    except ModuleNotFoundError:  # some systems install Python's help as a package of its own
        return
    for name, text in topics.items():
        yield from ((f"pydoc_data/{name}", sentence) for sentence in _sentences(text))


def own_documents(data: bytes, name: str, unit: str, words: int, longest: int) -> Documents:
    """Documents from the bytes of a UTF-8 file: its paragraphs where blank lines part them, else its lines.

    The last tenth is held out, and what of it also stands before it is not learnt from. A document longer than
    `longest` characters is cut, after a sentence if there is one to cut after. Characters that training does not have,
    and the rarest of very many, are `UNK` to the network.

    Raises
    ------
    InputError
        If it is no text, or too short or too long; see `core.data.text.own_corpus`.
    """
    text = text_of(data, name)
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.strip())
    whole = paragraphs if len(paragraphs) > 1 else text.splitlines()
    whole = [document for document in map(str.strip, whole) if document]
    pieces = [piece for document in whole for piece in _pieces(document, longest)]
    kept = max(1, len(pieces) // 10)
    cut = sum(len(document) > longest for document in whole)
    held_out = dict.fromkeys(pieces[-kept:])
    training = [piece for piece in pieces[:-kept] if piece not in held_out]
    if not training:  # a refrain and nothing else
        return _documents(name, pieces[:-kept], pieces[-kept:], unit, words, cut)
    return _documents(name, training, list(held_out), unit, words, cut)


def _sentences(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text):
        for sentence in _SENTENCE_END.split(" ".join(paragraph.split())):
            pairs = sentence.count("(") == sentence.count(")") and sentence.count('"') % 2 == 0
            if pairs and sentence.count(" ") >= 3 and _SENTENCE.fullmatch(sentence):
                yield sentence


def _pieces(document: str, longest: int) -> Iterator[str]:
    while len(document) > longest:
        places = filter(None, (place.match(document[:longest]) for place in _PLACES_TO_CUT))
        end = next((place.end() for place in places if place.end()), longest)
        yield document[:end]
        document = document[end:].lstrip()
    if document:
        yield document


def _documents(
    name: str, training: Sequence[str], held_out: Sequence[str], unit: str, words: int, cut: int
) -> Documents:
    learnt = [split(text, unit) for text in training]
    kept = [split(text, unit) for text in held_out]
    if unit == "character":
        vocabulary = Vocabulary([BOS, EOS, *known_characters("".join(training), "".join(held_out))])
    else:
        counts = Counter(token for text in learnt for token in text)
        ranked = sorted(counts, key=lambda token: (-counts[token], token))
        vocabulary = Vocabulary([BOS, EOS, UNK, *ranked[:words]])
    speller = Speller((token for text in learnt for token in text if token not in vocabulary), ends=unit == "word")
    shelves = _shelf(learnt, vocabulary, speller), _shelf(kept, vocabulary, speller)
    unknown = sum(token not in vocabulary for text in kept for token in text) / sum(map(len, kept))
    report = DocumentsReport(
        name=name,
        documents=len(training) + len(held_out),
        held_out=len(held_out),
        characters=int(sum(shelf.characters.sum() for shelf in shelves)),
        distinct=len(vocabulary),
        unknown=unknown,
        cut=cut,
    )
    return Documents(vocabulary, *shelves, report)


def _shelf(texts: Sequence[Sequence[str]], vocabulary: Vocabulary, speller: Speller) -> Shelf:
    numbers = [np.array(vocabulary.encode([BOS, *text, EOS]), np.int32) for text in texts]
    spelling = [sum(speller.bits(token) for token in text if token not in vocabulary) for text in texts]
    return Shelf(
        numbers=np.concatenate(numbers),
        starts=np.cumsum([0, *map(len, numbers)]),
        characters=np.array([sum(map(len, text)) + 1 for text in texts]),
        spelling=np.array(spelling, np.float64),
    )
