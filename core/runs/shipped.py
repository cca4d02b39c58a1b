"""What comes with each lab, so that its page opens on something lit up: files of ``assets/shipped``.

A finished run for every lab; for some, companions that were trained alike but for their cell, and a finished
tournament.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.course import lab_of
from core.runs.comparison import Entry
from core.runs.records import SHIPPED, Checkpoint, Run, rates_of

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "shipped"

PREFIX = f"{SHIPPED}-"


class ShippedRun:
    """The run of ``assets/shipped/<lab>/run.json``, and what is kept of it.

    Parameters
    ----------
    name : str
        The lab's key; with a companion's name after a dot, that one's run, which lies in a folder of the lab's.
    """

    def __init__(self, name: str) -> None:
        self.folder = FOLDER.joinpath(*name.split("."))
        self._content = _content(self.folder / "run.json")
        self._id = PREFIX + name

    @property
    def run(self) -> Run:
        """The run itself."""
        content = self._content
        made = datetime.fromtimestamp((self.folder / "run.json").stat().st_mtime, UTC)
        return Run(
            id=self._id,
            lab=content["lab"],
            config=content["config"],
            seed=content["seed"],
            state=SHIPPED,
            step=content["steps"],
            max_steps=content["steps"],
            created=made,
            changed=made,
            rates=rates_of(content["config"]),
        )

    @property
    def metrics(self) -> list[dict[str, float]]:
        """One row for each step that was kept, oldest first."""
        return self._content["metrics"]

    @property
    def checkpoints(self) -> list[Checkpoint]:
        """Oldest first."""
        return [
            Checkpoint(self._id, point["step"], self.folder / point["file"], point.get("metrics", point.get("figures")))
            for point in self._content["checkpoints"]
        ]


def shipped_run(name: str) -> ShippedRun | None:
    """The run that comes with a lab (or, as ``lab.companion``, beside that); None where there is none.

    Raises
    ------
    InputError
        If there is no such lab.
    """
    lab, _, companion = name.partition(".")
    folder = FOLDER / lab_of(lab).key
    if companion and companion not in _companions(folder):  # what a link names is never a path
        return None
    return ShippedRun(name) if (folder / "run.json").exists() else None


def companions(lab: str) -> list[str]:
    """The ids of the runs that come beside that of `lab`."""
    return [f"{PREFIX}{lab}.{name}" for name in _companions(FOLDER / lab)]


def shipped_comparison(lab: str) -> list[Entry]:
    """The finished tournament that comes with `lab`; empty where there is none."""
    file = FOLDER / lab / "comparison.json"
    if not file.exists():
        return []
    return [Entry(**{**content, "curve": tuple(map(tuple, content["curve"]))}) for content in _content(file)["entries"]]


def _companions(folder: Path) -> list[str]:
    return sorted(file.parent.name for file in folder.glob("*/run.json"))


def _content(file: Path) -> dict[str, Any]:
    return _read(str(file), file.stat().st_mtime_ns)


@lru_cache
def _read(path: str, _changed: int) -> dict[str, Any]:
    return json.loads(Path(path).read_text(encoding="utf-8"))
