"""The tests of the library of the components that are written in JavaScript."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = sorted((Path(__file__).resolve().parents[1] / "js").glob("*.test.js"))


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
@pytest.mark.parametrize("script", TESTS, ids=lambda script: script.name)
def test_scripts(script):
    done = subprocess.run(["node", "--test", str(script)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
