"""What happens to a page whose checkpoint cannot be read: it says so, and shows the newest one that can."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import InputError
from core.lab import Lab
from core.runs.records import FIXED
from core.runs.store import Checkpoint, Run
from core.training.files import check
from dashboard.cache import computed_once
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.new_run import fork_button


def flaw(lab: str, point: Checkpoint) -> InputError | None:
    """Why the file of a checkpoint cannot be used; None if it is whole and one of `lab`."""
    try:
        status = point.path.stat()
        file = (status.st_size, status.st_mtime_ns)
    except OSError:
        file = None
    return _flaw(lab, point, file)


@computed_once
def _flaw(lab: str, point: Checkpoint, _file: tuple[int, int] | None) -> InputError | None:
    """The same, of a file of this size and time of change."""
    try:
        check(point.path, lab)
    except InputError as error:
        return error
    return None


def whole(points: Sequence[Checkpoint], lab: str) -> list[Checkpoint]:
    """Those of the checkpoints that can be read."""
    return [point for point in points if flaw(lab, point) is None]


def readable(lab: Lab, run: Run, points: Sequence[Checkpoint], here: Checkpoint) -> Checkpoint:
    """The checkpoint to draw: `here`; or, if its file is damaged, the newest whole one, which is said, with a fork.

    Raises
    ------
    InputError
        If none is whole.
    """
    error = flaw(lab.key, here)
    if error is None:
        return here
    other = next((point for point in reversed(points) if flaw(lab.key, point) is None), None)
    if other is None:
        raise error
    st.warning(
        f"{sentence(error)} {_('You see step {step}, the newest that is whole.', step=f'{other.step:,}')}",
        icon=":material/broken_image:",
    )
    if run.state not in FIXED:
        fork_button(lab, run, other.step)
    return other
