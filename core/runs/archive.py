"""A run as a zip: what stands in it, under which name, and how much of that is read. Imports no torch.

The zip holds ``README.txt``, which says all this in plain words; ``run.json``, what was trained and how;
``metrics.jsonl``, a row for each training step; ``checkpoints/<step>.safetensors``; ``data/own``, the viewer's own
data, where the run learnt from them; and ``SHA256SUMS``, by which anybody can tell whether a file was changed.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import IO, Any

from core.runs.records import Run

FORM = 1
"""Which form of zip this is; a later one may be another."""

FORM_KEY = "unrolled_run"
"""Where `run.json` says the form."""

MANIFEST, METRICS, README, SUMS = "run.json", "metrics.jsonl", "README.txt", "SHA256SUMS"
DATA = "data/own"
CHECKPOINTS, WEIGHTS = "checkpoints/", ".safetensors"

TRAINED = "trained"
"""The kind of a run that was trained where it was packed; else it is one of `core.runs.records.FIXED`."""

ZIPPED = 1024 * 2**20
"""Bytes that a zip may have."""

UNPACKED, UNPACKED_OF_ONE = 2048 * 2**20, 512 * 2**20
"""Bytes that are unpacked at most: of all files together, and of one."""

TEXT = 128 * 2**20
"""Bytes that a file of text may have: it is read as a whole."""

CHUNK = 2**20
"""Bytes that are copied at a time."""


def file_of(step: int) -> str:
    """The name of a checkpoint in the zip."""
    return f"{CHECKPOINTS}{step:08d}{WEIGHTS}"


def is_ours(name: str) -> bool:
    """Whether a run's zip may hold a file of that name."""
    place = PurePosixPath(name)
    weights = name == f"{CHECKPOINTS}{place.name}" and place.suffix == WEIGHTS and place.stem.isdecimal()
    return name in (MANIFEST, METRICS, README, SUMS, DATA) or weights


def copied(source: IO[bytes], target: IO[bytes]) -> str:
    """Copy a file to its end; its checksum, SHA-256 in hexadecimal digits, is returned."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def file_name(run: Run) -> str:
    """What the file of a run is called."""
    return f"unrolled-{run.lab}-{run.id.removeprefix(f'shipped-{run.lab}').strip('.') or 'shipped'}.zip"


def readme(manifest: dict[str, Any], left_out: list[int]) -> str:
    """What a person reads who finds the zip."""
    run, steps = manifest["run"], [point["step"] for point in manifest["checkpoints"]]
    knobs = "\n".join(f"  {name} = {value}" for name, value in run["config"].items())
    told = [
        "This is one training of a small neural network, taken out of Unrolled, which shows what happens inside such",
        "networks while they learn.",
        "",
        f"Lab:         {run['lab']}",
        f"Run:         {run['id']}{' (' + run['title'] + ')' if run['title'] else ''}",
        f"Made:        {run['created'][:10] if run['created'] else 'shipped with the app'}",
        f"Seed:        {run['seed']}",
        f"Trained to:  step {run['step']} of {run['max_steps']}",
        f"Checkpoints: {len(steps)}, from step {steps[0]} to step {steps[-1]}",
        f"Data:        {'your own, ' + repr(run['data_name']) if run['data'] else 'those that come with the lab'}",
        *(f"Left out:    the checkpoint of step {step}, whose file is damaged" for step in left_out),
        "",
        "HOW TO OPEN IT",
        "",
        f"In the app: open the page of the lab {run['lab']} and choose this zip under “Open a run from a file”, in the",
        "panel at the side. In a terminal: python -m core import FILE.zip. It becomes a run of its own there. Do not",
        "unpack and change it first: a file that was changed is refused.",
        "",
        "WHAT IS IN IT",
        "",
        "  run.json        lab, knobs, seed, learning rates that were changed by hand, held-out metrics (JSON)",
        "  metrics.jsonl   what was measured at each training step, one JSON object a line;",
        "                  in Python: pandas.read_json('metrics.jsonl', lines=True)",
        "  checkpoints/    the network at so many moments of its training, named by the training step;",
        "                  in Python: safetensors.torch.load_file('checkpoints/00000000.safetensors')",
        "                  (weights begin with “model.”, the memory of the optimizer with “optimizer.”)",
        *(["  data/own        the data it learnt from"] if run["data"] else []),
        "  SHA256SUMS      checksums of all of these; in a terminal: sha256sum -c SHA256SUMS",
        "",
        "WHAT WAS TRAINED",
        "",
        knobs,
        "",
    ]
    return "\n".join(told)
