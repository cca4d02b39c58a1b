"""A run as code of its own: one plain PyTorch file, the same as a notebook, and the data."""

from __future__ import annotations

from typing import IO

from core.runs.store import Run
from dashboard.language import catalogue
from dashboard.resources import store


def write_code(run: Run, language: str, file: IO[bytes]) -> None:
    """Write the run down as plain PyTorch, as a zip whose notebook and README speak a language.

    Raises
    ------
    InputError
        If there was no training that could be written down.
    """
    from core.plain.package import packed  # brings torch

    def say(message: str, **values: object) -> str:
        text = catalogue(language).gettext(message)
        return text.format(**values) if values else text

    file.write(packed(run, store().data_path(run), say))
