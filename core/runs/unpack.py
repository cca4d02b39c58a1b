"""Bring a run from a zip into the store, as a run of its own: checked first, then there as a whole or not at all."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import sqlalchemy as sa

from core.course import lab_of
from core.errors import InputError
from core.knobs import configure
from core.lab import Lab
from core.runs import tables
from core.runs.archive import CHECKPOINTS, DATA, MANIFEST, METRICS, file_of
from core.runs.files import writing
from core.runs.own_data import OwnData, key_of
from core.runs.owners import SERVER, Viewer
from core.runs.records import IMPORTED, UPLOADED, Run, interventions_of
from core.runs.store import TITLE_LENGTH, RunStore
from core.runs.zipped import Zipped
from core.training.files import Damaged, check, header

MOST = 2**62
"""The largest number of steps, or seed, that the store takes."""

NAME_LENGTH = 200
"""How many characters the name of the viewer's data, or of the run that it was, may have."""


def unpack(store: RunStore, source: IO[bytes], name: str, lab: str | None = None, maker: Viewer = SERVER) -> Run:
    """The run in a zip, as a new run of the store.

    Parameters
    ----------
    store : RunStore
        Gets the run, or stays as it was.
    source : binary file
        That can be read anywhere.
    name : str
        What the file is called.
    lab : str, optional
        The lab whose run it has to be.
    maker : Viewer, optional
        Whose it is.

    Raises
    ------
    InputError
        If it is no zip, is cut, was changed, is too large, was made by a newer version, holds anything else, or is a
        run of another lab; or if the store cannot be written to.
    """
    if store.refusal:
        raise store.refusal
    files = Zipped(source, name)
    row = _row(files)
    if lab not in (None, row["lab"]):
        raise InputError(
            "{name} is a run of the lab {theirs}, not of {ours}. Open the page of that lab and choose the file there.",
            name=name,
            theirs=row["lab"],
            ours=lab,
        )
    points = _points(files)
    last = points[-1]["step"]
    metrics = _metrics(files, last)
    with writing(store.folder), _staged(store.folder) as stage:
        for point in points:
            _unpack_checkpoint(files, stage, row, point["step"])
        data = _check_data(files, stage, row)
        state = _state(_place(stage, last), row["max_steps"], files.told["run"].get("kind"))
        return _adopt(store, stage, {**row, **maker.made, "step": last, "state": state}, points, metrics, data)


# ---- what the zip says, checked ----


def _row(files: Zipped) -> dict[str, Any]:
    """What the store is to know of the run, but for its id and state."""
    told = files.told.get("run")
    if not isinstance(told, dict) or not isinstance(told.get("lab"), str) or not isinstance(told.get("config"), dict):
        raise files.changed(MANIFEST)
    kind = lab_of(told["lab"])
    kind.need_task()
    config = asdict(configure(kind.config, told["config"]))
    try:
        forked = None if told["parent_step"] is None else _count(told["parent_step"])
        return {
            "lab": kind.key,
            "config": config,
            "seed": _count(told["seed"]),
            "max_steps": _count(told["max_steps"]),
            "interventions": [
                [_count(step), _rate(kind, knob, rate), knob]
                for step, rate, knob in interventions_of(told["interventions"])
            ],
            "parent": None if forked is None else _line(told["parent"], NAME_LENGTH),
            "parent_step": forked,
            "title": None if told["title"] is None else _line(told["title"], TITLE_LENGTH),
            "data": None if told["data"] is None else _line(told["data"], NAME_LENGTH),
            "data_name": None if told["data_name"] is None else _line(told["data_name"], NAME_LENGTH),
            "origin": {
                "run": _line(told["id"], NAME_LENGTH),
                "made": "" if told["created"] is None else _line(told["created"], NAME_LENGTH),
            },
        }
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise files.changed(MANIFEST) from error


def _points(files: Zipped) -> list[dict[str, Any]]:
    """Step and held-out metrics of each checkpoint, oldest first; each has its file, and there is no other file."""
    try:
        points = [{"step": _count(point["step"]), "metrics": _numbers(point["metrics"])} for point in _listed(files)]
    except (KeyError, TypeError, ValueError) as error:
        raise files.changed(MANIFEST) from error
    steps = [point["step"] for point in points]
    weights = {which for which in files if which.startswith(CHECKPOINTS)}
    if not steps or steps != sorted(set(steps)) or weights != {file_of(step) for step in steps}:
        raise files.changed(MANIFEST)
    return points


def _listed(files: Zipped) -> list[Any]:
    points = files.told["checkpoints"]
    if not isinstance(points, list):
        raise TypeError(points)
    return points


def _metrics(files: Zipped, last: int) -> list[dict[str, Any]]:
    """Step and measured values of each row."""
    try:
        rows = [json.loads(line) for line in files.text(METRICS).splitlines()]
        found = [{"step": _count(row.pop("step")), "values": _numbers(row)} for row in rows]
    except (KeyError, TypeError, AttributeError, RecursionError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise files.changed(METRICS) from error
    steps = [row["step"] for row in found]
    if len(set(steps)) < len(steps) or max(steps, default=0) > last:
        raise files.changed(METRICS)
    return found


def _count(value: Any) -> int:
    """A whole number from 0; `ValueError` if it is none."""
    if type(value) is not int or not 0 <= value <= MOST:
        raise ValueError(value)
    return value


def _line(value: Any, most: int) -> str:
    """A line of text; `ValueError` if it is none, or longer than `most`."""
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise ValueError(value)
    return value


def _numbers(values: Any) -> dict[str, float]:
    """Numbers by name; `ValueError` if they are none."""
    if not isinstance(values, dict) or not all(type(value) in (int, float) for value in values.values()):
        raise ValueError(values)
    return values


def _rate(lab: Lab, knob: str, value: Any) -> float:
    """A learning rate of that knob; `ValueError` (or one sentence, if it is out of range) if it is none."""
    rate = next((each for each in lab.rates if each.name == knob), None)
    if rate is None:
        raise ValueError(knob)
    return rate.parse(value)


# ---- into the store ----


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """A folder of the store that no run has yet, which is gone afterwards unless it was moved to its place."""
    stage = folder / "runs" / f".{uuid4().hex}"
    try:
        stage.mkdir(parents=True)
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _unpack_checkpoint(files: Zipped, stage: Path, row: Mapping[str, Any], step: int) -> None:
    """Put the checkpoint of a step into the folder, if it is one of this run that a page can open."""
    which = file_of(step)
    path = _place(stage, step)
    files.unpack(which, path)
    try:
        check(path, row["lab"])
        facts = header(path)
        config = asdict(configure(lab_of(row["lab"]).config, facts["config"]))
        forked = step == row["parent_step"]  # that one is the parent's, whose knobs were others
        if (facts["step"], facts["seed"]) != (step, row["seed"]) or (config != row["config"] and not forked):
            raise files.changed(which)
        from core.training.checkpoints import load_model

        load_model(path)
    except Damaged as error:
        raise files.changed(which) from error


def _place(folder: Path, step: int) -> Path:
    return folder / Path(file_of(step)).name


def _check_data(files: Zipped, stage: Path, row: Mapping[str, Any]) -> bytes | None:
    """The viewer's own data, if the run learns from such, as its lab can read them."""
    if (row["data"] is None) != (DATA not in files):
        raise files.changed(MANIFEST)
    if row["data"] is None:
        return None
    path = stage / "own"
    files.unpack(DATA, path)
    content = path.read_bytes()
    if key_of(content) != row["data"]:
        raise files.changed(DATA)
    lab = lab_of(row["lab"])
    lab.task(configure(lab.config, row["config"]), path)
    path.unlink()
    return content


def _state(last: Path, max_steps: int, kind: Any) -> str:
    """How the run stands here, by its last checkpoint: whether it can be trained on, and whether all is done."""
    facts = header(last)
    if facts["resumable"]:
        return "finished" if facts["step"] >= max_steps else "stopped"
    return UPLOADED if kind == UPLOADED else IMPORTED


def _adopt(
    store: RunStore,
    stage: Path,
    row: Mapping[str, Any],
    points: Sequence[Mapping[str, Any]],
    metrics: Sequence[Mapping[str, Any]],
    data: bytes | None,
) -> Run:
    """Move the staged files to their place and tell the database, in one transaction."""
    run_id, now = uuid4().hex[:12], time.time()
    home = store.checkpoint_path(run_id, 0).parent
    own = OwnData(store.folder, store.files)
    new_data = data is not None and not own.path(str(row["data"])).exists()
    try:
        if data is not None:
            store.add_data(data, str(row["data_name"]))
        stage.rename(home)
        paths = {p["step"]: _place(home, p["step"]).relative_to(store.folder).as_posix() for p in points}
        for place in paths.values():
            store.files.keep(store.folder / place)
        with store.database.write() as connection:
            same = {"id": run_id, "created": now, "changed": now, "opened": now, "heartbeat": now, "command": "play"}
            connection.execute(sa.insert(tables.RUNS), {**row, **same})
            connection.execute(
                sa.insert(tables.CHECKPOINTS), [{"run_id": run_id, "path": paths[p["step"]], **p} for p in points]
            )
            if metrics:
                connection.execute(sa.insert(tables.METRICS), [{"run_id": run_id, **values} for values in metrics])
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        store.files.forget(home)
        if new_data:
            own.forget(str(row["data"]))
        raise
    return store.get(run_id)
