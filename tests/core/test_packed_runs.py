"""A run taken home as a zip is, opened anywhere, the same run; and a zip that is not one leaves nothing behind."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import subprocess
import sys
import zipfile

import pytest

from core.course import lab_of
from core.errors import InputError
from core.runs.pack import pack, pack_to
from core.training.checkpoints import load_model, restore
from core.training.loop import Training, train
from tests.core.packed import OWN, contents, elsewhere, everything, opened, trained, zip_of  # noqa: F401  (a fixture)
from tests.core.stores import store  # noqa: F401  (a fixture)
from tests.core.toy import TEXT, ToyConfig, toy  # noqa: F401  (a fixture)


def full(monkeypatch, module):
    """Let the disk be full for whatever `module` copies."""

    def copied(source, target):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"{module}.copied", copied)


@pytest.mark.parametrize("own", [None, OWN])
def test_a_run_that_went_through_a_zip_is_the_same_bit_for_bit(store, elsewhere, tmp_path, own):
    run = trained(store, tmp_path, own=own, hidden_size=12)
    store.rename(run.id, "my 中文 run")
    run = store.get(run.id)
    here = opened(elsewhere, zip_of(store, run))
    assert contents(elsewhere, here) == contents(store, run)
    assert here.id != run.id
    assert here.state == "finished"
    assert here.origin == {"run": run.id, "made": run.created.isoformat(timespec="seconds")}
    for point in elsewhere.checkpoints(here.id):
        load_model(point.path).trace("the cat")


def test_an_opened_run_trains_on_as_it_would_have_where_it_came_from(store, elsewhere, tmp_path):
    run = trained(store, tmp_path, steps=4, end="stopped")
    here = opened(elsewhere, zip_of(store, run))
    assert here.state == "stopped"
    losses = []
    for point in (store.checkpoint(run.id), elsewhere.checkpoint(here.id)):
        training = Training.fresh(lab_of("toy").task(ToyConfig(), None), here.seed)
        restore(training, point.path)
        losses.append(
            [event.metrics["train_loss"] for event in train(training, steps=3) if "train_loss" in event.metrics]
        )
    assert losses[0] == losses[1]
    assert len(losses[0]) == 3


def test_an_opened_run_can_be_opened_once_more_from_its_own_zip(store, elsewhere, tmp_path):
    first = opened(elsewhere, zip_of(store, trained(store, tmp_path)))
    second = opened(elsewhere, zip_of(elsewhere, first))
    assert second.origin["run"] == first.id
    assert contents(elsewhere, second) == contents(elsewhere, first)


def test_the_same_run_gives_the_same_bytes(store, tmp_path):
    run = trained(store, tmp_path, own=OWN)
    assert zip_of(store, run) == zip_of(store, run)


def test_a_run_that_still_trains_is_packed_up_to_its_last_checkpoint(store, elsewhere, tmp_path):
    run = trained(store, tmp_path, end="running")
    store.record(run.id, [{"step": 7, "train_loss": 0.5}, {"step": 8, "train_loss": 0.4}])
    file = io.BytesIO()
    packed = pack(store, run.id, file)
    assert packed.step == 6
    here = opened(elsewhere, file.getvalue())
    assert here.step == 6
    assert elsewhere.metrics(here.id)[-1]["step"] == 6
    assert f"Trained to:  step 6 of {run.max_steps}" in zipfile.ZipFile(file).read("README.txt").decode()


def test_a_damaged_checkpoint_is_left_out_and_this_is_said(store, elsewhere, tmp_path):
    run = trained(store, tmp_path)
    broken = store.checkpoints(run.id)[1]
    broken.path.write_bytes(broken.path.read_bytes()[:-9])
    file = io.BytesIO()
    assert pack(store, run.id, file).left_out == [broken.step]
    assert f"step {broken.step}, whose file is damaged" in zipfile.ZipFile(file).read("README.txt").decode()
    steps = [point.step for point in elsewhere.checkpoints(opened(elsewhere, file.getvalue()).id)]
    assert steps == [point.step for point in store.checkpoints(run.id) if point.step != broken.step]


def test_checksums_are_those_that_other_programs_compute(store, tmp_path):
    packed = zipfile.ZipFile(io.BytesIO(zip_of(store, trained(store, tmp_path, own=OWN))))
    sums = dict(line.split("  ")[::-1] for line in packed.read("SHA256SUMS").decode().splitlines())
    assert set(sums) | {"SHA256SUMS"} == set(packed.namelist())
    assert {name: hashlib.sha256(packed.read(name)).hexdigest() for name in sums} == sums


@pytest.mark.parametrize("key", ["slot_filling", "vanishing_gradients"])
def test_a_shipped_run_can_be_taken_home_and_looked_at_but_not_trained_on(elsewhere, key):
    shipped = elsewhere.shipped(key)
    here = opened(elsewhere, zip_of(elsewhere, shipped))
    assert (here.state, here.step) == ("imported", shipped.step)
    assert contents(elsewhere, here) == contents(elsewhere, shipped)
    assert here.origin == {"run": shipped.id, "made": ""}


def test_a_deleted_run_and_one_without_checkpoints_are_refused(store, tmp_path):
    run = trained(store, tmp_path)
    store.delete(run.id)
    with pytest.raises(InputError, match="no run"):
        zip_of(store, run)
    with pytest.raises(InputError, match="no checkpoint"):
        zip_of(store, store.create("toy", {}, 0))


def test_a_run_that_is_deleted_while_it_is_packed_leaves_no_file(store, tmp_path, monkeypatch):
    run = trained(store, tmp_path)
    monkeypatch.setattr("core.runs.pack.readme", lambda *_: store.delete(run.id) or "")
    with pytest.raises(InputError, match="no run"):
        pack_to(store, run.id, tmp_path / "out.zip")
    assert list(tmp_path.glob("*out.zip*")) == []


def test_a_file_that_cannot_be_written_is_one_sentence_and_no_draft(store, tmp_path, monkeypatch):
    run = trained(store, tmp_path)
    with pytest.raises(InputError, match="cannot be written"):
        pack_to(store, run.id, tmp_path / "nowhere" / "out.zip")
    full(monkeypatch, "core.runs.pack")
    with pytest.raises(InputError, match="No space left"):
        pack_to(store, run.id, tmp_path / "out.zip")
    assert list(tmp_path.glob("*out.zip*")) == []


def test_the_command_line_takes_a_run_home_and_opens_it(tmp_path):
    out = tmp_path / "run.zip"

    def core(*arguments):
        command = [sys.executable, "-m", "core", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True)

    exported = core("export", "shipped-slot_filling", out)
    assert json.loads(exported.stdout)["file"] == str(out), exported.stderr
    imported = json.loads(core("import", out, "--store", f"sqlite:///{tmp_path / 'store.db'}").stdout)
    assert imported["origin"]["run"] == "shipped-slot_filling"
    refused = core("import", tmp_path / "nowhere.zip")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "cannot be read" in refused.stderr
