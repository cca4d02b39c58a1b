"""A run as a plain PyTorch file: it needs nothing of ours, and loses what our own training loses."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from ruff.__main__ import find_ruff_bin

from core.course import LABS
from core.plain.notebook import notebook
from core.plain.package import FILE, NOTEBOOK
from tests.plain import FEW, STEPS, as_file, choices, its_losses, laid_out, our_losses, own_data, tried

TRAINED = [lab for lab in LABS if lab.trains]
EACH_CHOICE = [
    pytest.param(lab, config, id=f"{lab.key}-{number}") for lab in TRAINED for number, config in enumerate(choices(lab))
]

LONGEST = 250
"""Lines that a plain file may have."""

ALLOWED = {"torch", "numpy", "sklearn"}
"""What it may import besides the standard library."""

RUN_ALL = """
import contextlib, io, json, os, sys
found = {}
for folder in sys.argv[1:]:
    os.chdir(folder)
    for name in ("train.py", "cells.py"):
        names = {"__name__": "__main__"}
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(open(name, encoding="utf-8").read(), name, "exec"), names)
        found.setdefault(folder, []).append(names["losses"])
assert not any(name.split(".")[0] in ("core", "dashboard") for name in sys.modules)
print(json.dumps(found))
"""
"""Runs each file of some folders, and the cells of its notebook, in a Python that knows nothing of us."""


@pytest.fixture(scope="module")
def folders(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Of each lab that is asked for, by its key, a folder with the file of a small run and its notebook."""
    found = {}
    asked = {item.callspec.params["lab"].key for item in request.session.items if item.path == request.path}
    for lab in [lab for lab in TRAINED if lab.key in asked]:
        folder, data = tmp_path_factory.mktemp(lab.key), own_data(lab, tmp_path_factory.mktemp("own"))
        made = as_file(lab, tried(lab).SMALL, STEPS, data)
        book = notebook(made.listing, lab.plain.said, "# A run", made.settings, str)
        (folder / NOTEBOOK).write_text(book, encoding="utf-8")
        cells = [cell["source"] for cell in nbformat.reads(book, 4)["cells"] if cell["cell_type"] == "code"]
        short = "\n\n\n".join(cells).replace(f"STEPS = {STEPS}", f"STEPS = {FEW}")
        (folder / "cells.py").write_text(short, encoding="utf-8")
        found[lab.key] = laid_out(made, folder)
    return found


@pytest.fixture(scope="module")
def losses(folders: dict[str, Path]) -> dict[str, list[list[float]]]:
    """By the lab's key, the losses of its file and of the cells of its notebook, found in another process."""
    environment = os.environ | {"MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-I", "-c", RUN_ALL, *map(str, folders.values())]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]
    by_folder = json.loads(done.stdout)
    return {key: by_folder[str(folder)] for key, folder in folders.items()}


@pytest.mark.parametrize("lab", TRAINED, ids=lambda lab: lab.key)
def test_file_loses_what_our_training_loses_over_fifty_steps(lab, losses, tmp_path):
    ours = our_losses(lab, tried(lab).SMALL, STEPS, own_data(lab, tmp_path))
    assert losses[lab.key][0] == pytest.approx(ours, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("lab", TRAINED, ids=lambda lab: lab.key)
def test_notebook_runs_to_its_end_and_loses_the_same(lab, losses):
    whole, cells = losses[lab.key]
    assert cells == pytest.approx(whole[:FEW], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("lab", TRAINED, ids=lambda lab: lab.key)
def test_notebook_says_a_sentence_before_every_part(lab, folders):
    book = nbformat.read(folders[lab.key] / NOTEBOOK, 4)
    nbformat.validate(book)
    kinds = [cell["cell_type"] for cell in book["cells"]]
    assert kinds == ["markdown", "code", *["markdown", "code"] * (len(kinds) // 2 - 1)]
    told = [cell["source"] for cell in book["cells"] if cell["cell_type"] == "markdown"][1:]
    assert all(text.startswith("## ") and text.count("\n\n") >= 1 for text in told)
    assert any("$$" in text for text in told)


@pytest.mark.parametrize("lab", TRAINED, ids=lambda lab: lab.key)
def test_file_is_short_and_imports_nothing_of_ours(lab, folders):
    code = (folders[lab.key] / FILE).read_text(encoding="utf-8")
    assert code.count("\n") <= LONGEST
    tree = ast.parse(code)
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names}
    assert {name.partition(".")[0] for name in names} <= ALLOWED | sys.stdlib_module_names


@pytest.mark.parametrize(("lab", "config"), EACH_CHOICE)
def test_every_choice_of_a_config_loses_the_same(lab, config, tmp_path):
    data = own_data(lab, tmp_path) if getattr(tried(lab), "OWN_ONLY", False) else None
    made = as_file(lab, config, FEW, data)
    code = made.listing.file("A run.")
    assert code.count("\n") <= LONGEST
    for name in ("core", "dashboard"):
        assert f"import {name}" not in code
        assert f"from {name}" not in code
    ours = our_losses(lab, config, FEW, data)
    assert lint(code) == ""
    assert its_losses(laid_out(made, tmp_path / "file")) == pytest.approx(ours, rel=1e-4, abs=1e-4)


def lint(code: str) -> str:
    """What the linter has to say of a file."""
    rules = ["--isolated", "--quiet", "--line-length", "120", "--select", "E,F,I,B,UP"]
    command = [find_ruff_bin(), "check", *rules, "--stdin-filename", FILE, "-"]
    return subprocess.run(command, input=code, capture_output=True, text=True).stdout
