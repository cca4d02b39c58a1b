"""How numbers travel to a canvas: one block of bytes, a JSON header and then the arrays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np


def pack(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Lay `arrays` behind a JSON header, each value in two bytes.

    Every array is quantised to 65,536 levels between its own least and greatest value, an error of at most 1/131,070
    of its span: finer than any pixel or printed digit.

    Parameters
    ----------
    header : mapping
        Anything JSON can say: tokens, labels, sizes.
    arrays : mapping of str to ndarray
        Finite numbers of any shape.

    Returns
    -------
    bytes
        ``uint32`` length of the header (little endian), the header in UTF-8 padded to a multiple of four, then the
        arrays as ``uint16`` in the header's order, each described under ``header["arrays"][name]`` by ``shape``,
        ``offset`` (in values), ``low`` and ``step`` (value = low + step × stored).

    Raises
    ------
    ValueError
        If an array holds a value that is not finite.
    """
    described, blocks, offset = {}, [], 0
    for name, array in arrays.items():
        array = np.ascontiguousarray(array, dtype=np.float32)
        low, high = (float(array.min()), float(array.max())) if array.size else (0.0, 0.0)
        if not np.isfinite([low, high]).all():
            raise ValueError(f"{name} holds a value that is not a number and cannot be drawn")
        step = (high - low) / 65535 or 1.0
        blocks.append(np.rint((array - low) / step).astype("<u2").tobytes())
        described[name] = {"shape": array.shape, "offset": offset, "low": low, "step": step}
        offset += array.size
    text = json.dumps({**header, "arrays": described}, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    return len(text).to_bytes(4, "little") + text + b"".join(blocks)
