"""Runs as plain files, tried: the losses of a file beside those of our own training.

A lab brings, in ``tests/labs/<key>/plain.py``, a config as ``SMALL`` with which 50 steps take a moment; perhaps further
configs as ``CHOICES``, which are tried for a few steps besides those in which every choice occurs; and perhaps the
viewer's own data as ``own``, a function that writes a file into a folder and returns it, for ``SMALL`` and for all
others, if ``OWN_ONLY`` says so. Knobs in ``SAME_CODE`` change data alone, and stay as they are.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from core.knobs import Knob, configure
from core.lab import Lab
from core.plain.package import FILE, PlainRun, plain_run
from core.plain.plain import Start
from core.training.loop import Progress, Training, train

STEPS, FEW = 50, 5
"""Training steps of the whole comparison, and of that of a choice."""


def tried(lab: Lab) -> ModuleType:
    """What the lab's tests bring."""
    return import_module(f"tests.labs.{lab.key}.plain")


def choices(lab: Lab) -> Iterator[dict[str, Any]]:
    """Configs in which, together, every value of every knob of words and every switch occurs; then the lab's own."""
    brought = tried(lab)
    several = {knob.name: knob.choices or (False, True) for knob in lab.knobs if _choosable(knob, brought)}
    for number in range(max(map(len, several.values()), default=0)):
        yield brought.SMALL | {name: values[number % len(values)] for name, values in several.items()}
    for choice in getattr(brought, "CHOICES", ()):
        yield brought.SMALL | choice


def _choosable(knob: Knob, brought: ModuleType) -> bool:
    same = knob.name in getattr(brought, "SAME_CODE", ())
    return not same and (bool(knob.choices) or isinstance(knob.default, bool))


def own_data(lab: Lab, folder: Path) -> Path | None:
    """The lab's own file, if its tests bring one."""
    own = getattr(tried(lab), "own", None)
    return own(folder) if own else None


def our_losses(lab: Lab, config: Mapping[str, Any], steps: int, data: Path | None = None) -> list[float]:
    """The losses of our own training, of the first player."""
    training = Training.fresh(lab.task(configure(lab.config, config), data), seed=1)
    return [event.metrics["train_loss"] for event in train(training, steps=steps) if isinstance(event, Progress)]


def as_file(lab: Lab, config: Mapping[str, Any], steps: int, data: Path | None = None) -> PlainRun:
    """The same training as a plain file."""
    whole = {knob.name: config.get(knob.name, knob.default) for knob in lab.knobs}
    return plain_run(lab, whole, Start(1, steps), data)


def laid_out(made: PlainRun, folder: Path) -> Path:
    """The file with its data in a folder; the folder."""
    files = {FILE: made.listing.file("A run.").encode(), **made.files}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def its_losses(folder: Path) -> list[float]:
    """The losses that the file in a folder finds, when it is run in this process."""
    code, names, here = (folder / FILE).read_text(encoding="utf-8"), {"__name__": "__main__"}, Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, FILE, "exec"), names)
    finally:
        os.chdir(here)
    return names["losses"]
