"""How a plain file is made: choices, pieces, what is left out, and the zip."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile

import libcst as cst
import pytest

from core.__main__ import main
from core.errors import InputError
from core.plain.assembly import listing
from core.plain.choices import chosen
from core.plain.package import FILE, NOTEBOOK, README, packed
from core.plain.unused import without_unread
from core.runs.records import UPLOADED
from core.runs.store import RunStore

MEMORY = "core.systems.memory.program"
LAB = "vanishing_gradients"


def decided(code: str, **known: object) -> str:
    return chosen(cst.parse_module(code), known).code


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ("if A == 1:\n    x = 1\nelif A == 2:\n    x = 2\nelse:\n    x = 3\n", "x = 2\n"),
        ("if A == 5:\n    x = 1\n", ""),
        ("if y:\n    x = 1\n", "if y:\n    x = 1\n"),
        ("if y and A == 2:\n    x = 1\n", "if y and True:\n    x = 1\n"),
        ("if A == 2 and y:\n    x = 1\n", "if y:\n    x = 1\n"),
        ("x = 'a' if A in (2, 3) else 'b'\n", "x = 'a'\n"),
        ("x = {1: f, 2: g}[A]\n", "x = g\n"),
        ("x = {1: f, 2: g}[y]\n", "x = {1: f, 2: g}[y]\n"),
        ("if A == 2:  # why\n    x = 1\n", "# why\nx = 1\n"),
    ],
)
def test_what_known_constants_decide_is_decided_and_nothing_else(code, left):
    assert decided(code, A=2).strip() == left.strip()


def test_a_local_name_that_nobody_reads_goes_but_dice_are_thrown():
    code = "def f(generator):\n    a, b = 1, 2\n    c = draw(generator)\n    d = 0\n    d += b\n    return 1\n"
    left = "def f(generator):\n    b = 2\n    c = draw(generator)\n    d = 0\n    d += b\n    return 1\n"
    assert without_unread(cst.parse_module(code)).code == left


def test_a_file_holds_the_chosen_cell_and_no_other():
    text = listing(MEMORY, {"CELL": "gru"}).file("A run.")
    assert "class GatedRecurrentCell(" in text
    assert "LSTM" not in text
    assert "peephole" not in text
    assert "CELL" not in text


def test_changes_of_the_learning_rate_stand_in_the_file_as_a_table():
    store = RunStore()
    run = store.create(LAB, {}, 3, interventions=[[120, 0.5, "learning_rate"], [300, 0.001, "learning_rate"]])
    text = unpacked(packed(run))[FILE].decode()
    assert "RATES = [(0, 0.005), (120, 0.5), (300, 0.001)]" in text
    assert "SEED = 3" in text


def test_a_zip_holds_file_notebook_readme_and_is_the_same_twice():
    run = RunStore().shipped(LAB)
    assert run is not None
    content = packed(run)
    assert list(unpacked(content)) == [FILE, NOTEBOOK, README]
    assert content == packed(run)


def test_a_fork_says_that_its_file_begins_anew():
    run = RunStore().shipped(LAB)
    assert run is not None
    files = unpacked(packed(dataclasses.replace(run, parent="other", parent_step=40)))
    for name in (FILE, README):
        assert "went on from step 40" in " ".join(files[name].decode().split())


def test_a_network_that_was_trained_elsewhere_gets_one_sentence():
    run = RunStore().shipped(LAB)
    assert run is not None
    with pytest.raises(InputError, match="trained elsewhere"):
        packed(dataclasses.replace(run, state=UPLOADED))


def test_command_line_writes_a_zip_and_says_where(tmp_path, capsys):
    out = tmp_path / "run.zip"
    assert main(["code", f"shipped-{LAB}", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["bytes"] == out.stat().st_size
    assert FILE in unpacked(out.read_bytes())


@pytest.mark.parametrize(
    ("run", "name", "said"),
    [
        (f"shipped-{LAB}", "run.py", "no name for a zip"),
        (f"shipped-{LAB}", "nowhere/run.zip", "cannot be written"),
        ("nobody", "run.zip", "There is no run 'nobody'"),
    ],
)
def test_command_line_says_what_is_wrong_in_one_sentence_and_leaves_nothing(run, name, said, tmp_path, capsys):
    assert main(["code", run, str(tmp_path / name)]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_data_that_has_gone_is_said_in_one_sentence(tmp_path, capsys):
    store = RunStore()
    key = store.add_data(b"A text. " * 400, "mine.txt")
    run = store.create("gates", {}, 0, data=key, data_name="mine.txt")
    path = store.data_path(run)
    assert path is not None
    path.unlink()
    assert main(["code", run.id, str(tmp_path / "run.zip")]) == 2
    assert "'mine.txt' of this run is gone" in capsys.readouterr().err


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
