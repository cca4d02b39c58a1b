"""The two ends by which one talks to a process."""

from __future__ import annotations

from subprocess import Popen
from typing import IO, AnyStr


def pipes(process: Popen[AnyStr]) -> tuple[IO[AnyStr], IO[AnyStr]]:
    """The standard input and output of a process.

    Raises
    ------
    ValueError
        If it was started without a pipe for one of them.
    """
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process was started without pipes")
    return process.stdin, process.stdout
