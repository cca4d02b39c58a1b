"""A run that has trained, as a zip, and another installation that opens it: for tests of what leaves the app."""

from __future__ import annotations

import io

import pytest

from core.course import lab_of
from core.runs.pack import pack
from core.runs.recorder import RunRecorder
from core.runs.store import RunStore
from core.runs.unpack import unpack
from core.training.loop import Training, train
from tests.core.stores import store  # noqa: F401  (a fixture)
from tests.core.toy import TEXT, ToyConfig, toy  # noqa: F401  (a fixture)

OWN = TEXT.replace("cat", "cow")


@pytest.fixture
def elsewhere(tmp_path_factory, toy):
    """The store of another installation."""
    other = RunStore(folder=tmp_path_factory.mktemp("elsewhere"))
    yield other
    other.close()


def trained(store, tmp_path, steps=6, own=None, end="finished", **knobs):
    """A run that has trained here, a learning rate changed on the way."""
    lab, path = lab_of("toy"), None
    if own:
        path = tmp_path / "own.txt"
        path.write_text(own, encoding="utf-8")
    training = Training.fresh(lab.task(ToyConfig(**knobs), path), 3)
    recorder = RunRecorder(store, training, lab, 3, path, max_steps=6)
    for event in train(training, steps=steps):
        recorder.record(event)
    recorder.end(end, {"accuracy": float("nan")})
    return store.get(recorder.run.id)


def zip_of(store, run):
    file = io.BytesIO()
    pack(store, run.id, file)
    return file.getvalue()


def opened(store, data, **more):
    return unpack(store, io.BytesIO(data), "run.zip", **more)


def contents(store, run):
    """All that a run is, but for its id and when it was made."""
    same = ("lab", "config", "seed", "step", "max_steps", "interventions", "title", "data", "data_name", "rates")
    points = [(p.step, repr(p.metrics), p.path.read_bytes()) for p in store.checkpoints(run.id)]
    data = store.data_path(run)
    return (
        [getattr(run, name) for name in same],
        repr(store.metrics(run.id)),
        points,
        data and data.read_bytes(),
    )


def everything(store):
    """Every file of the store and every row, to see that nothing was left behind."""
    files = {path.relative_to(store.folder): path.stat().st_size for path in store.folder.rglob("*") if path.is_file()}
    return {path for path in files if "unrolled.db" not in path.name}, [run.id for run in store.runs()]
