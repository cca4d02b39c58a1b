"""Whatever happened to a file on its way, its reader gives what is in it or says one sentence, and soon."""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save

from core.data.text import own_corpus
from core.errors import InputError
from core.labs.gates.own_network import own_network
from core.labs.gates.own_vocabulary import own_vocabulary
from core.labs.speech_recognition.recordings import own_speech
from core.labs.text_generation.documents import own_documents
from core.labs.translation.own_pairs import own_pairs
from core.pictures.own import own_pictures
from core.sound.files import recording
from tests.core.recorded import sound_file, spoken_digits, tone, zipped
from tests.mutations import mutated

SECONDS = 5.0
"""Of the processor, that a file may take."""

PIXELS = np.random.default_rng(0).integers(0, 256, (60, 8, 8), np.uint8)
KINDS = np.arange(60) % 3
CHARACTERS = [*"\nabcdefghijklmnop"]


def png(pixels: np.ndarray, form: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, form)
    return file.getvalue()


def of_pictures(form: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, pixels in enumerate(PIXELS):
            archive.writestr(f"{KINDS[n]}/{n}.{form.lower()}", png(pixels, form))
    return file.getvalue()


def npz() -> bytes:
    file = io.BytesIO()
    np.savez(file, x=PIXELS, y=KINDS)
    return file.getvalue()


def idx() -> bytes:
    return gzip.compress(bytes([0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 8, 0, 0, 0, 8]) + PIXELS.tobytes(), mtime=0)


def table() -> bytes:
    rows = (",".join(map(str, (kind, *pixels.ravel()))) for kind, pixels in zip(KINDS, PIXELS, strict=True))
    return "\n".join(rows).encode()


def weights() -> bytes:
    torch.manual_seed(0)
    V, E, H = len(CHARACTERS), 6, 8
    tensors = {"embedding.weight": torch.randn(V, E), "output.weight": torch.randn(V, H), "output.bias": torch.zeros(V)}
    lstm = torch.nn.LSTM(E, H)
    return save(tensors | {f"net.{name}": values.detach().clone() for name, values in lstm.state_dict().items()})


def pairs() -> bytes:
    return "".join(f'{n}\t"Say {n}."\t{n + 7}\t"说{n}。"\n' for n in range(150)).encode()


WEIGHTS, VOCABULARY = weights(), json.dumps(CHARACTERS).encode()
PROSE = "The café is open.\n\nÀ bientôt, 你好。\n" * 60

FILES = {
    "corpus": (PROSE.encode(), lambda data: own_corpus(data, "x")),
    "corpus in UTF-16": (PROSE.encode("utf-16"), lambda data: own_corpus(data, "x")),
    "documents": (PROSE.encode(), lambda data: own_documents(data, "x", "word", 50, 200)),
    "pairs": (pairs(), lambda data: own_pairs(data, "x", "word", 50)),
    "zip of PNG": (of_pictures("PNG"), lambda data: own_pictures(data, "x", 8, 4)),
    "zip of JPEG": (of_pictures("JPEG"), lambda data: own_pictures(data, "x", 8, 4, coloured=True)),
    "PNG": (png(PIXELS[0]), lambda data: own_pictures(data, "x", 8, 4)),
    "npz": (npz(), lambda data: own_pictures(data, "x", 8, 4)),
    "IDX": (idx(), lambda data: own_pictures(data, "x", 8, 4)),
    "table of pictures": (table(), lambda data: own_pictures(data, "x", 8, 4)),
    "zip of recordings": (zipped(spoken_digits()), lambda data: own_speech(data, "x.zip")),
    "WAV": (sound_file(tone(0.3)), lambda data: recording(data, "x.wav")),
    "FLAC": (sound_file(tone(0.3), form="FLAC"), lambda data: recording(data, "x.flac")),
    "OGG": (sound_file(tone(0.3), form="OGG"), lambda data: recording(data, "x.ogg")),
    "weights": (WEIGHTS, lambda data: own_network(data, "x.safetensors", VOCABULARY, "v.json")),
    "vocabulary": (VOCABULARY, lambda data: own_vocabulary(data, "v.json", len(CHARACTERS))),
    "nested vocabulary": (b"[" * 100_000, lambda data: own_vocabulary(data, "v.json", len(CHARACTERS))),
}
"""A whole file of each kind, and what reads it."""


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_mutated_file_is_read_or_refused_in_one_sentence(kind):
    data, read = FILES[kind]
    refused, slowest = 0, 0.0
    for changed in mutated(data):
        began = time.process_time()
        try:
            read(changed)
        except InputError as error:
            refused += 1
            assert str(error).endswith(".")  # noqa: PT017  # many are tried, and some may be read
        slowest = max(slowest, time.process_time() - began)
    assert slowest < SECONDS
    assert refused


@pytest.mark.parametrize("kind", [kind for kind in FILES if not kind.startswith("nested")])
def test_the_whole_file_is_read(kind):
    data, read = FILES[kind]
    if kind in ("corpus in UTF-16", "PNG"):
        with pytest.raises(InputError):
            read(data)
    else:
        read(data)
