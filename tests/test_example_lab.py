"""The worked example of CONTRIBUTING.md: laid over a copy of this tree, with one line of the course, it is a lab."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

import pytest

from tests.example_tree import EXAMPLE, KEY, ROOT, add_lab, added, changed, copied, run

CHECKS = [
    "tests/test_contract.py",
    "tests/test_language.py",
    "tests/test_architecture.py",
    "tests/core/test_labs.py",
    "tests/core/test_plain_files.py",
    "tests/dashboard/test_view.py",
    f"tests/labs/{KEY}",
    "-k",
    f"{KEY} or test_language or test_architecture",
]
"""What holds of every lab, for this one; what holds of the whole tree; and the lab's own tests."""

BROWSER = [
    "tests/browser/test_pages.py",
    "tests/browser/test_journeys.py",
    "tests/browser/test_bare_page.py",
    "-k",
    KEY,
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this tree with the example in it, and its shipped run, made there."""
    tree = copied(tmp_path_factory.mktemp("example") / "tree")
    add_lab(tree)
    assert succeeds(tree, "-m", "core", "pretrain", KEY) == ""
    return tree


def succeeds(tree: Path, *arguments: str) -> str:
    """What ``python …`` prints there; it has to end well."""
    done = run(tree, arguments)
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-6000:]}"
    return done.stdout


def test_a_new_lab_is_its_own_folders_and_one_line_of_the_course(tree):
    assert changed(tree) == ["core/course.py"]
    before, after = ((root / "core" / "course.py").read_text().splitlines() for root in (ROOT, tree))
    lines = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert lines == [f'+     "{KEY}",']
    laid = {path.relative_to(EXAMPLE) for path in EXAMPLE.rglob("*") if path.is_file()}
    rest = [path for path in added(tree) if path not in laid]
    assert rest
    assert all(path.is_relative_to(f"assets/shipped/{KEY}") for path in rest)


def test_the_command_line_knows_it(tree):
    assert f"{KEY} " in succeeds(tree, "-m", "core", "labs")
    told = json.loads(succeeds(tree, "-m", "core", "train", KEY, "--steps", "150"))
    assert told["accuracy"] > 0.99 > 0.2 > told["chance"]
    out = tree.parent / "trace.nc"
    assert json.loads(succeeds(tree, "-m", "core", "trace", KEY, "--out", str(out)))["run"] == f"shipped-{KEY}"
    assert out.stat().st_size


def test_the_tests_over_all_labs_hold_for_it_and_so_do_its_own(tree):
    said = succeeds(tree, "-m", "pytest", "-q", *CHECKS)
    assert " passed" in said
    assert "skipped" not in said


def test_a_viewer_opens_it_trains_it_and_shares_it(tree):
    assert "15 passed" in succeeds(tree, "-m", "pytest", "-q", *BROWSER)
