"""A run as a zip: the plain file, the same as a notebook, the data, and a few lines that say how to run them."""

from __future__ import annotations

import dataclasses
import io
import textwrap
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from core.course import lab_of
from core.errors import InputError
from core.knobs import configure
from core.lab import Lab
from core.plain.assembly import Listing, listing
from core.plain.notebook import Say, notebook
from core.plain.plain import Start
from core.runs.records import UPLOADED, Intervention, Run
from core.task import RATE

FILE, NOTEBOOK, README = "train.py", "train.ipynb", "README.md"

WIDTH = 118
"""Characters of a line of the file's docstring."""

PACKAGES = {"torch": "torch", "numpy": "numpy", "sklearn": "scikit-learn"}
"""What a plain file may import from elsewhere, and how it is installed."""


@dataclass(frozen=True)
class PlainRun:
    """A run as code of its own.

    Attributes
    ----------
    listing : Listing
        Its program.
    settings : mapping of str to object
        The values of its constants.
    files : mapping of str to bytes
        The data beside it, by path.
    """

    listing: Listing
    settings: Mapping[str, Any]
    files: Mapping[str, bytes]


def plain_run(
    lab: Lab,
    config: Mapping[str, Any],
    start: Start,
    data: Path | None = None,
    interventions: Iterable[Intervention] = (),
) -> PlainRun:
    """The plain program of a training.

    Parameters
    ----------
    lab : Lab
        Whose it is.
    config : mapping of str to object
        All of its knobs.
    start : Start
        The seed, and how many steps.
    data : Path, optional
        The viewer's own file.
    interventions : iterable of (int, float, str)
        From which step on which learning rate held, where a viewer changed it.

    Raises
    ------
    InputError
        If the lab trains nothing, or `data` cannot be used.
    """
    task = lab.task(configure(lab.config, config), data)
    brought = lab.plain.brings(task, start)
    settings = {name.upper(): value for name, value in dataclasses.asdict(task.config).items()}
    settings |= {"SEED": start.seed, "STEPS": start.steps, **_rates(config, interventions), **brought.settings}
    return PlainRun(listing(lab.plain.program, settings), settings, brought.files)


def packed(run: Run, data: Path | None = None, translate: Say = str) -> bytes:
    """A run as a zip (see `FILE`, `NOTEBOOK` and `README`), the same for the same run.

    Parameters
    ----------
    run : Run
        Of any lab that trains.
    data : Path, optional
        The viewer's own file that it learns from.
    translate : callable
        Translates what is said in the notebook and the README; the code speaks English.

    Raises
    ------
    InputError
        If there was no training that could be written down, or `data` cannot be used.
    """
    if run.state == UPLOADED:
        raise InputError(
            "This network was trained elsewhere, and nobody here knows how. Choose a run that was trained here."
        )
    lab = lab_of(run.lab)
    made = plain_run(lab, run.config, Start(run.seed, run.max_steps), data, run.interventions)
    about = _about(lab, run, made, translate)
    files = {
        FILE: made.listing.file(_note(run, lab)).encode(),
        NOTEBOOK: notebook(made.listing, lab.plain.said, about, made.settings, translate).encode(),
        README: f"{about}\n\n{_how(made.listing, translate)}\n".encode(),
        **made.files,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _rates(config: Mapping[str, Any], interventions: Iterable[Intervention]) -> dict[str, list[tuple[int, float]]]:
    """The learning rates of each player: as the run began, and from which step on they were others."""
    changes = list(interventions)
    return {
        f"{knob.removesuffix(RATE)}rates".upper(): [(0, config[knob])]
        + [(since, rate) for since, rate, changed in changes if changed == knob]
        for knob in config
        if knob.endswith(RATE)
    }


def _note(run: Run, lab: Lab) -> str:
    """What the file's docstring says of the run."""
    knobs = ", ".join(f"{name} {value}" for name, value in run.config.items())
    words = f"A run of the lab {run.lab} with the knobs {knobs}. {' '.join(_truth(run, lab, str))}"
    return "\n".join(textwrap.wrap(words, WIDTH, break_long_words=False, break_on_hyphens=False))


def _truth(run: Run, lab: Lab, translate: Say) -> list[str]:
    """How far the losses of the file are those of the run."""
    if run.parent_step is not None:
        return [
            translate(
                "The run went on from step {step} of another one; this file begins anew with its knobs, so its losses"
                " are others."
            ).format(step=run.parent_step)
        ]
    same = translate("With torch {version} and one thread the losses are those of the run, to four digits and more.")
    caveat = lab.plain.caveat(run.config)
    return [same.format(version=version("torch").partition("+")[0]), *([translate(caveat.text)] if caveat else [])]


def _about(lab: Lab, run: Run, made: PlainRun, translate: Say) -> str:
    """What both the notebook and the README begin with, in Markdown."""
    parts = [
        f"# {translate(lab.title)}: {translate(lab.question)}",
        translate(
            "A network of Unrolled as plain PyTorch: `{file}` to be read and run, `{notebook}` the same part by part."
            " It needs nothing of Unrolled, and draws its first weights and its examples as the run did."
        ).format(file=FILE, notebook=NOTEBOOK),
        " ".join(_truth(run, lab, translate)),
    ]
    if made.files:
        parts.append(translate("The folder `data` holds what it learns from; keep it beside the file."))
    return "\n\n".join(parts)


def _how(found: Listing, translate: Say) -> str:
    """How to run it, in Markdown."""
    packages = " ".join(name for module, name in PACKAGES.items() if module in found.imports)
    to_run, to_open = translate("To run the file:"), translate("To open the notebook:")
    file = f"```\npip install {packages}\npython {FILE}\n```"
    book = f"```\npip install {packages} jupyter matplotlib\njupyter notebook {NOTEBOOK}\n```"
    return f"{to_run}\n\n{file}\n\n{to_open}\n\n{book}"
