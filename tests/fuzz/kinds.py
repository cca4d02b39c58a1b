"""The kinds of input that a stranger brings: how each comes about, and what of the app reads it."""

from __future__ import annotations

import functools
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from core.course import LABS, lab_of
from core.data.points import own_cloud
from core.data.text import own_corpus
from core.knobs import configure
from core.labs.audio_generation.own import own_sounds
from core.labs.captioning.own_captions import own_captions
from core.labs.chatbot.own_dialogues import own_dialogues
from core.labs.gan.moves import read_moves
from core.labs.gates.own_network import own_network
from core.labs.speech_recognition.recordings import own_speech
from core.labs.text_generation.documents import own_documents
from core.labs.translation.own_pairs import own_pairs
from core.pictures.own import own_pictures
from core.runs.shipped import shipped_run
from core.sound.files import recording
from core.training.checkpoints import load_model
from dashboard.frame.names import Name, names_of
from dashboard.own_lecture import from_file, to_file
from dashboard.room.codes import ALPHABET, LENGTH, read_code
from tests.core.recorded import sound_file, spoken_digits, tone, zipped
from tests.fuzz.accidents import as_json, damaged, like, repacked, retold, texts
from tests.fuzz.runs import opened_runs, read_checkpoint, read_run, zips_of_runs
from tests.fuzz.wholes import LECTURE, captioned, dialogues, points
from tests.test_contract import opened
from tests.test_mutated_files import CHARACTERS, FILES, PROSE, VOCABULARY, WEIGHTS, idx, npz, of_pictures, pairs


@dataclass(frozen=True)
class Kind:
    """One kind of input.

    Attributes
    ----------
    inputs : SearchStrategy
        How they come about.
    read : callable
        What reads one; gets a folder, too, to which it may write.
    share : float
        How many are tried, beside other kinds: fewer, where one takes long.
    found : tuple
        Inputs that once were answered by something else than a value or a sentence.
    """

    inputs: st.SearchStrategy[Any]
    read: Callable[[Any, Path], object]
    share: float = 1.0
    found: tuple[Any, ...] = ()


def of_bytes(read: Callable[[bytes], object]) -> Callable[[bytes, Path], object]:
    """What reads a file without writing anything."""
    return lambda data, _folder: read(data)


# ---- words ----

NAMES: list[tuple[str, Name]] = [
    (lab.key if lab else "home", name) for lab in (None, *LABS) for name in names_of(lab).values()
]


def said_in_a_link(said: tuple[tuple[str, Name], str], _folder: Path) -> None:
    """A text of a name; what it means, said again, means the same."""
    (_page, name), text = said
    value = name.parse(text)
    if value is not None:
        assert name.form(name.parse(name.form(value))) == name.form(value)


def said_as_a_knob(said: tuple[str, dict[str, str]], _folder: Path) -> None:
    key, values = said
    configure(lab_of(key).config, values)


@st.composite
def knobs(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    lab = draw(st.sampled_from(LABS))
    known = [knob.name for knob in lab.knobs]
    return lab.key, draw(st.dictionaries(st.one_of(st.sampled_from(known), texts()), texts(), max_size=3))


@st.composite
def links(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    lab = draw(st.sampled_from(LABS))
    known = st.sampled_from([name for name in names_of(lab) if name != "lang"])
    return lab.key, draw(st.dictionaries(st.one_of(known, texts()), texts(), min_size=1, max_size=4))


def opened_by_a_link(said: tuple[str, dict[str, str]], _folder: Path) -> None:
    """A page goes on whatever its link says, and tells what it cannot mean."""
    key, link = said
    app = opened(lab_of(key), **link)
    assert not app.exception
    assert app.title[0].value == lab_of(key).question


def typed_code(text: str, _folder: Path) -> None:
    code = read_code(text)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)


@functools.cache
def network(key: str) -> Any:
    lab = lab_of(key)
    return load_model(shipped_run(key).checkpoints[-1].path) if lab.trains else lab.model()


@st.composite
def typed(draw: st.DrawFn, *, spoken: bool) -> tuple[str, str]:
    labs = [lab for lab in LABS if (lab.key == "speech_recognition") is spoken]
    lab = draw(st.sampled_from(labs))
    return lab.key, draw(st.one_of(texts(), like(lab.examples)))


def typed_input(said: tuple[str, str], _folder: Path) -> None:
    """What a network reads: the lab takes the text apart, the network traces it."""
    key, text = said
    network(key).trace(lab_of(key).read(text))


def lecture(data: bytes, _folder: Path) -> str:
    """A lecture's file: what is read is written again, and says the same."""
    again = to_file(from_file(data))
    assert to_file(from_file(again.encode())) == again
    return again


# ---- files ----

TEXT = tuple(text.encode() for text in (PROSE, "a\n" * 600, "日本語の文。\n" * 200))


def files_of(kind: str) -> tuple[bytes, ...]:
    return (FILES[kind][0],)


SOUNDS = spoken_digits(2, 0.15)


@st.composite
def names_of_files(draw: st.DrawFn) -> list[bytes]:
    """Names as a disk may have them, which need be no text."""
    odd = st.binary(min_size=1, max_size=30).map(lambda name: name.replace(b"/", b"_").replace(b"\0", b"_"))
    beginnings, names = st.sampled_from((b"7_", b"")), draw(st.lists(odd, max_size=4))
    return [
        *map(os.fsencode, sorted(SOUNDS)[: draw(st.integers(10, 40))]),
        *(draw(beginnings) + name for name in names),
    ]


def folder_of_sounds(names: list[bytes], folder: Path) -> None:
    place = folder / "sounds"
    place.mkdir()
    try:
        for number, name in enumerate(names):
            data = SOUNDS.get(os.fsdecode(name)) or next(iter(SOUNDS.values())) + bytes(number)
            ending = b"" if name.endswith(b".wav") else b"_ada_1.wav"
            (place / os.fsdecode(name + ending)).write_bytes(data)
        own_speech(place)
    finally:
        shutil.rmtree(place)


def weights_file(tensors: Any) -> bytes:
    """A file of safetensors whose header says something else of the same bytes."""
    header, length = as_json(tensors), int.from_bytes(WEIGHTS[:8], "little")
    return len(header).to_bytes(8, "little") + header + WEIGHTS[8 + length :]


TENSORS = json.loads(WEIGHTS[8 : 8 + int.from_bytes(WEIGHTS[:8], "little")])

KINDS: dict[str, Kind] = {
    "link": Kind(st.tuples(st.sampled_from(NAMES), texts()), said_in_a_link, 4),
    "page": Kind(links(), opened_by_a_link, 0.15),
    "knobs": Kind(knobs(), said_as_a_knob, 3),
    "room code": Kind(st.one_of(texts(), like(("K7QXM", "k7-qxm"))), typed_code, 3),
    "text in a page": Kind(typed(spoken=False), typed_input, 2),
    "text that is said": Kind(typed(spoken=True), typed_input, 0.3),
    "moves of a GAN": Kind(st.one_of(texts(), like(("c2.g1",))), lambda text, _folder: read_moves(text), 2),
    "lecture": Kind(
        st.one_of(retold(LECTURE).map(as_json), damaged((as_json(LECTURE),))),
        lecture,
        2,
        (as_json(LECTURE | {"title": "\ud800"}),),
    ),
    "corpus": Kind(damaged(TEXT), of_bytes(lambda data: own_corpus(data, "x"))),
    "documents": Kind(damaged(TEXT), of_bytes(lambda data: own_documents(data, "x", "word", 50, 200))),
    "pairs": Kind(damaged((pairs(),)), of_bytes(lambda data: own_pairs(data, "x", "word", 50))),
    "dialogues": Kind(damaged(dialogues()), of_bytes(lambda data: own_dialogues(data, "x", "word", 50))),
    "points": Kind(damaged(points()), of_bytes(lambda data: own_cloud(data, "x")), 2),
    "captions": Kind(
        st.one_of(*(repacked(files) for files in captioned()), damaged(tuple(map(zipped, captioned())))),
        of_bytes(lambda data: " ".join(own_captions(data, "x")[0].words)),
        0.5,
    ),
    "recordings": Kind(
        st.one_of(repacked(spoken_digits(2, 0.15)), damaged((zipped(spoken_digits(2, 0.15)),))),
        of_bytes(lambda data: own_speech(data, "x.zip")),
        0.5,
    ),
    "folder of recordings": Kind(
        names_of_files(), folder_of_sounds, 0.5, ([*map(os.fsencode, SOUNDS), b"7_\xff_ada_1.wav"],)
    ),
    "sound": Kind(
        damaged(tuple(sound_file(tone(1.2), form=form) for form in ("WAV", "FLAC", "OGG", "MP3"))),
        of_bytes(lambda data: (recording(data, "x.wav"), own_sounds(data, "x.wav", 4_000))),
    ),
    "pictures": Kind(
        damaged((of_pictures("PNG"), of_pictures("GIF"), npz(), idx(), *files_of("table of pictures"))),
        of_bytes(lambda data: own_pictures(data, "x", 8, 4, coloured=True)),
    ),
    "weights": Kind(
        st.one_of(damaged((WEIGHTS,)), retold(TENSORS).map(weights_file)),
        of_bytes(lambda data: own_network(data, "x.safetensors", VOCABULARY, "v.json")),
        2,
    ),
    "vocabulary": Kind(
        st.one_of(
            damaged((VOCABULARY, "\n".join(CHARACTERS[1:]).encode(), "".join(CHARACTERS).encode())),
            retold(CHARACTERS).map(as_json),
            retold({token: number for number, token in enumerate(CHARACTERS)}).map(as_json),
        ),
        of_bytes(lambda data: " ".join(own_network(WEIGHTS, "x.safetensors", data, "v.txt").vocabulary.tokens)),
        2,
        (as_json(["\ud800", *CHARACTERS[1:]]),),
    ),
    "run": Kind(zips_of_runs(), read_run, 0.75),
    "checkpoint": Kind(opened_runs(), read_checkpoint),
}
