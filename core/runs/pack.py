"""Take a run out of the store: all that is kept of it, as a zip whose bytes depend on nothing else."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar
from uuid import uuid4

from core.errors import InputError
from core.runs.archive import (
    DATA,
    FORM,
    FORM_KEY,
    MANIFEST,
    METRICS,
    README,
    SUMS,
    TRAINED,
    copied,
    file_of,
    readme,
)
from core.runs.records import FIXED, SHIPPED, Checkpoint, Run, gone
from core.runs.store import RunStore
from core.training.files import Damaged, check

Found = TypeVar("Found")

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip, the earliest there is: the same run gives the same bytes at any time."""

UNIX = 3
"""What made the zip, as it says: the same on every machine."""


@dataclass(frozen=True)
class Packed:
    """What of a run went into a zip.

    Attributes
    ----------
    run : Run
        As it stood when it was packed.
    step : int
        Up to which training step: that of its last checkpoint.
    checkpoints : int
        How many.
    left_out : list of int
        Steps whose checkpoints are damaged.
    """

    run: Run
    step: int
    checkpoints: int
    left_out: list[int]


def pack(store: RunStore, run_id: str, file: IO[bytes]) -> Packed:
    """Write a run into `file` as a zip: its whole checkpoints, and what was measured up to the last of these.

    While it trains, more is added to it, never changed: so what is packed is the run as it stood at that checkpoint.

    Raises
    ------
    InputError
        If there is no such run, it has no whole checkpoint yet, its data are gone, or it is deleted meanwhile.
    """
    points = store.checkpoints(run_id)
    run, data = store.get(run_id), store.data_path(store.get(run_id))
    left_out = [point.step for point in points if _damaged(point, run.lab)]
    points = [point for point in points if point.step not in left_out]
    if not points:
        raise InputError(
            "Nothing of the run {run} can be taken home yet: it has kept no checkpoint. Wait for its first one, then"
            " try again.",
            run=run_id,
        )
    step = points[-1].step
    manifest = _manifest(run, points)
    rows = [row for row in store.metrics(run_id) if row["step"] <= step]
    texts = {
        README: readme(manifest, left_out),
        MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=1) + "\n",
        METRICS: "".join(f"{json.dumps(row)}\n" for row in rows),
    }
    files = {file_of(point.step): point.path for point in points} | ({DATA: data} if data else {})
    with zipfile.ZipFile(file, "w") as archive:
        sums = {name: _put(archive, name, io.BytesIO(text.encode())) for name, text in texts.items()}
        for name, path in files.items():
            sums[name] = _put_file(archive, name, path, run_id)
        listed = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        _put(archive, SUMS, io.BytesIO(listed.encode()))
    return Packed(run, step, len(points), left_out)


def pack_to(store: RunStore, run_id: str, path: Path) -> Packed:
    """Write a run into a file, which is there whole or not at all.

    Raises
    ------
    InputError
        As `pack` does, or if the file cannot be written.
    """
    return whole_or_not(path, lambda file: pack(store, run_id, file))


def whole_or_not(path: Path, write: Callable[[IO[bytes]], Found]) -> Found:
    """What `write` returns, which writes into a file that is moved to its place only when it is whole.

    Raises
    ------
    InputError
        If the file cannot be written, or whatever `write` raises; then nothing is left of it.
    """
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with draft.open("xb") as file:
            found = write(file)
        draft.replace(path)
    except OSError as error:
        raise InputError(
            "{path} cannot be written: {reason}. Name another file, or make room on the disk.",
            path=path,
            reason=error.strerror or error,
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return found


def _damaged(point: Checkpoint, lab: str) -> bool:
    try:
        check(point.path, lab)
    except Damaged:
        return True
    return False


def _manifest(run: Run, points: Sequence[Checkpoint]) -> dict[str, Any]:
    step = points[-1].step
    return {
        FORM_KEY: FORM,
        "run": {
            "id": run.id,
            "lab": run.lab,
            "title": run.title,
            "config": run.config,
            "seed": run.seed,
            "kind": run.state if run.state in FIXED else TRAINED,
            "step": step,
            "max_steps": run.max_steps,
            "created": None if run.state == SHIPPED else run.created.isoformat(timespec="seconds"),
            "interventions": [change for change in run.interventions if change[0] <= step],
            "parent": run.parent,
            "parent_step": run.parent_step,
            "data": run.data,
            "data_name": run.data_name,
        },
        "checkpoints": [{"step": point.step, "metrics": point.metrics} for point in points],
    }


def _put_file(archive: zipfile.ZipFile, name: str, path: Path, run_id: str) -> str:
    try:
        with path.open("rb") as file:
            return _put(archive, name, file)
    except FileNotFoundError as error:  # it was deleted meanwhile
        raise gone(run_id) from error
    except OSError as error:
        raise InputError(
            "{path} cannot be read: {reason}. Allow it, then try again.", path=path, reason=error.strerror or error
        ) from error


def _put(archive: zipfile.ZipFile, name: str, content: IO[bytes]) -> str:
    """Put a file into the zip, uncompressed, since weights hardly shrink; its checksum."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system, entry.external_attr = UNIX, (stat.S_IFREG | 0o644) << 16
    entry.file_size = content.seek(0, io.SEEK_END)
    content.seek(0)
    with archive.open(entry, "w") as target:
        return copied(content, target)
