"""Files that were cut or scrambled on their way: some mutations of one that is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random

COUNT = int(os.environ.get("UNROLLED_MUTATIONS", "100"))
"""How many mutations of each file are tried."""

LONGEST = 64
"""Bytes that a mutation changes side by side, at most."""


def mutated(data: bytes, count: int = COUNT, seed: int = 0) -> Iterator[bytes]:
    """`count` files, each a whole one after one to four accidents."""
    random = Random(seed)
    for _ in range(count):
        changed = bytearray(data)
        for _ in range(random.randint(1, 4)):
            random.choice(ACCIDENTS)(changed, random)
        yield bytes(changed)


def cut(data: bytearray, random: Random) -> None:
    """The end is missing."""
    del data[random.randrange(len(data) + 1) :]


def torn(data: bytearray, random: Random) -> None:
    """A stretch is missing."""
    begin = _place(data, random)
    del data[begin : begin + random.randint(1, LONGEST)]


def flipped(data: bytearray, random: Random) -> None:
    """A bit has changed."""
    if data:
        data[_place(data, random)] ^= 1 << random.randrange(8)


def overwritten(data: bytearray, random: Random) -> None:
    """A stretch is zeros, ones, or anything."""
    begin, length = _place(data, random), random.randint(1, LONGEST)
    length = min(length, len(data) - begin)
    data[begin : begin + length] = random.choice((bytes(length), b"\xff" * length, random.randbytes(length)))


def doubled(data: bytearray, random: Random) -> None:
    """A stretch stands there again."""
    begin = _place(data, random)
    data[begin:begin] = data[begin : begin + random.randint(1, LONGEST)]


def renumbered(data: bytearray, random: Random) -> None:
    """Four bytes, a size or an offset perhaps, are another number."""
    begin = _place(data, random)
    data[begin : begin + 4] = random.choice((0, 1, 2**31 - 1, 2**31, 2**32 - 1, random.getrandbits(32))).to_bytes(
        4, random.choice(("little", "big"))
    )


def _place(data: bytearray, random: Random) -> int:
    """Somewhere, as often near the end, where a zip has its list of files, or near the beginning as between."""
    size = max(1, len(data))
    near = min(size, 512)
    return random.choice((random.randrange(size), random.randrange(near), size - 1 - random.randrange(near)))


ACCIDENTS = (cut, torn, flipped, overwritten, doubled, renumbered)
