"""A copy of this tree with the example lab in it: what a person has who followed CONTRIBUTING.md."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "tests" / "example_lab"
KEY = "echo"
BEFORE = '    "slot_filling",\n'
"""The line of the course after which the example's stands."""

LEFT_OUT = (
    ".git",
    ".venv",
    ".pytest_cache",
    ".ruff_cache",
    ".benchmarks",
    ".hypothesis",
    "node_modules",
    "failures",
    "__pycache__",
)
COMPILED = "__pycache__"
"""Modules and kernels that are compiled already: a copy would compile them anew, for half a minute."""


def copied(folder: Path) -> Path:
    """This tree, copied to a folder that is not there yet; what checks the pages in a browser is used where it is."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*{*LEFT_OUT} - {COMPILED}, "*-pytest-*.pyc"))
    (folder / "tests" / "js" / "node_modules").symlink_to(ROOT / "tests" / "js" / "node_modules")
    return folder


def add_lab(tree: Path, key: str = KEY) -> None:
    """Lay the example over a tree, perhaps under another key, and tell the course: its one line."""
    for path in EXAMPLE.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            target = tree / path.relative_to(EXAMPLE).as_posix().replace(KEY, key)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text(encoding="utf-8").replace(KEY, key), encoding="utf-8")
    course = tree / "core" / "course.py"
    said = course.read_text(encoding="utf-8")
    assert BEFORE in said
    course.write_text(said.replace(BEFORE, f'{BEFORE}    "{key}",\n'), encoding="utf-8")


def run(
    tree: Path, arguments: Sequence[str], home: Path | None = None, **environment: str
) -> subprocess.CompletedProcess:
    """``python …`` inside a tree; what it printed, and its exit code."""
    environment = {"UNROLLED_HOME": str(home or tree.parent / "home"), "OMP_NUM_THREADS": "1", **environment}
    return subprocess.run(
        [sys.executable, *arguments], cwd=tree, env=os.environ | environment, capture_output=True, text=True
    )


def changed(tree: Path) -> list[str]:
    """The files of this tree that are others in the copy, or gone from it."""
    files = [path for path in ROOT.rglob("*") if path.is_file() and not set(LEFT_OUT) & set(path.parts)]
    pairs = [(path.relative_to(ROOT), tree / path.relative_to(ROOT)) for path in files]
    return sorted(
        name.as_posix() for name, copy in pairs if not copy.is_file() or not filecmp.cmp(ROOT / name, copy, False)
    )


def added(tree: Path) -> list[Path]:
    """The files of the copy that this tree has not."""
    files = [path.relative_to(tree) for path in tree.rglob("*") if path.is_file()]
    return sorted(path for path in files if not set(LEFT_OUT) & set(path.parts) and not (ROOT / path).exists())
