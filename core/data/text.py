"""Text to learn from, character by character: Python's own standard library, or the viewer's corpus. Imports no
torch.
"""

from __future__ import annotations

import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from core.errors import InputError
from core.limits import MEGABYTE, limits
from core.text.files import decoded
from core.text.spelling import Speller
from core.text.vocabulary import UNK, Vocabulary

FEWEST = 1_000
"""Characters that a corpus of one's own must have."""

MOST_DISTINCT = 8_000
"""Different characters that a network learns; of a text with more, the rarest are `UNK` to it."""

CODE = ("\n", *map(chr, range(32, 127)))
"""The characters of the standard library that are learnt: the newline and printable ASCII."""

_CODE_POINTS = 0x110000  # of Unicode

# What installers leave out or split off (tests, idlelib, …), what is not the library's own (site-packages), and tables
# written by machines. Without these, all full installations of one Python version yield almost the same text.
_LEFT_OUT = frozenset(
    [
        "test",
        "tests",
        "site-packages",
        "dist-packages",
        "lib-dynload",
        "__pycache__",
        "idlelib",
        "lib2to3",
        "distutils",
        "tkinter",
        "turtledemo",
        "ensurepip",
        "venv",
        "msilib",
        "encodings",
        "pydoc_data",
    ]
)


@dataclass(frozen=True)
class CorpusReport:
    """What a corpus holds, and what a network does not know of it.

    Attributes
    ----------
    name : str
        What its owner calls it.
    characters : int
        Characters that are learnt from or held out.
    distinct : int
        How many different ones of these the network knows.
    unknown, unknown_distinct : int
        How many of `characters` are `UNK` to it, and how many different ones these are.
    held_out : int
        How many of `characters` are kept away from training, to measure on.
    """

    name: str
    characters: int
    distinct: int
    unknown: int
    unknown_distinct: int
    held_out: int


@dataclass(frozen=True, eq=False)
class Corpus:
    """A text as numbers of a vocabulary, in two parts that share nothing.

    Attributes
    ----------
    vocabulary : Vocabulary
        Single characters, and `UNK` if there are others; the newline is always one of them, because a network reads
        every text after a newline.
    training, held_out : numpy.ndarray
        The numbers of the characters, (N,), uint8 or (with 256 and more) int16, read-only.
    spelling : numpy.ndarray
        Bits that it takes to tell which character each `UNK` of the held-out text is (M,), float32; 0 elsewhere.
    report : CorpusReport
        The counts, for people.
    """

    vocabulary: Vocabulary
    training: np.ndarray
    held_out: np.ndarray
    spelling: np.ndarray
    report: CorpusReport


@lru_cache(maxsize=1)
def standard_library() -> Corpus:
    """The Python sources of this interpreter's standard library: some 8 million characters, prepared once a process.

    Whole files are held out, see `is_held_out`. Tabs are expanded, and characters outside `CODE` dropped.

    Raises
    ------
    InputError
        If this Python was installed without sources.
    """
    files = library_files()
    training = "\n".join(text for path, text in files if not is_held_out(path))
    held_out = "\n".join(text for path, text in files if is_held_out(path))
    if len(training) < 100 * FEWEST or len(held_out) < 10 * FEWEST:
        raise InputError(
            "This Python was installed without the sources of its standard library: {files} files in {folder}. "
            "Install the full Python, or train on a text of your own.",
            files=len(files),
            folder=sysconfig.get_path("stdlib"),
        )
    name = "Python's standard library"
    return _corpus(name, CODE, _only(training, CODE), _only(held_out, CODE))


def library_files() -> list[tuple[str, str]]:
    """The standard library's source files as (path relative to it, text), in the order of a hash of the path.

    That order depends on no machine, and makes neighbours of files that have nothing to do with each other.
    """
    root = Path(sysconfig.get_path("stdlib"))
    paths = sorted((path.relative_to(root).as_posix() for path in _sources(root)), key=_digest)
    return [(path, (root / path).read_text("utf-8", "replace").expandtabs(4)) for path in paths]


def is_held_out(path: str) -> bool:
    """Whether the library's file `path` (relative, with slashes) is kept away from training: about one in ten is."""
    return _digest(path)[0] < 26


def own_corpus(data: bytes, name: str) -> Corpus:
    """A corpus from the bytes of a UTF-8 file: its first nine tenths to train on, its last tenth held out.

    No character is dropped; which of them a network learns, `known_characters` says.

    Raises
    ------
    InputError
        If it is empty, not UTF-8 text, or has fewer characters than `FEWEST` or more bytes than `limits` say.
    """
    text = text_of(data, name)
    cut = len(text) * 9 // 10
    training, held_out = text[:cut], text[cut:]
    known = known_characters(training, held_out)
    return _corpus(name, known if "\n" in known else ["\n", *known], training, held_out)


def known_characters(training: str, held_out: str) -> list[str]:
    """The characters that a network learns, in the order of their code points; last `UNK`, if there are others.

    They are those of the training text, of very many the `MOST_DISTINCT` most frequent. If the held-out text has one
    that training has not, the network has to know what `UNK` is: then it stands for those that training has only once.
    """
    counts, asked = _count(training), _count(held_out)
    enough = np.argsort(-counts, kind="stable")[: min(MOST_DISTINCT, np.count_nonzero(counts))]  # code points
    others = np.count_nonzero(counts) > len(enough)
    if not others and np.count_nonzero(asked[counts == 0]):
        enough, others = enough[counts[enough] > 1], True
    return [*map(chr, np.sort(enough)), *([UNK] if others else [])]


def read_file(path: Path) -> bytes:
    """The bytes of a person's file, as many as it takes to see that they are too many.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(int(limits().text_mb * MEGABYTE) + 1)
    except OSError as error:
        raise InputError(
            "{path} cannot be read: {reason}. Choose a text file.", path=path, reason=error.strerror
        ) from error


def text_of(data: bytes, name: str) -> str:
    """The text of a UTF-8 file (see `core.text.files.decoded`); raises as `own_corpus` does."""
    if len(data) > (most := limits().text_mb) * MEGABYTE:
        raise InputError(
            "{name} is larger than {most} MB, the most that a corpus may have. Cut it and try again.",
            name=name,
            most=f"{most:g}",
        )
    text = decoded(data, name)
    if not text.strip():
        raise InputError("{name} is empty. Choose a text with at least {least:,} characters.", name=name, least=FEWEST)
    if len(text) < FEWEST:
        raise InputError(
            "{name} has only {found:,} characters; a network needs at least {least:,} to learn from. Choose a longer"
            " text.",
            name=name,
            found=len(text),
            least=FEWEST,
        )
    return text


def check_corpus(data: bytes, name: str) -> CorpusReport:
    """What `own_corpus` makes of `data`, in numbers; raises as it does."""
    return own_corpus(data, name).report


def _sources(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in _LEFT_OUT and not path.name.startswith("config-"):
                yield from _sources(path)
        elif path.suffix == ".py" and not path.name.startswith("_sysconfigdata"):
            yield path


def _digest(path: str) -> bytes:
    return sha256(path.encode()).digest()


def _code_points(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _count(text: str) -> np.ndarray:
    """How often each code point occurs in `text`."""
    return np.bincount(_code_points(text), minlength=_CODE_POINTS)


def _only(text: str, characters: Sequence[str]) -> str:
    """`text` without all other characters."""
    return text.translate(dict.fromkeys(set(map(ord, set(text))) - set(map(ord, characters))))


def _numbers(text: str, vocabulary: Vocabulary) -> np.ndarray:
    """`text` as numbers, (N,), read-only; characters that are not in the vocabulary as that of `UNK`."""
    kind = np.uint8 if len(vocabulary) <= 256 else np.int16
    table = np.full(_CODE_POINTS, vocabulary.number.get(UNK, 0), kind)
    characters = [token for token in vocabulary.tokens if token != UNK]
    table[[ord(character) for character in characters]] = [vocabulary.number[character] for character in characters]
    numbers = table[_code_points(text)]
    numbers.flags.writeable = False
    return numbers


def _spelling(training: str, held_out: str, vocabulary: Vocabulary) -> np.ndarray:
    """Bits that it takes to tell each held-out character that is `UNK`, (M,)."""
    speller = Speller((character for character in training if character not in vocabulary), ends=False)
    unknown = {character: speller.bits(character) for character in set(held_out) if character not in vocabulary}
    if not unknown:
        return np.zeros(len(held_out), np.float32)
    return np.array([unknown.get(character, 0.0) for character in held_out], np.float32)


def _corpus(name: str, characters: Sequence[str], training: str, held_out: str) -> Corpus:
    vocabulary = Vocabulary(characters)
    counts = _count(training) + _count(held_out)
    known = np.zeros(_CODE_POINTS, bool)
    known[[ord(character) for character in vocabulary.tokens if character != UNK]] = True
    report = CorpusReport(
        name=name,
        characters=len(training) + len(held_out),
        distinct=int(np.count_nonzero(counts[known])),
        unknown=int(counts[~known].sum()),
        unknown_distinct=int(np.count_nonzero(counts[~known])),
        held_out=len(held_out),
    )
    numbers = _numbers(training, vocabulary), _numbers(held_out, vocabulary)
    return Corpus(vocabulary, *numbers, _spelling(training, held_out, vocabulary), report)
