"""The app's side of the process that speaks (`core.sound.espeak`): it is started when there is something to say, and
again when it died.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from core.errors import InputError
from core.pipes import pipes

ROOT = Path(__file__).resolve().parent.parent.parent

PATIENCE = 20.0
"""Seconds after which a process that does not answer is ended."""

AT_ONCE = 8
"""Requests that may be sent without waiting for an answer: they fit into a pipe."""


class Answer(NamedTuple):
    """What the process answered.

    Attributes
    ----------
    told : dict
        ``rate`` and ``phonemes``, or what else `core.sound.espeak` says.
    sound : bytes
        16 bits a sample.
    """

    header: dict[str, Any]
    sound: bytes


class Speaker:
    """One process that speaks. Its methods may be called from any thread; it serves one at a time.

    Attributes
    ----------
    pid : int or None
        Of the process that runs now.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = lambda: None

    @property
    def pid(self) -> int | None:
        """Of the process that runs now."""
        process = self._process
        return process.pid if process else None

    def start(self) -> None:
        """Have the process ready.

        Raises
        ------
        InputError
            If there is no espeak-ng, or it cannot be started.
        """
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return
            self.close()
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "core.sound.espeak"],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
                self._end = weakref.finalize(self, _end, self._process)
                with self._deadline():
                    header = self._answer().header
            except (OSError, ValueError) as error:
                header = {"broken": True, "reason": str(error)}
            if header.keys() & {"missing", "broken"}:
                self.close()
                raise _silent(header)

    def ask(self, requests: Sequence[dict[str, Any]]) -> list[Answer]:
        """The answers to at most `AT_ONCE` requests (see `core.sound.espeak`).

        Raises
        ------
        InputError
            If there is no espeak-ng, or it dies of one of the requests twice.
        """
        answers: list[Answer] = []
        deaths = 0
        with self._lock:
            while len(answers) < len(requests):
                self.start()
                done = len(answers)
                try:
                    with self._deadline():
                        self._send(requests[done:])
                        for _ in requests[done:]:
                            answers.append(self._answer())  # those that came count, whatever happens next
                except (OSError, ValueError):
                    self.close()
                    deaths = 1 if len(answers) > done else deaths + 1
                if deaths == 2:
                    raise InputError(
                        "Speech synthesis failed at {text}. Try other words.",
                        text=repr(requests[len(answers)]["text"])[:60],
                    )
        return answers

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()
            self._process = None

    def _send(self, requests: Sequence[dict[str, Any]]) -> None:
        to, _ = pipes(self._running())
        to.write("".join(json.dumps(request) + "\n" for request in requests).encode())
        to.flush()

    def _answer(self) -> Answer:
        process = self._running()
        _, back = pipes(process)
        line = back.readline()
        if not line:
            raise OSError(f"its process ended with code {process.wait()}")
        header = json.loads(line)
        sound = back.read(header["bytes"])
        if len(sound) < header["bytes"]:
            raise OSError("its process ended in the middle of a sentence")
        return Answer(header, sound)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise OSError("its process has not been started")
        return self._process

    @contextmanager
    def _deadline(self) -> Iterator[None]:
        """End the process if this takes too long; whoever reads from it then sees that it is gone."""
        timer = threading.Timer(PATIENCE, self._running().kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let a process end, or make it."""
    to, back = pipes(process)
    with suppress(OSError):  # it may have died over what was just being sent
        to.close()
    try:
        process.wait(1)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    back.close()


def _silent(header: dict[str, Any]) -> InputError:
    """Why nothing can be said."""
    if "missing" in header:
        return InputError(
            "There is no speech synthesis here ({reason}). Install it with “pip install espeakng-loader”, or use"
            " recordings of your own.",
            reason=header["reason"],
        )
    return InputError(
        "Speech synthesis does not start ({reason}). Install espeakng-loader anew, or use recordings of your own.",
        reason=str(header["reason"])[:200],
    )
