"""Whatever a stranger brings is read or refused in one sentence: soon, in little memory, and touching nothing else."""

from __future__ import annotations

import resource
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from core.errors import InputError
from tests.fuzz.kinds import KINDS
from tests.fuzz.runs import whole_run

ROOT = Path(__file__).resolve().parents[2]

SECONDS = 10.0
"""Of the processor, that an input may take."""

MEGABYTES = 300
"""By which the memory of the process may grow at most while one input is read, and nothing is left of it."""


class Hung(BaseException):
    """An input took longer than any may: no reader of files catches this."""


@contextmanager
def soon() -> Iterator[None]:
    """What takes longer than `SECONDS` of the processor is broken off."""

    def ring(_signal: int, _frame: object) -> None:
        raise Hung(f"more than {SECONDS} seconds")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def peak() -> float:
    """The largest memory that this process ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def check_sentence(error: InputError, folder: Path) -> None:
    """What a viewer reads of a refusal: a sentence, and no place of this machine."""
    said = str(error)
    said.encode()
    assert " " in said.strip()
    assert "Traceback" not in said
    for place in (ROOT, folder, Path(tempfile.gettempdir()), Path.home()):
        assert str(place) not in said


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path]]:
    """A folder to write to, and one around it that stays as it is: the working folder, and that of drafts."""
    whole_run()  # what torch leaves when it comes in, it leaves elsewhere
    inner, around = tmp_path / "in" / "home", tmp_path / "around"
    inner.mkdir(parents=True)
    around.mkdir()
    monkeypatch.chdir(around)
    monkeypatch.setattr(tempfile, "tempdir", str(around))
    yield inner, around
    assert {path.name for path in tmp_path.iterdir()} == {"in", "around"}
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["home"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")  # some inputs are long
def test_every_input_is_read_or_refused_in_a_sentence(kind: str, folders: tuple[Path, Path], tried: Counter[str]):
    this = KINDS[kind]
    inner, around = folders

    def check(given: object) -> None:
        tried["tried"] += 1
        before, began = peak(), time.process_time()
        try:
            with soon(), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                shown = this.read(given, inner)
            str(shown).encode()  # what is shown of it can be sent to a browser
        except InputError as error:
            tried["refused"] += 1
            check_sentence(error, inner)
        assert time.process_time() - began < SECONDS
        assert peak() - before < MEGABYTES
        assert list(around.iterdir()) == []

    tests = given(given=this.inputs)(check)
    for found in this.found:
        tests = example(given=found)(tests)
    settings(max_examples=max(1, round(settings.default.max_examples * this.share)))(tests)()
    assert tried["refused"] or kind == "page"  # which says what it refuses itself
