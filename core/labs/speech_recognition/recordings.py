"""A viewer's own recordings: a zip, or a folder, of short sounds whose texts are in their names or in a list. Imports
no torch.

Two forms are read. That of the Free Spoken Digit Dataset: ``7_jackson_32.wav``, what is said, who says it, a number; a
number that is said becomes words, "seven". That of LJSpeech: a file ``metadata.csv`` with a line for each recording,
its name without the ending, its text and, if there is one, its text with all numbers written out, parted by ``|``.

Nothing is unpacked to a disk: a path in a zip is read for its names and never followed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple, overload

import numpy as np

from core.data.bundles import Bundle, TooMuch, opened
from core.data.numbers import english
from core.errors import InputError
from core.labs.speech_recognition.data import Speech, mark
from core.sound.files import SUFFIXES, Unusable, as_heard, read_sound, recording
from core.sound.utterances import SAMPLE_RATE, Utterance

__all__ = ["FEWEST", "MOST_MINUTES", "REASONS", "Recordings", "RecordingsReport", "own_speech", "recording"]

FEWEST = 20
"""Recordings that there must be, after what cannot be used was dropped."""

MOST_MINUTES = 30
"""Minutes of sound that are used."""

LONGEST_TEXT = 200
"""Characters that a text may have."""

MANY_TEXTS = 40
"""With as many different texts, whole texts are held out; with fewer, recordings of each."""

HELD_OUT = 8
"""One in so many texts, or recordings of a text, is held out."""

LIST = "metadata.csv"
"""The file that says what is said in each recording."""

MANY_SPEAKERS = 4
"""With recordings in as many different folders, and no names of speakers in those of the files, a folder is a speaker,
and whole speakers are held out.
"""

_NAME = re.compile(r"(?P<text>\d{1,6}|[^\W\d_][^\d_]*)_(?P<speaker>[^_]+)_(?P<number>\d+)")


@dataclass(frozen=True)
class RecordingsReport:
    """What a viewer's file holds, and what was left out of it.

    Attributes
    ----------
    name : str
        What its owner calls it.
    recordings, held_out : int
        Recordings that are used, and how many of them are kept away from training, to measure on.
    minutes : float
        Of all recordings that are used.
    texts, speakers : int
        Different ones; speakers are known from the names of files or of folders.
    familiar : int
        Speakers who are held out and trained on too.
    by_text : bool
        Whether no text that is held out is trained on; else there are too few texts, and recordings are held out.
    by_speaker : bool
        Whether whole speakers are held out, as folders tell them; their texts may be trained on.
    resampled, mixed : int
        Recordings that were brought to `SAMPLE_RATE`, and whose channels were averaged.
    unreadable, empty, silent, long : int
        Dropped: no sound in it, or a broken one; shorter than a tenth of a second; never louder than −60 dB; longer
        than 20 seconds, or with a text of more than `LONGEST_TEXT` characters.
    unlabelled, missing, repeated, beyond : int
        Dropped: with no text in its name or in the list; in the list, but not there; the same as one before; more than
        `MOST_MINUTES`, or than may be unpacked.
    """

    name: str
    recordings: int
    held_out: int
    minutes: float
    texts: int
    speakers: int
    by_text: bool
    familiar: int = 0
    by_speaker: bool = False
    resampled: int = 0
    mixed: int = 0
    unreadable: int = 0
    empty: int = 0
    silent: int = 0
    long: int = 0
    unlabelled: int = 0
    missing: int = 0
    repeated: int = 0
    beyond: int = 0

    @property
    def dropped(self) -> int:
        """All that was left out."""
        return sum(getattr(self, reason) for reason in REASONS)


REASONS = ("unreadable", "empty", "silent", "long", "unlabelled", "missing", "repeated", "beyond")
"""Why a recording is left out."""


class Recording(NamedTuple):
    """A recording that is used; its sound takes half as much memory as that of an utterance."""

    sound: np.ndarray  # (N,) int16
    text: str
    speaker: str
    mark: int  # of its bytes: decides whether it is held out
    folder: str = ""


class Recordings(Sequence[Utterance]):
    """Recordings as utterances."""

    def __init__(self, recordings: Sequence[Recording]) -> None:
        self._recordings = recordings

    def __len__(self) -> int:
        return len(self._recordings)

    @overload
    def __getitem__(self, index: int) -> Utterance: ...
    @overload
    def __getitem__(self, index: slice) -> Recordings: ...
    def __getitem__(self, index):
        chosen = self._recordings[index]
        if isinstance(index, slice):
            return Recordings(chosen)
        return Utterance(chosen.sound / np.float32(2**15), chosen.text, voice=chosen.speaker)


def own_speech(source: Path | bytes, name: str | None = None) -> tuple[Speech, RecordingsReport]:
    """Utterances from a zip or a folder, and what was made of it. Texts are as they are heard (see
    `core.sound.files.as_heard`).

    About one in `HELD_OUT` is held out, by a hash: of the speakers, if `MANY_SPEAKERS` folders tell them; of the texts,
    if there are `MANY_TEXTS` of them, so that none that is asked for was ever trained on; else of the recordings of
    each text.

    Parameters
    ----------
    source : Path or bytes
        A zip, its bytes, or a folder.
    name : str, optional
        What its owner calls it; by default the name of the path.

    Raises
    ------
    InputError
        If it is neither, cannot be read, or has fewer than `FEWEST` recordings that can be used.
    """
    name = name or (source.name if isinstance(source, Path) else "recordings.zip")
    with opened(source, name) as bundle:
        found = _found(bundle, name)
    _check(found, name)
    by_speaker = _speakers_from_folders(found)
    training, held_out, by_text = _split_speakers(found.recordings) if by_speaker else _split(found.recordings)
    familiar = {one.speaker for one in training} & {one.speaker for one in held_out if one.speaker}
    texts = {one.text for one in found.recordings}
    report = RecordingsReport(
        name=name,
        recordings=len(found.recordings),
        held_out=len(held_out),
        minutes=found.samples / SAMPLE_RATE / 60,
        texts=len(texts),
        speakers=len({one.speaker for one in found.recordings if one.speaker}),
        by_text=by_text,
        familiar=len(familiar),
        by_speaker=by_speaker,
        resampled=found.resampled,
        mixed=found.mixed,
        **{reason: found.dropped[reason] for reason in REASONS},
    )
    characters = tuple(sorted({letter for text in texts for letter in text}))
    return Speech(Recordings(training), Recordings(held_out), phonemes=(), characters=characters), report


@dataclass
class _Found:
    """What was found in a bundle so far."""

    recordings: list[Recording] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    sounds: int = 0
    samples: int = 0
    resampled: int = 0
    mixed: int = 0


def _found(bundle: Bundle, name: str) -> _Found:
    found, marks = _Found(), set()
    listed = _list(bundle, name)
    paths = [path for path in bundle if path.lower().endswith(SUFFIXES)]
    found.sounds = len(paths)
    found.dropped["beyond"] = bundle.beyond
    for path in sorted(paths, key=lambda path: mark(path.encode())):  # if there are too many, some of each kind
        text, speaker = _from_name(path) if listed is None else (listed.text(path), "")
        if not text:
            found.dropped["unlabelled"] += 1
            continue
        try:
            if len(text) > LONGEST_TEXT:
                raise Unusable("long")
            if found.samples > MOST_MINUTES * 60 * SAMPLE_RATE:
                raise TooMuch("beyond")
            data = bundle.read(path)
            content = mark(data)
            if content in marks:
                raise Unusable("repeated")
            sound = read_sound(data)
        except (Unusable, TooMuch) as reason:
            found.dropped[str(reason)] += 1
            continue
        except OSError:
            found.dropped["unreadable"] += 1
            continue
        marks.add(content)
        found.samples += len(sound.samples)
        found.resampled += sound.rate != SAMPLE_RATE
        found.mixed += sound.channels > 1
        samples, folder = (sound.samples * (2**15 - 1)).astype(np.int16), PurePosixPath(path).parent.name
        found.recordings.append(Recording(samples, text, speaker, content, folder))
    if listed is not None:
        found.dropped["missing"] = len(listed.missing)
    return found


class _List:
    """What `LIST` says, by name."""

    def __init__(self, texts: Mapping[str, str], folder: str) -> None:
        self._texts, self._folder = texts, folder
        self.missing = set(texts)

    def text(self, path: str) -> str:
        """What is said in the recording at `path`; empty if the list does not say."""
        name = path.removeprefix(self._folder)
        for known in (_bare(name), PurePosixPath(_bare(name)).name):
            if known in self._texts:
                self.missing.discard(known)
                return self._texts[known]
        return ""


def _list(bundle: Bundle, name: str) -> _List | None:
    """What `LIST` says, if there is one."""
    paths = [path for path in bundle if PurePosixPath(path).name == LIST]
    if not paths:
        return None
    path = min(paths, key=lambda path: (path.count("/"), path))
    try:
        text = bundle.read(path).decode("utf-8-sig")
    except (OSError, TooMuch, UnicodeDecodeError) as error:
        raise InputError("{list} in {name} is not a text in UTF-8. Save it as one.", list=LIST, name=name) from error
    rows = [row for line in text.splitlines() if len(row := [part.strip() for part in line.split("|")]) > 1 and row[0]]
    if not rows:
        raise InputError(
            "{list} in {name} has no | in any line. Write one recording per line: its name, |, what is said in it.",
            list=LIST,
            name=name,
        )
    texts = {
        _bare(unicodedata.normalize("NFC", row[0])): as_heard(row[2] if len(row) > 2 and row[2] else row[1])
        for row in rows
    }
    return _List(texts, path.removesuffix(LIST))


def _bare(name: str) -> str:
    """A name without the ending of a sound; others belong to it: ``LJ001.02``."""
    return next((name[: -len(suffix)] for suffix in SUFFIXES if name.lower().endswith(suffix)), name)


def _from_name(path: str) -> tuple[str, str]:
    """What is said and who says it, as the name of a file tells; both empty if it does not."""
    match = _NAME.fullmatch(_bare(PurePosixPath(path).name))
    if match is None:
        return "", ""
    text = match["text"]
    return as_heard("".join(part.text for part in english(int(text))) if text.isdigit() else text), match["speaker"]


def _speakers_from_folders(found: _Found) -> bool:
    """Whether folders tell the speakers, because no name of a file does; then each recording is told its own."""
    folders = {one.folder for one in found.recordings}
    if any(one.speaker for one in found.recordings) or len(folders) < MANY_SPEAKERS or "" in folders:
        return False
    found.recordings = [one._replace(speaker=one.folder) for one in found.recordings]
    return True


def _split_speakers(recordings: Sequence[Recording]) -> tuple[list[Recording], list[Recording], bool]:
    """Recordings of speakers to train on, those of speakers that are held out, and whether no text is in both."""
    speakers = sorted({one.speaker for one in recordings}, key=lambda speaker: mark(speaker.encode()))
    chosen = set(speakers[: max(1, len(speakers) // HELD_OUT)])
    ordered = sorted(recordings, key=lambda one: one.mark)
    training = [one for one in ordered if one.speaker not in chosen]
    held_out = [one for one in ordered if one.speaker in chosen]
    return training, held_out, not {one.text for one in training} & {one.text for one in held_out}


def _split(recordings: Sequence[Recording]) -> tuple[list[Recording], list[Recording], bool]:
    """Recordings to train on, those that are held out, and whether these are all recordings of some texts."""
    texts = sorted({one.text for one in recordings}, key=lambda text: mark(text.encode()))
    by_text = len(texts) >= MANY_TEXTS
    if by_text:
        chosen = set(texts[: len(texts) // HELD_OUT])
        asked = [one.text in chosen for one in recordings]
    else:
        ordered = sorted(recordings, key=lambda one: (one.text, one.mark))  # so that each text has its share
        chosen = {one.mark for one in ordered[HELD_OUT - 1 :: HELD_OUT]}
        asked = [one.mark in chosen for one in recordings]
    ordered = sorted(zip(recordings, asked, strict=True), key=lambda pair: pair[0].mark)
    return [one for one, held in ordered if not held], [one for one, held in ordered if held], by_text


def _check(found: _Found, name: str) -> None:
    if not found.sounds:
        raise InputError(
            "There is no WAV, FLAC, OGG or MP3 file in {name}. Pack your recordings into a zip.", name=name
        )
    if found.dropped["unlabelled"] == found.sounds:
        raise InputError(
            "Nothing says what is said in the recordings of {name}. Name them like {example} (what is said, who says"
            " it, a number), or add a {list} with a line “name|text” for each.",
            name=name,
            example="7_jackson_32.wav",
            list=LIST,
        )
    if len(found.recordings) < FEWEST:
        raise InputError(
            "{name} has only {found} recordings that can be used; a network needs at least {least}. Of {sounds:,} files"
            " were left out: unreadable {unreadable:,}, shorter than a tenth of a second {empty:,}, silent {silent:,},"
            " too long {long:,}, without a text {unlabelled:,}, the same as another {repeated:,}.",
            name=name,
            found=len(found.recordings),
            least=FEWEST,
            sounds=found.sounds,
            **{
                reason: found.dropped[reason]
                for reason in ("unreadable", "empty", "silent", "long", "unlabelled", "repeated")
            },
        )
