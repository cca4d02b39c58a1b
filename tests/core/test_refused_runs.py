"""A zip that is not that of a run is one sentence, and nothing of it is left behind."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import stat
import zipfile
from contextlib import contextmanager

import pytest

from core.errors import InputError
from core.runs import archive, zipped
from tests.core.packed import OWN, contents, elsewhere, everything, opened, trained, zip_of  # noqa: F401  (a fixture)
from tests.core.stores import store  # noqa: F401  (a fixture)
from tests.core.toy import TEXT, ToyConfig, toy  # noqa: F401  (a fixture)


def rewritten(data, change, sums=True):
    """A zip with its files changed by `change(files)`, and by default checksums that fit."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    change(files)
    if sums:
        rest = {name: content for name, content in files.items() if name != archive.SUMS}
        listed = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in rest.items())
        files = rest | {archive.SUMS: listed.encode()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return file.getvalue()


def told(**changes):
    """A change of what `run.json` says of the run."""

    def change(files):
        manifest = json.loads(files["run.json"])
        manifest["run"] |= changes
        files["run.json"] = json.dumps(manifest).encode()

    return change


def form(number):
    def change(files):
        files["run.json"] = json.dumps(json.loads(files["run.json"]) | {"unrolled_run": number}).encode()

    return change


def step_of(number):
    """Let the first checkpoint stand under the name of another step, everywhere but inside."""

    def change(files):
        manifest = json.loads(files["run.json"])
        manifest["checkpoints"][0]["step"] = number
        files["run.json"] = json.dumps(manifest).encode()
        files[archive.file_of(number)] = files.pop(archive.file_of(0))

    return change


def put(name, content):
    return lambda files: files.update({name: content(files) if callable(content) else content})


def gone(name):
    return lambda files: files.pop(name)


CHECKPOINT = archive.file_of(0)

CHANGES = {
    "newer": (form(2), "newer version"),
    "no form": (form("one"), "not a run"),
    "no manifest": (gone("run.json"), "not a run"),
    "no json": (put("run.json", b"{"), "not a run"),
    "deep json": (put("run.json", b"[" * 100_000), "not a run"),
    "no metrics": (gone("metrics.jsonl"), "changed or damaged"),
    "metrics of words": (put("metrics.jsonl", b'{"step": 1, "train_loss": "x"}\n'), "changed or damaged"),
    "metrics that are none": (put("metrics.jsonl", b"\xff\xfe"), "changed or damaged"),
    "metrics beyond": (put("metrics.jsonl", b'{"step": 99}\n'), "changed or damaged"),
    "a step lost": (gone(CHECKPOINT), "changed or damaged"),
    "a step too many": (put(archive.file_of(999), lambda files: files[CHECKPOINT]), "changed or damaged"),
    "a step renamed": (step_of(5000), "changed or damaged"),
    "a checkpoint cut": (put(CHECKPOINT, lambda files: files[CHECKPOINT][:-40]), "changed or damaged"),
    "no tensors": (put(CHECKPOINT, b"x" * 400), "changed or damaged"),
    "a program": (put("checkpoints/run.py", b"print()"), "belongs to no run"),
    "a path that climbs": (put("../evil.txt", b"x"), "points outside"),
    "a path inside that climbs": (put("checkpoints/../../evil.txt", b"x"), "points outside"),
    "an absolute path": (put("/tmp/evil.txt", b"x"), "points outside"),
    "a path of Windows": (put("C:\\evil.txt", b"x"), "points outside"),
    "no such lab": (told(lab="nowhere"), "no lab"),
    "no such knob": (told(config={"hidden": 3}), "no knob"),
    "a knob out of range": (told(config={"hidden_size": 10**9}), "hidden_size"),
    "other knobs": (told(config={"hidden_size": 33}), "changed or damaged"),
    "a seed of words": (told(seed="3"), "changed or damaged"),
    "a seed too large": (told(seed=2**70), "changed or damaged"),
    "a title that hides": (told(title="a\u202eb\n"), "changed or damaged"),
    "data that are not there": (told(data="0" * 32), "changed or damaged"),
    "a rate that is none": (told(interventions=[[1, 0.1, "hidden_size"]]), "changed or damaged"),
    "a list for a run": (put("run.json", b'{"unrolled_run": 1, "run": []}'), "changed or damaged"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_zip_that_was_made_up_is_one_sentence_and_leaves_nothing(store, elsewhere, tmp_path, change):
    edit, sentence = CHANGES[change]
    data = rewritten(zip_of(store, trained(store, tmp_path)), edit)
    before = everything(elsewhere)
    with pytest.raises(InputError, match=sentence):
        opened(elsewhere, data)
    assert everything(elsewhere) == before


@pytest.mark.parametrize("name", ["run.json", "README.txt", "metrics.jsonl", CHECKPOINT, "data/own"])
def test_any_file_that_was_edited_is_named(store, elsewhere, tmp_path, name):
    data = zip_of(store, trained(store, tmp_path, own=OWN))
    edited = rewritten(data, put(name, lambda files: files[name] + b"\n"), sums=False)
    before = everything(elsewhere)
    with pytest.raises(InputError, match=rf"{name} in it is not what was packed"):
        opened(elsewhere, edited)
    assert everything(elsewhere) == before


def test_data_that_the_lab_cannot_read_are_refused(store, elsewhere, tmp_path):
    short = b"too short"
    key = hashlib.sha256(short).hexdigest()[:32]

    def change(files):
        told(data=key)(files)
        files["data/own"] = short

    data = rewritten(zip_of(store, trained(store, tmp_path, own=OWN)), change)
    before = everything(elsewhere)
    with pytest.raises(InputError, match="it needs 100"):
        opened(elsewhere, data)
    assert everything(elsewhere) == before


def test_a_zip_cut_anywhere_or_no_zip_at_all_is_one_sentence(store, elsewhere, tmp_path):
    data = zip_of(store, trained(store, tmp_path))
    for length in (len(data) - 1, len(data) // 2, 100, 10):
        with pytest.raises(InputError, match="cut on its way"):
            opened(elsewhere, data[:length])
    for nothing in (b"", b"x", b"PK", TEXT.encode(), data[5:]):
        with pytest.raises(InputError, match="is not a zip"):
            opened(elsewhere, nothing)


def test_a_flipped_bit_is_found_wherever_it_is(store, elsewhere, tmp_path):
    data = zip_of(store, trained(store, tmp_path))
    before = everything(elsewhere)
    for place in range(5000, len(data) - 5000, len(data) // 23):
        flipped = data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :]
        with pytest.raises(InputError):
            opened(elsewhere, flipped)
    assert everything(elsewhere) == before


def test_a_link_in_a_zip_is_refused(store, elsewhere, tmp_path):
    file = io.BytesIO(zip_of(store, trained(store, tmp_path)))
    with zipfile.ZipFile(file, "a") as packed:
        entry = zipfile.ZipInfo("data/own")
        entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        packed.writestr(entry, "/etc/passwd")
    with pytest.raises(InputError, match="points outside"):
        opened(elsewhere, file.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked(store, elsewhere, tmp_path, monkeypatch):
    monkeypatch.setattr(zipped, "UNPACKED", 10 * 2**20)
    data = rewritten(zip_of(store, trained(store, tmp_path)), put("metrics.jsonl", b"0" * (11 * 2**20)))
    assert len(data) < 2**20
    monkeypatch.setattr(zipped, "copied", lambda *_: pytest.fail("it was read"))
    with pytest.raises(InputError, match="more than the 10 MB"):
        opened(elsewhere, data)


def test_a_zip_that_lists_too_many_files_is_refused_before_they_are_counted(elsewhere, monkeypatch):
    monkeypatch.setattr(zipped, "DIRECTORY", 4000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for number in range(100):
            packed.writestr(f"{number}", b"")
    with pytest.raises(InputError, match="far more files"):
        opened(elsewhere, file.getvalue())


def test_another_labs_run_is_named_where_one_lab_is_asked_for(store, elsewhere, tmp_path):
    data = zip_of(store, trained(store, tmp_path))
    with pytest.raises(InputError, match="is a run of the lab toy, not of slot_filling"):
        opened(elsewhere, data, lab="slot_filling")


def test_a_folder_that_was_packed_by_hand_is_opened_too(store, elsewhere, tmp_path):
    run = trained(store, tmp_path)

    def change(files):
        for name in list(files):
            files[f"my run/{name}"] = files.pop(name)
        files["my run/.DS_Store"] = files["__MACOSX/my run/._run.json"] = b"x"

    assert contents(elsewhere, opened(elsewhere, rewritten(zip_of(store, run), change, sums=False))) == contents(
        store, run
    )


@pytest.mark.parametrize("broken", ["disk", "database"])
def test_nothing_is_left_of_a_run_that_could_not_be_kept(store, elsewhere, tmp_path, monkeypatch, broken):
    data = zip_of(store, trained(store, tmp_path, own=OWN))
    before = everything(elsewhere)
    with monkeypatch.context() as patch:
        if broken == "disk":
            unbroken = zipped.copied

            def copied(source, target):
                if isinstance(target, io.BytesIO):
                    return unbroken(source, target)
                raise OSError(errno.ENOSPC, "No space left on device")

            patch.setattr(zipped, "copied", copied)
        else:

            @contextmanager
            def write():
                raise InputError("The run store is busy.")
                yield

            patch.setattr(elsewhere.database, "write", write)
        with pytest.raises(InputError, match="No space left" if broken == "disk" else "busy"):
            opened(elsewhere, data)
    assert everything(elsewhere) == before
    assert opened(elsewhere, data).data_name == "own.txt"
