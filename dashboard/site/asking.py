"""A handout that is asked for in the app: made by a program of its own, beside the app, so that no page has to wait."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import IO

from core.errors import InputError
from core.pipes import pipes
from core.runs.owners import Viewer
from dashboard.deliveries import Report
from dashboard.lectures import Lecture
from dashboard.own_lecture import need_stops, to_file
from dashboard.site.told import PROGRESS, REFUSED

ROOT = Path(__file__).resolve().parents[2]

PATIENCE = 1800.0
"""Seconds after which it is given up."""


def write_handout(lecture: Lecture, language: str, viewer: Viewer, file: IO[bytes], report: Report) -> None:
    """Write the handout of a lecture.

    Parameters
    ----------
    lecture : Lecture
        Its stops in order.
    language : str
        Of everything that is said.
    viewer : Viewer
        Who asks for it: it shows no run that is not theirs to see.
    file : binary file
        Gets it.
    report : callable
        Is told the share that is done.

    Raises
    ------
    InputError
        If it cannot be made.
    """
    need_stops(lecture)
    with tempfile.TemporaryDirectory(prefix="unrolled-handout-") as folder:
        asked, made = Path(folder) / "lecture.json", Path(folder) / "handout.html"
        asked.write_text(to_file(lecture), encoding="utf-8")
        command = [sys.executable, "-m", "dashboard.site", str(made), "--lecture", str(asked), "--language", language]
        with (
            (Path(folder) / "log").open("w+b") as log,
            subprocess.Popen(
                [*command, "--told"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            ) as helper,
        ):
            giving_up = threading.Timer(PATIENCE, helper.kill)
            giving_up.daemon = True
            giving_up.start()
            told, says = pipes(helper)
            try:
                print(json.dumps(asdict(viewer)), file=told, flush=True)
                _listen(says, report)
            except BaseException:
                helper.kill()
                raise
            finally:
                giving_up.cancel()
            if helper.wait():
                log.seek(0)
                sys.stderr.write(log.read().decode(errors="replace"))
                raise InputError(
                    "The handout could not be made: a fault of ours, which the log of the server tells of."
                )
        with made.open("rb") as whole:
            shutil.copyfileobj(whole, file)


def _listen(lines: Iterable[str], report: Report) -> None:
    """Hear out the program that makes it."""
    for line in lines:
        word, _, rest = line.strip().partition(" ")
        if word == PROGRESS:
            report(float(rest))
        elif word == REFUSED:
            template, values = json.loads(rest)
            raise InputError(template, **values)
