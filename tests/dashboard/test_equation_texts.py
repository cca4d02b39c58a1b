"""Every equation in the code can be set: no command for a space runs into the letter after it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN_TOGETHER = re.compile(r"\\q?quad[A-Za-z]")


def texts(source):
    """Every string of a module, with its fields filled in by a letter: what may stand there."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "t" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("folder", ["dashboard", "pages"])
def test_no_space_command_runs_into_a_letter(folder):
    wrong = {
        path.relative_to(ROOT).as_posix(): [
            text for text in texts(path.read_text(encoding="utf-8")) if RUN_TOGETHER.search(text)
        ]
        for path in sorted((ROOT / folder).rglob("*.py"))
    }
    assert {path: found for path, found in wrong.items() if found} == {}


def test_a_space_that_runs_into_a_letter_would_be_found():
    assert any(map(RUN_TOGETHER.search, texts(r'''rf"a \qquad" rf"t_{{{i}}}"''')))
    assert not any(map(RUN_TOGETHER.search, texts(r'''rf"a \qquad " rf"t_{{{i}}}"''')))
