"""The command line: ``python -m dashboard.site OUT [lab …]`` makes the course as a static site;
with ``--lecture FILE``, a lecture as one handout.

What a person got wrong is one sentence and exit code 2.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

from core.errors import InputError
from core.runs.owners import SERVER, Viewer
from dashboard.language import LANGUAGES
from dashboard.site.told import PROGRESS, REFUSED

MANNERS = 10
"""How far behind the app its helper stands in the queue for the processor."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.site", description=__doc__)
    parser.add_argument(
        "out", type=Path, metavar="OUT", help="a folder that is empty or absent; with --lecture, a file"
    )
    parser.add_argument("labs", nargs="*", metavar="lab", help="the labs of the site; by default, all of them")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of everything that is said")
    parser.add_argument("--lecture", type=Path, metavar="FILE", help="a lecture that was saved, for a handout of it")
    parser.add_argument("--steps", type=int, default=12, metavar="N", help="training steps of a page")
    parser.add_argument("--told", action="store_true", help="say the progress, and errors, to the program that asks")
    options = parser.parse_args(arguments)
    viewer = SERVER
    if options.told:
        viewer = _viewer(json.loads(sys.stdin.readline()))
        threading.Thread(target=_end_with_the_app, daemon=True).start()
        if hasattr(os, "nice"):
            os.nice(MANNERS)
    try:
        _make(options, viewer)
    except InputError as error:
        if options.told:
            print(REFUSED, json.dumps([error.template, error.values], default=str), flush=True)
        else:
            print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _end_with_the_app() -> None:
    """End when the app that asked for this has gone: then nothing holds the other end of stdin."""
    sys.stdin.read()
    os._exit(1)


def _viewer(told: dict[str, Any]) -> Viewer:
    return Viewer(**{**told, "ids": tuple(told["ids"])})


def _make(options: argparse.Namespace, viewer: Viewer) -> None:
    from dashboard.own_lecture import from_file
    from dashboard.site.handout import handout, write

    def report(share: float, what: str = "") -> None:
        if options.told:
            print(PROGRESS, round(share, 3), flush=True)
        elif sys.stderr.isatty():
            print(f"\r{100 * share:3.0f} %  {what:<40}", end="", file=sys.stderr, flush=True)

    if options.steps < 1:
        raise InputError("A page is shown at {steps} training steps; it takes 1 or more.", steps=options.steps)
    if options.lecture is None:
        from dashboard.site.course import site

        site(options.out, options.labs, options.language, report, most=options.steps)
    else:
        try:
            data = options.lecture.read_bytes()
        except OSError as error:
            raise InputError(
                "{path} cannot be read: {reason}. Name a lecture that “Save” made.",
                path=str(options.lecture),
                reason=error.strerror or str(error),
            ) from error
        write(options.out, handout(from_file(data), options.language, report, viewer=viewer, most=options.steps))
    if not options.told:
        print(options.out)


if __name__ == "__main__":
    raise SystemExit(main())
