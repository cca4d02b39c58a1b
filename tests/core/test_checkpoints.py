from __future__ import annotations

import errno
import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save as serialise

from core.course import LABS
from core.errors import InputError
from core.training import checkpoints
from core.training.checkpoints import header, load_model, restore, save, save_weights, write
from core.training.loop import Progress, Training, train
from tests.core.toy import ToyConfig, ToyTask, toy  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("toy")


def started(seed: int = 0, data: Path | None = None, **knobs: float) -> Training:
    return Training.fresh(ToyTask(ToyConfig(**knobs), data), seed)


def losses(training: Training, steps: int) -> list[float]:
    return [event.metrics["train_loss"] for event in train(training, steps=steps) if isinstance(event, Progress)]


def saved(path: Path, training: Training) -> Path:
    save(path, training, lab="toy", seed=0, metrics={"accuracy": 0.5})
    return path


@pytest.fixture
def trained() -> Training:
    training = started()
    losses(training, 12)
    return training


@pytest.fixture
def checkpoint(tmp_path: Path, trained: Training) -> Path:
    return saved(tmp_path / "run" / "12.safetensors", trained)


# ---- going on ----


def test_a_resumed_training_has_the_losses_of_the_uninterrupted_one_bit_by_bit(checkpoint, trained):
    resumed = started(seed=9)
    restore(resumed, checkpoint)
    assert losses(resumed, 40) == losses(trained, 40)
    for mine, other in zip(resumed.model.parameters(), trained.model.parameters(), strict=True):
        assert torch.equal(mine, other)


@pytest.mark.parametrize("lab", [lab for lab in LABS if lab.trains], ids=lambda lab: lab.key)
def test_every_lab_resumes_bit_by_bit_after_a_change_of_learning_rate_too(lab, tmp_path):
    task, path = lab.task(lab.config()), tmp_path / "checkpoint"
    uninterrupted, resumed = Training.fresh(task, 0), Training.fresh(task, 1)
    losses(uninterrupted, 4)
    uninterrupted.set_rate(0.002)
    losses(uninterrupted, 2)
    save(path, uninterrupted, lab=lab.key, seed=0, metrics={})
    restore(resumed, path)
    assert losses(resumed, 6) == losses(uninterrupted, 6)


def test_resuming_restores_where_it_stood(checkpoint, trained):
    resumed = started(seed=9)
    restore(resumed, checkpoint)
    assert (resumed.step, resumed.cpu_seconds, resumed.rates) == (12, trained.cpu_seconds, {"learning_rate": 0.01})
    assert torch.equal(resumed.generator.get_state(), trained.generator.get_state())
    assert resumed.carry.keys() == trained.carry.keys() == {"position", "hidden_state"}


def test_a_learning_rate_changed_while_it_trained_is_kept(tmp_path, trained):
    trained.set_rate(0.003)
    losses(trained, 5)
    resumed = started()
    restore(resumed, saved(tmp_path / "17.safetensors", trained))
    assert resumed.rates == {"learning_rate": 0.003}
    assert losses(resumed, 20) == losses(trained, 20)


def test_a_training_is_resumed_from_before_its_first_step(tmp_path):
    path = saved(tmp_path / "0.safetensors", started(seed=4))
    resumed = started(seed=5)
    losses(resumed, 3)
    restore(resumed, path)
    assert losses(resumed, 10) == losses(started(seed=4), 10)


def test_a_training_goes_back_in_time(checkpoint, trained):
    first = losses(trained, 15)
    restore(trained, checkpoint)
    assert losses(trained, 15) == first


def test_the_restored_tensors_are_no_views_of_the_file(checkpoint):
    resumed = started()
    restore(resumed, checkpoint)
    content = checkpoint.read_bytes()
    losses(resumed, 3)
    assert checkpoint.read_bytes() == content
    checkpoint.unlink()
    assert losses(resumed, 3)


# ---- forks ----


def test_a_fork_with_another_learning_rate_parts_from_its_parent_after_one_step(checkpoint, trained):
    fork = started(learning_rate=0.05)
    restore(fork, checkpoint)
    assert fork.rates == {"learning_rate": 0.05}
    theirs, ours = losses(trained, 10), losses(fork, 10)
    assert ours[0] == theirs[0]  # the loss before the first step that differs
    assert all(one != other for one, other in zip(ours[1:], theirs[1:], strict=True))


def test_a_fork_with_another_batch_size_reads_from_other_places(checkpoint):
    fork = started(batch_size=8)
    restore(fork, checkpoint)
    assert fork.carry == {}
    assert len(losses(fork, 5)) == 5


def test_a_fork_with_another_dropout_keeps_reading_where_its_parent_stood(checkpoint, trained):
    fork = started(dropout=0.5)
    restore(fork, checkpoint)
    assert torch.equal(fork.carry["position"], trained.carry["position"])


def test_weights_of_other_shapes_name_the_knob_to_blame(checkpoint):
    fork = started(hidden_size=32, learning_rate=0.05, dropout=0.3)
    before = [parameter.clone() for parameter in fork.model.parameters()]
    with pytest.raises(InputError) as caught:
        restore(fork, checkpoint)
    assert "because of hidden_size (16 → 32). Leave" in str(caught.value)
    assert fork.step == 0
    assert all(torch.equal(a, b) for a, b in zip(before, fork.model.parameters(), strict=True))


def test_other_data_are_named_when_the_tokens_differ(checkpoint, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("sphinx of black quartz judge my vow. " * 10)
    with pytest.raises(InputError, match="trained on other data and knows other tokens"):
        restore(started(data=other), checkpoint)


# ---- looking ----


def test_the_header_tells_all_without_the_tensors(checkpoint, trained):
    facts = header(checkpoint)
    assert facts == {
        "lab": "toy",
        "seed": 0,
        "step": 12,
        "config": asdict(ToyConfig()),
        "model": trained.model.header(),
        "metrics": {"accuracy": 0.5},
        "resumable": True,
        "rates": {"learning_rate": 0.01},
        "cpu_seconds": trained.cpu_seconds,
    }


def test_a_loaded_model_is_the_one_that_trained(checkpoint, trained):
    model = load_model(checkpoint)
    assert not model.training
    assert model.trace("the cat").identical(trained.model.eval().trace("the cat"))


def test_weights_alone_are_half_as_precise_a_fraction_of_the_size_and_not_resumable(checkpoint, trained, tmp_path):
    path = tmp_path / "weights.safetensors"
    save_weights(path, trained.model, lab="toy", seed=0, step=12, metrics={})
    assert path.stat().st_size < checkpoint.stat().st_size / 2
    with safe_open(path, framework="pt") as file:
        assert {file.get_tensor(name).dtype for name in file.keys()} == {torch.float16}  # noqa: SIM118
    mine, theirs = load_model(path).trace("the cat"), trained.model.eval().trace("the cat")
    assert mine["hidden_state"].dtype == "float32"
    assert 0 < float(abs(mine["hidden_state"] - theirs["hidden_state"]).max()) < 0.01
    with pytest.raises(InputError, match="holds weights to look at"):
        restore(started(), path)


def test_equal_weights_make_equal_files(tmp_path, trained):
    paths = [tmp_path / "one", tmp_path / "other"]
    for path in paths:
        save_weights(path, trained.model, lab="toy", seed=0, step=12, metrics={"accuracy": 0.5})
    assert paths[0].read_bytes() == paths[1].read_bytes()


# ---- files ----


def test_a_checkpoint_is_json_and_tensors_and_nothing_that_runs(checkpoint):
    content = checkpoint.read_bytes()
    length = int.from_bytes(content[:8], "little")
    told = json.loads(content[8 : 8 + length])
    assert {name.partition(".")[0] for name in told} == {"__metadata__", "model", "optimizer", "carry", "generator"}
    assert json.loads(told["__metadata__"]["unrolled"])["lab"] == "toy"
    assert {entry["dtype"] for name, entry in told.items() if name != "__metadata__"} == {"F32", "I64", "U8"}
    sizes = [end - begin for begin, end in (told[name]["data_offsets"] for name in told if name != "__metadata__")]
    assert 8 + length + sum(sizes) == len(content)


def test_a_checkpoint_that_is_gone_is_one_sentence(tmp_path):
    for look in (header, load_model, lambda path: restore(started(), path)):
        with pytest.raises(InputError, match=r"^The checkpoint of step 12 is gone"):
            look(tmp_path / "00000012.safetensors")


def foreign() -> bytes:
    return serialise({"x": torch.zeros(2)})


def incomplete() -> bytes:
    facts = {"lab": "toy", "config": {}, "model": started().model.header(), "resumable": True}
    return serialise({"model.output.bias": torch.zeros(2)}, {"unrolled": json.dumps(facts)})


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:5],
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: b"\xff" * len(content),
        lambda content: content[:8] + b"}" + content[9:],
        lambda content: foreign(),
        lambda content: incomplete(),
    ],
    ids=[
        "empty",
        "header cut",
        "half",
        "a byte short",
        "noise",
        "broken json",
        "of another program",
        "tensors missing",
    ],
)
def test_a_damaged_checkpoint_is_one_sentence(checkpoint, damage):
    checkpoint.write_bytes(damage(checkpoint.read_bytes()))
    with pytest.raises(InputError, match=r"^The checkpoint of step 12 is damaged"):
        load_model(checkpoint)


def test_a_folder_in_the_place_of_a_checkpoint_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="is damaged"):
        header(tmp_path)


def refuse(number: int):
    def fail(*_arguments: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "^The disk is full, so nothing could be kept. Make room"),
        (errno.EDQUOT, "^The disk is full"),
        (errno.EROFS, r"^The folder of the runs cannot be written to \(Read-only file system\)"),
        (errno.EACCES, r"^The folder of the runs cannot be written to \(Permission denied\)"),
    ],
)
def test_a_disk_that_takes_nothing_is_one_sentence_and_leaves_no_half_file(
    monkeypatch, checkpoint, trained, number, sentence
):
    before = checkpoint.read_bytes()
    losses(trained, 1)
    monkeypatch.setattr(checkpoints.os, "fsync", refuse(number))
    with pytest.raises(InputError, match=sentence):
        saved(checkpoint, trained)
    assert checkpoint.read_bytes() == before
    assert list(checkpoint.parent.iterdir()) == [checkpoint]


@pytest.mark.parametrize("moment", ["mkdir", "open", "replace"])
def test_whatever_moment_refuses_nothing_is_left(monkeypatch, tmp_path, moment):
    path = tmp_path / "file"
    monkeypatch.setattr(Path, moment, refuse(errno.EROFS))
    with pytest.raises(InputError, match="cannot be written to"):
        write(path, b"content")
    assert os.listdir(tmp_path) == []  # noqa: PTH208 (Path is spoiled here)


def test_a_file_in_the_place_of_the_folder_is_one_sentence(tmp_path, trained):
    (tmp_path / "run").write_text("a file")
    with pytest.raises(InputError, match="cannot be written to"):
        saved(tmp_path / "run" / "12.safetensors", trained)


def test_a_file_is_on_the_disk_before_it_takes_its_name(monkeypatch, tmp_path):
    path, seen = tmp_path / "file", []
    monkeypatch.setattr(checkpoints.os, "fsync", lambda number: seen.append((os.fstat(number).st_size, path.exists())))
    write(path, b"content")
    assert seen == [(7, False)]
    assert path.read_bytes() == b"content"
