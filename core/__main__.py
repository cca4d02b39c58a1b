"""The command line: ``python -m core labs | train | trace | export | import | code | pretrain | …``.

What a person got wrong is one sentence and exit code 2.
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from core.course import LABS, lab_of
from core.errors import InputError
from core.keeping import add_commands
from core.knobs import configure
from core.lab import Lab

if TYPE_CHECKING:  # torch takes a second to import: only those commands that need it wait for it
    import xarray as xr

    from core.training.loop import Progress, Snapshot

SECONDS = 60.0
"""CPU seconds of a training for which no end is given."""

AVERAGED = 50
"""Training steps at the end whose mean loss is reported."""

LOOK_SECONDS = 0.15
"""Time between two looks at the progress bar on a terminal."""

LOG_SECONDS = 10.0
"""Time between two looks at the progress bar where stderr is kept in a file."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    try:
        options = _parser().parse_args(arguments)
        options.command(options)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


# ---- the commands ----


def labs(_options: argparse.Namespace) -> None:
    """List the labs."""
    width = max(len(lab.key) for lab in LABS)
    for lab in LABS:
        print(f"{lab.key:<{width}}  {lab.question}")


def train(options: argparse.Namespace) -> None:
    """Train a lab on one thread, measure it on held-out data, and print one JSON object."""
    lab = lab_of(options.lab)
    lab.need_task()
    config = configure(lab.config, _settings(options.set))
    import torch

    from core.nn.cells.family import prepare
    from core.runs.recorder import RunRecorder
    from core.runs.store import RunStore
    from core.training.loop import Progress, Training
    from core.training.loop import train as events_of

    torch.set_num_threads(1)
    prepare()  # the seconds that are asked for are those of training, not of loading compiled code
    training = Training.fresh(lab.task(config, options.data), options.seed)
    seconds = SECONDS if options.seconds is None and options.steps is None else options.seconds
    recorder = None
    if options.store:
        limit = {"max_steps": options.steps} if options.steps else {}
        recorder = RunRecorder(RunStore(options.store), training, lab, options.seed, options.data, **limit)
    losses = []
    try:
        with _until_interrupted() as interrupted, _progress_bar(options.steps, seconds) as show:
            for event in events_of(training, steps=options.steps, seconds=seconds):
                if isinstance(event, Progress) and "train_loss" in event.metrics:
                    losses.append(event.metrics["train_loss"])
                show(event)
                if recorder:
                    recorder.record(event)
                if interrupted():
                    break
        metrics = training.task.final_eval(training.model.eval())
        if recorder:
            recorder.end("stopped" if interrupted() else "finished", metrics)
    except InputError as error:
        if recorder:
            recorder.fail(error)
        raise
    last = losses[-AVERAGED:]
    _tell(
        lab=lab.key,
        seed=options.seed,
        parameters=sum(weights.numel() for weights in training.model.parameters()),
        steps=training.step,
        cpu_seconds=round(training.cpu_seconds, 3),
        train_loss=sum(last) / len(last) if last else None,
        **metrics,
        **{"data": "own"} if options.data else {},
        **{"run": recorder.run.id} if recorder else {},
        config=asdict(config),
    )


def trace(options: argparse.Namespace) -> None:
    """Write the internals of one forward pass to a file."""
    lab = lab_of(options.lab)
    from core.trace.exports import ending, exported

    kind = ending(options.out)
    text = lab.examples[0] if options.input is None else options.input
    internals, facts = _traced(lab, text, options) if lab.trains else (lab.model().trace(lab.read(text)), {})
    try:
        options.out.write_bytes(exported(internals, kind))
    except OSError as error:
        raise InputError(
            "{path} cannot be written: {reason}. Name another file.", path=options.out, reason=error.strerror
        ) from error
    _tell(lab=lab.key, **facts, file=str(options.out), sizes=dict(internals.sizes))


def _traced(lab: Lab, text: str, options: argparse.Namespace) -> tuple[xr.Dataset, dict[str, Any]]:
    """What a run of the lab does with `text`, and which run it was at which step."""
    from core.runs.store import RunStore
    from core.training.checkpoints import load_model

    store = RunStore(options.store)
    run = store.shipped(lab.key) if options.run == "shipped" else store.get(options.run)
    if run is None:
        raise InputError("No run is shipped with {lab} yet. Make it: python -m core pretrain {lab}", lab=lab.key)
    if run.lab != lab.key:
        raise InputError(
            "The run {run} is one of {lab}, not of {named}. Name the lab it belongs to.",
            run=run.id,
            lab=run.lab,
            named=lab.key,
        )
    point = store.checkpoint(run.id, options.step)
    return load_model(point.path).trace(lab.read(text)), {"run": run.id, "step": point.step}


def export(options: argparse.Namespace) -> None:
    """Write a run to a zip."""
    from core.runs.pack import pack_to
    from core.runs.store import RunStore

    packed = pack_to(RunStore(options.store), options.run, options.out)
    _tell(
        lab=packed.run.lab,
        run=packed.run.id,
        step=packed.step,
        checkpoints=packed.checkpoints,
        left_out=packed.left_out,
        file=str(options.out),
    )


def import_(options: argparse.Namespace) -> None:
    """Bring a run from a zip into the store, as a run of its own."""
    from core.runs.store import RunStore
    from core.runs.unpack import unpack

    try:
        file = options.file.open("rb")
    except OSError as error:
        raise InputError(
            "{path} cannot be read: {reason}. Name the zip of a run.", path=options.file, reason=error.strerror or error
        ) from error
    with file:
        run = unpack(RunStore(options.store), file, options.file.name)
    _tell(lab=run.lab, run=run.id, state=run.state, step=run.step, origin=run.origin)


def code(options: argparse.Namespace) -> None:
    """Write a run down as plain PyTorch: a zip with a file, a notebook and the data."""
    if options.out.suffix != ".zip":
        raise InputError("{path} is no name for a zip. Write one that ends in .zip.", path=options.out)
    from core.plain.package import packed
    from core.runs.store import RunStore

    store = RunStore(options.store)
    run = store.get(options.run)
    content = packed(run, store.data_path(run))
    draft = options.out.with_name(f".{options.out.name}.draft")
    try:
        draft.write_bytes(content)
        draft.replace(options.out)
    except OSError as error:
        raise InputError(
            "{path} cannot be written: {reason}. Name another file.", path=options.out, reason=error.strerror
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink()
    _tell(lab=run.lab, run=run.id, file=str(options.out), bytes=len(content))


def pretrain(options: argparse.Namespace) -> None:
    """Make the shipped runs from scratch."""
    named = [name.partition(".") for name in options.labs] or [(lab.key, "", "") for lab in LABS if lab.trains]
    chosen = [(lab_of(key), [part] if dot else None) for key, dot, part in named]
    for lab, _parts in chosen:
        lab.need_task()
    from core.pretrain import pretrain as events_of
    from core.pretrain import recipe_of

    for lab, recipe, parts in [(lab, recipe_of(lab), parts) for lab, parts in chosen]:
        steps = recipe.all_steps if parts is None else recipe.steps_of(parts)
        with _progress_bar(steps, None, f"{lab.key} ") as show:
            for event in events_of(lab, recipe, parts=parts):
                show(event)


# ---- what they share ----


@contextmanager
def _until_interrupted() -> Iterator[Callable[[], bool]]:
    """Tell whether Ctrl-C was pressed, so that the step at work can end; pressed again, it interrupts as ever."""
    presses = []

    def press(_signal: int, _frame: object) -> None:
        presses.append(time.monotonic())
        signal.signal(signal.SIGINT, usual)

    usual = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: bool(presses)
    finally:
        signal.signal(signal.SIGINT, usual)


@contextmanager
def _progress_bar(
    steps: int | None, seconds: float | None, name: str | None = None
) -> Iterator[Callable[[Progress | Snapshot], None]]:
    """Show events on stderr: how far it is, the loss, and the latest metrics on held-out data."""
    from tqdm import tqdm

    from core.training.loop import Progress

    pause = LOOK_SECONDS if sys.stderr.isatty() else LOG_SECONDS
    total, form = (steps, "{n:.0f}/{total:.0f} steps") if seconds is None else (seconds, "{n:.1f}/{total:g} s")
    form = "{desc}{percentage:3.0f}%|{bar:20}| " + form + "{postfix}"
    with tqdm(total=total, desc=name, bar_format=form, file=sys.stderr) as bar:
        held_out: dict[str, float] = {}
        progress: Progress | None = None
        looked = 0.0

        def show(event: Progress | Snapshot) -> None:
            nonlocal progress, looked
            if not isinstance(event, Progress):
                held_out.update(event.metrics)
                return
            progress = event
            if time.monotonic() - looked > pause:
                looked = time.monotonic()
                draw(event)

        def draw(progress: Progress) -> None:
            bar.n = progress.step if seconds is None else min(seconds, progress.metrics["cpu_seconds"])
            loss = progress.metrics.get("train_loss", math.nan)
            values = {"loss": loss, **held_out}
            bar.set_postfix({"step": progress.step} | {key: f"{value:.3f}" for key, value in values.items()})

        yield show
        if progress:
            draw(progress)


def _settings(texts: Sequence[str]) -> dict[str, str]:
    """``["cell=gru", …]`` as a dict."""
    for text in texts:
        if "=" not in text:
            raise InputError("{text} sets no knob. Write knob=value, as in hidden_size=64.", text=repr(text)[:80])
    return dict(text.split("=", 1) for text in texts)


def _tell(**facts: object) -> None:
    """Print one JSON object as one line; what is not a number becomes null."""
    plain = {
        name: None if isinstance(fact, float) and not math.isfinite(fact) else fact for name, fact in facts.items()
    }
    print(json.dumps(plain, allow_nan=False), flush=True)


# ---- the arguments ----


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong in a sentence, rather than print how everything is used."""
        raise InputError(
            "{message}. See: {program} --help", message=message[:1].upper() + message[1:], program=self.prog
        )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m core", description="Train small sequence models and write down what happens inside."
    )
    commands = parser.add_subparsers(
        title="commands",
        required=True,
        metavar="COMMAND",
    )

    add_commands(commands)
    command = commands.add_parser("labs", help="list the labs")
    command.set_defaults(command=labs)

    command = commands.add_parser("train", help="train a lab; the last line printed is JSON")
    command.set_defaults(command=train)
    command.add_argument("lab", metavar="LAB")
    command.add_argument("--set", metavar="KNOB=VALUE", nargs="+", action="extend", default=[], help="change knobs")
    end = command.add_mutually_exclusive_group()
    end.add_argument("--seconds", metavar="S", type=_positive, help=f"CPU seconds of training (default {SECONDS:g})")
    end.add_argument("--steps", metavar="N", type=_count, help="training steps")
    command.add_argument("--seed", metavar="N", type=_count, default=0, help="fixes weights, batches and dropout")
    command.add_argument("--data", metavar="PATH", type=Path, help="a file of your own to train on")
    command.add_argument("--store", metavar="URL", help="keep the run there: sqlite:///FILE or postgresql://…")

    command = commands.add_parser("trace", help="write the internals of one forward pass to a file")
    command.set_defaults(command=trace)
    command.add_argument("lab", metavar="LAB")
    command.add_argument("--run", metavar="ID", default="shipped", help="a run of the store, or shipped (the default)")
    command.add_argument("--step", metavar="N", type=_count, help="training step; the checkpoint at or before it")
    command.add_argument("--input", metavar="TEXT", help="what is read (default: the lab's first example)")
    command.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help="a name ending in .nc, .csv or .parquet"
    )
    command.add_argument("--store", metavar="URL", help="where the run is kept")

    command = commands.add_parser("export", help="write a run to a zip, which another installation can open")
    command.set_defaults(command=export)
    command.add_argument("run", metavar="RUN", help="a run of the store, or shipped-LAB")
    command.add_argument("out", metavar="OUT.zip", type=Path)
    command.add_argument("--store", metavar="URL", help="where the run is kept")

    command = commands.add_parser("import", help="bring a run from a zip into the store")
    command.set_defaults(command=import_)
    command.add_argument("file", metavar="FILE.zip", type=Path)
    command.add_argument("--store", metavar="URL", help="where the run is to be kept")

    command = commands.add_parser("code", help="write a run down as plain PyTorch: a zip with file, notebook and data")
    command.set_defaults(command=code)
    command.add_argument("run", metavar="RUN", help="a run of the store, or shipped-LAB")
    command.add_argument("out", metavar="OUT", type=Path, help="a name ending in .zip")
    command.add_argument("--store", metavar="URL", help="where the run is kept")

    command = commands.add_parser("pretrain", help="make the shipped runs from scratch")
    command.set_defaults(command=pretrain)
    command.add_argument(
        "labs",
        metavar="LAB",
        nargs="*",
        help="all labs if none is named; LAB.NAME makes one companion or the comparison",
    )
    return parser


def _positive(text: str) -> float:
    with suppress(ValueError):
        if 0 < float(text) < math.inf:
            return float(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")


def _count(text: str) -> int:
    with suppress(ValueError):
        if 0 <= int(text) < 2**63:
            return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")


if __name__ == "__main__":
    sys.exit(main())
