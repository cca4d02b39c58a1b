"""The file of a checkpoint, as far as it can be told without its tensors: whether it is whole, and what it says.

A safetensors file is the length of a header (eight bytes), the header (JSON: of each tensor its type, its shape and
where it lies; our own facts among its metadata), and the tensors. Imports no torch.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.errors import InputError
from core.task import RATE
from core.text.files import told_in_json

FACTS = "unrolled"
"""The one entry of the file's metadata: with several, safetensors writes them in any order."""

HEADER_BYTES = 4_000_000
"""The longest header of a file that is read; those of ours have some thousand bytes."""

_NEEDED: dict[str, Any] = {"lab": str, "seed": int, "step": int, "config": dict, "model": dict, "metrics": dict}
_RESUMABLE: dict[str, Any] = {"rates": dict, "cpu_seconds": int | float}


class Damaged(InputError):
    """A checkpoint's file is gone, is no checkpoint, is not whole, or is one of another lab."""


def header(path: Path) -> dict[str, Any]:
    """What a checkpoint says of itself.

    Returns
    -------
    dict
        ``lab``, ``seed``, ``step``, ``config``, ``model`` (see the model's ``rebuild``), ``metrics``, ``resumable``;
        and, if it is, ``rates`` (by the name of the knob) and ``cpu_seconds``.

    Raises
    ------
    Damaged
        If the file is gone, or is no whole checkpoint.
    """
    try:
        return _as_today(told_in_json(_tables(path)["__metadata__"][FACTS]))
    except FileNotFoundError as error:
        raise Damaged("The checkpoint of step {step} is gone. Choose another step.", step=_step_of(path)) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(path) from error


def check(path: Path, lab: str) -> None:
    """Raise `Damaged` unless the file is there, whole, and a checkpoint of `lab`."""
    theirs = header(path)["lab"]
    if theirs != lab:
        raise Damaged(
            "The checkpoint of step {step} is one of another lab: of {theirs}, not of {lab}. Choose another step, or"
            " put the right file back.",
            step=_step_of(path),
            theirs=repr(theirs)[:80],
            lab=lab,
        )


def damaged(path: Path) -> Damaged:
    """What to say of a checkpoint that cannot be read."""
    return Damaged(
        "The checkpoint of step {step} is damaged and cannot be read. Choose another step.", step=_step_of(path)
    )


def _tables(path: Path) -> dict[str, Any]:
    """The header of the file; `ValueError` if it is longer than any of ours, or if the tensors do not fill the rest."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 0 < length <= min(HEADER_BYTES, size - 8):
            raise ValueError(f"a header of {length} bytes in a file of {size}")
        tables = told_in_json(file.read(length))
    ends = [table["data_offsets"][1] for name, table in tables.items() if name != "__metadata__"]
    if max(ends, default=0) != size - 8 - length:
        raise ValueError(f"tensors end at {max(ends, default=0)} of {size - 8 - length} bytes")
    return tables


def _as_today(facts: Any) -> dict[str, Any]:
    """The facts under the names of today: of older files the metrics were called figures, and there was one rate.

    `KeyError` or `TypeError` if they are not those of a checkpoint.
    """
    if "figures" in facts:
        facts["metrics"] = facts.pop("figures")
    if "learning_rate" in facts:
        facts["rates"] = {RATE: facts.pop("learning_rate")}
    for name, kind in (_NEEDED | (_RESUMABLE if facts["resumable"] else {})).items():
        if not isinstance(facts[name], kind):
            raise TypeError(name)
    return facts


def _step_of(path: Path) -> str:
    """The training step that the name of a checkpoint's file says, or that name."""
    return f"{int(path.stem):,}" if path.stem.isdecimal() else path.name
