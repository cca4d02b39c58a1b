"""Runs that are opened from a zip, and checkpoints: whole ones, and what may become of them."""

from __future__ import annotations

import functools
import hashlib
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from core.course import lab_of
from core.errors import InputError
from core.knobs import configure
from core.runs.archive import MANIFEST, METRICS, SUMS
from core.runs.pack import pack
from core.runs.store import RunStore
from core.runs.unpack import unpack
from core.training.checkpoints import check, load_model, restore, save
from core.training.files import FACTS, header
from core.training.loop import Progress, Training, train
from tests.fuzz.accidents import as_json, damaged, repacked, retold

LAB, SMALL = "slot_filling", {"hidden_size": 16}
"""A run of so few weights is read in a moment."""


@functools.cache
def whole_run() -> bytes:
    """The zip of a run that has trained for three steps."""
    lab = lab_of(LAB)
    with tempfile.TemporaryDirectory() as folder:
        store = RunStore(folder=Path(folder))
        run = store.create(LAB, SMALL, 5, state="stopped", max_steps=9)
        training = Training.fresh(lab.task(configure(lab.config, run.config)), 5)
        losses = [{"step": one.step, **one.metrics} for one in train(training, steps=3) if isinstance(one, Progress)]
        store.record(run.id, losses)
        path = store.checkpoint_path(run.id, 3)
        save(path, training, lab=LAB, seed=5, metrics={"slot_accuracy": 0.5})
        store.add_checkpoint(run.id, 3, path, {"slot_accuracy": 0.5})
        content = io.BytesIO()
        pack(store, run.id, content)
        store.close()
    return content.getvalue()


@functools.cache
def files_of_run() -> dict[str, bytes]:
    """What stands in that zip."""
    with zipfile.ZipFile(io.BytesIO(whole_run())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def whole_checkpoint() -> bytes:
    """The checkpoint of that run."""
    [content] = [data for name, data in files_of_run().items() if name.endswith(".safetensors")]
    return content


def sealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with the checksums that belong to them: so that it is not these that are refused."""
    told = [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(files.items()) if name != SUMS]
    return {**files, SUMS: ("\n".join(told) + "\n").encode()}


def zips_of_runs() -> st.SearchStrategy[bytes]:
    """Zips that were cut or scrambled, and whole ones that say something else of the run."""
    return st.one_of(st.deferred(lambda: damaged((whole_run(),))), retold_runs())


@st.composite
def retold_runs(draw: st.DrawFn) -> bytes:
    """A zip whose checksums are right, and in which one of the files says something else."""
    files = dict(files_of_run())
    what = draw(st.integers(0, 3))
    if what == 0:
        files[MANIFEST] = as_json(draw(retold(json.loads(files[MANIFEST]))))
    elif what == 1:
        rows = [json.loads(line) for line in files[METRICS].splitlines()]
        told = draw(retold(rows))
        files[METRICS] = b"\n".join(map(as_json, told)) if isinstance(told, list) else as_json(told)
    elif what == 2:
        [name] = [name for name in files if name.endswith(".safetensors")]
        files[name] = draw(opened_runs())
    return draw(repacked(files, sealed))


@st.composite
def opened_runs(draw: st.DrawFn) -> bytes:
    """A checkpoint that was cut or scrambled, or whose header says something else of the same tensors."""
    whole = whole_checkpoint()
    if draw(st.booleans()):
        return draw(damaged((whole,)))
    length = int.from_bytes(whole[:8], "little")
    told = json.loads(whole[8 : 8 + length])
    if draw(st.booleans()):
        told["__metadata__"][FACTS] = as_json(draw(retold(json.loads(told["__metadata__"][FACTS])))).decode()
        header = as_json(told)
    else:
        header = as_json(draw(retold(told)))
    return len(header).to_bytes(8, "little") + header + whole[8 + length :]


def read_run(data: bytes, folder: Path) -> None:
    """Open a run; it is there as a whole, or the store has nothing of it."""
    store = _store(folder)
    try:
        run = unpack(store, io.BytesIO(data), "run.zip")
    except InputError:
        assert store.runs(limit=10) == []
        left = [path for path in folder.rglob("*") if path.is_file() and "unrolled.db" not in path.name]
        assert left == []
        raise
    try:
        for point in store.checkpoints(run.id):
            load_model(point.path)
        store.metrics(run.id)
    finally:
        store.delete(run.id)


def read_checkpoint(data: bytes, folder: Path) -> str:
    """Look at a checkpoint, and train on from it; a training that it is not for stays as it was."""
    path = folder / "00000003.safetensors"
    path.write_bytes(data)
    try:
        check(path, LAB)
        load_model(path)
        restore(_training(), path)
        return json.dumps(header(path)["model"], ensure_ascii=False)
    finally:
        path.unlink()


def _training() -> Training:
    return Training.fresh(_task(), 5)


@functools.cache
def _task() -> Any:
    lab = lab_of(LAB)
    return lab.task(configure(lab.config, SMALL))


@functools.cache
def _store(folder: Path) -> RunStore:
    return RunStore(folder=folder)
