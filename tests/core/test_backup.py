"""A whole store as one file, and back into an empty one."""

from __future__ import annotations

import json
import zipfile

import pytest

from core.__main__ import main
from core.errors import InputError
from core.runs.backup import back_up, restore
from core.runs.owners import Viewer
from core.runs.store import RunStore
from tests.core.stores import store, toy, trained  # noqa: F401  (fixtures)


@pytest.fixture
def empty(tmp_path):
    """A store elsewhere, with nothing in it."""
    other = RunStore(folder=tmp_path / "elsewhere")
    yield other
    other.close()


@pytest.fixture
def filled(store):
    data = store.add_data(b"some text", "a.txt")
    run = trained(store, data=data, data_name="a.txt", maker=Viewer(ids=("ada",)))
    store.record(run.id, [{"step": 1, "train_loss": 2.5}, {"step": 3, "train_loss": float("nan")}])
    (store.folder / "secret").write_text("s" * 64)
    return run


def test_restored_store_has_every_run_as_it_was(store, filled, empty, tmp_path):
    said = back_up(store, tmp_path / "all.zip")
    assert said == {"runs": 1, "files": 3}
    assert restore(empty, tmp_path / "all.zip") == said
    before, after = store.get(filled.id), empty.get(filled.id)
    assert (after.owner, after.config, after.step, after.data) == ("ada", before.config, before.step, before.data)
    assert after.state == "interrupted"  # nobody trains it there
    assert str(empty.metrics(filled.id)) == str(store.metrics(filled.id))
    (here,), (there,) = store.checkpoints(filled.id), empty.checkpoints(filled.id)
    assert there.path.read_bytes() == here.path.read_bytes()
    assert there.metrics == here.metrics
    assert empty.data_path(after).read_bytes() == b"some text"
    assert (empty.folder / "secret").read_text() == "s" * 64


def test_backup_is_its_keepers_alone(store, filled, tmp_path):
    back_up(store, tmp_path / "all.zip")
    assert (tmp_path / "all.zip").stat().st_mode & 0o077 == 0


def test_store_that_has_runs_is_not_restored_into(store, filled, tmp_path):
    back_up(store, tmp_path / "all.zip")
    with pytest.raises(InputError, match="has runs already"):
        restore(store, tmp_path / "all.zip")


@pytest.mark.parametrize("harm", ["cut", "changed", "text", "absent", "newer", "table"])
def test_file_that_is_no_whole_backup_is_one_sentence_and_leaves_nothing(store, filled, empty, tmp_path, harm):
    file = tmp_path / "all.zip"
    back_up(store, file)
    content = file.read_bytes()
    match harm:
        case "cut":
            file.write_bytes(content[: len(content) // 2])
        case "changed":
            file.write_bytes(content[:200] + bytes(byte ^ 1 for byte in content[200:240]) + content[240:])
        case "text":
            file.write_text("hello")
        case "absent":
            file.unlink()
        case "newer" | "table":
            change(file, harm)
    with pytest.raises(InputError, match=r"all\.zip"):
        restore(empty, file)
    assert empty.runs() == []
    assert not [path for path in empty.folder.rglob("*") if path.is_file() and not path.name.startswith("unrolled.db")]


def change(file, harm):
    with zipfile.ZipFile(file) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content |= {"newer": {"store.json": b'{"unrolled_store": 99}'}, "table": {"runs.jsonl": b'{"id": "a"}\n'}}[harm]
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def test_nothing_is_written_outside_the_folder(store, filled, empty, tmp_path):
    file = tmp_path / "all.zip"
    back_up(store, file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("../escaped", b"x")
        archive.writestr("runs/../../escaped.safetensors", b"x")
    restore(empty, file)
    assert not list(tmp_path.rglob("*escaped*"))


def test_one_command_each(store, filled, tmp_path, monkeypatch, capsys):
    file = str(tmp_path / "all.zip")
    back_up(store, tmp_path / "kept.zip")
    monkeypatch.setenv("UNROLLED_HOME", str(tmp_path / "new"))
    assert main(["restore", str(tmp_path / "kept.zip")]) == 0
    assert json.loads(capsys.readouterr().out)["runs"] == 1
    assert main(["backup", file]) == 0
    assert json.loads(capsys.readouterr().out) == {"runs": 1, "files": 3, "file": file}
    assert main(["restore", file]) == 2
    assert "has runs already" in capsys.readouterr().err
    assert main(["clean"]) == 0
    assert json.loads(capsys.readouterr().out) == {"removed": []}
