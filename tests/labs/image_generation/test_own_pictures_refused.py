"""A viewer's own pictures: what is refused, and in which words."""

import gzip
import io
import struct
import zipfile
import zlib

import numpy as np
import pytest

from core.errors import InputError
from core.pictures import arrays as picture_arrays
from core.pictures import files as picture_files
from core.pictures.files import bundle
from core.pictures.own import FEWEST
from tests.labs.image_generation.test_own_pictures import (
    KINDS,
    PIXELS,
    idx,
    in_folders,
    npz,
    png,
    read,
    zipped,
)

# ---- what is refused ----


def headed(shape, kind="<f8", data=b""):
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"shape": shape, "fortran_order": False, "descr": kind})
    return file.getvalue() + data


REFUSED = {
    "empty": (b"", "not a file of pictures"),
    "text": (b"hello, I am a text", "not a file of pictures"),
    "one picture": (png(PIXELS[0]), f"1 pictures.*at least {FEWEST}"),
    "broken zip": (zipped(in_folders())[:2_000], "broken, or locked"),
    "no zip": (b"PK\x03\x04" + bytes(100), "broken, or locked"),
    "empty zip": (zipped({}), f"0 pictures.*at least {FEWEST}"),
    "texts": (zipped({"a.txt": b"a", "b.txt": b"b"}), "2 files that are no PNG"),
    "three pictures": (zipped(in_folders(3)), "3 pictures"),
    "broken pictures": (zipped({f"{n}.png": png(PIXELS[n])[:50] for n in range(60)}), "60 broken"),
    "the same picture": (zipped({f"{n}.png": png(PIXELS[0]) for n in range(60)}), "only 1 are different"),
    "gzip of nothing": (gzip.compress(b""), "like an IDX file"),
    "cut gzip": (gzip.compress(idx(PIXELS))[:1_000], "gzipped file mine is broken"),
    "wrong magic": (b"\0\0\7\3" + idx(PIXELS)[4:], "like an IDX file"),
    "cut IDX": (idx(PIXELS)[:-1], "120 × 28 × 28"),
    "IDX header": (b"\0\0\x08\3\0\0", "The IDX file mine"),
    "labels alone": (idx(KINDS), "no array of pictures"),
    "0 pictures": (npz(x=PIXELS[:0]), "same value"),
    "objects": (npz(x=np.array([{"a": 1}, None])), "Python objects"),
    "cut array": (zipped({"x.npy": headed((100, 8, 8), data=bytes(99))}), "broken, or holds"),
    "endless array": (zipped({"x.npy": headed((10**9, 10**9, 10**9))}), "broken, or holds"),
    "negative array": (zipped({"x.npy": headed((-1, 8, 8))}), "broken, or holds"),
    "no header": (zipped({"x.npy": b"\x93NUMPY\1\0\xff\xff{"}), "broken, or holds"),
    "one dimension": (npz(x=np.arange(100)), "no array of pictures"),
    "odd columns": (npz(x=np.zeros((60, 50))), "shape 60 × 50"),
    "five dimensions": (npz(x=np.zeros((60, 8, 8, 1, 1))), "60 × 8 × 8 × 1 × 1"),
    "seven colours": (npz(x=np.zeros((60, 8, 8, 7))), "60 × 8 × 8 × 7"),
    "complex": (npz(x=np.zeros((60, 8, 8), complex)), "no array of pictures"),
    "black": (npz(x=np.zeros((60, 8, 8))), "same value"),
    "nothing but NaN": (npz(x=np.full((60, 8, 8), np.nan)), "same value"),
    "fewer labels": (npz(x=PIXELS, y=KINDS[:-1]), "120 pictures and 119 labels"),
    "labels of another kind": (npz(x=PIXELS, y=KINDS + 0.5), "not whole numbers"),
}


@pytest.mark.parametrize(("data", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(InputError, match=sentence):
        read(data)


def test_a_locked_zip_is_refused_in_a_sentence():
    locked = bytearray(zipped(in_folders(), zipfile.ZIP_STORED))
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := locked.find(magic, at + 1)) >= 0:
            locked[at + flags] |= 1
    with pytest.raises(InputError, match="locked with a password"):
        read(bytes(locked))


def test_what_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(picture_files, "UNPACKED", 10_000)
    monkeypatch.setattr(picture_arrays, "UNPACKED", 10_000)
    with pytest.raises(InputError, match="unpacks to more"):
        read(zipped({"a.png": bytes(20_000)}))
    with pytest.raises(InputError, match="unpacks to more"):
        read(gzip.compress(bytes(20_000)))
    with pytest.raises(InputError, match="unpacks to more"):
        read(bundle([("images.gz", gzip.compress(bytes(20_000)))]))


def test_too_many_dots_are_refused_before_they_are_unpacked(monkeypatch):
    monkeypatch.setattr(picture_files, "DOTS", 28 * 28 * 50)
    with pytest.raises(InputError, match="million dots together"):
        read(zipped(in_folders()))


def test_a_picture_that_claims_to_be_huge_is_left_out_unopened():
    header = struct.pack(">IIBBBBB", 9_000, 9_000, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", b""))
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    _, report = read(zipped(in_folders() | {"cat/bomb.png": bomb}))
    assert (report.pictures, report.large) == (120, 1)


def test_files_larger_than_the_limit_are_refused(monkeypatch):
    monkeypatch.setenv("UNROLLED_TEXT_MB", "0.0001")
    with pytest.raises(InputError, match="is larger than"):
        read(npz(x=PIXELS))
