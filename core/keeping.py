"""Commands for whoever keeps a server: ``python -m core backup | restore | clean``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any


def add_commands(commands: Any) -> None:
    """Add them to the command line."""
    command = commands.add_parser("backup", help="write the whole run store to one file")
    command.set_defaults(command=backup)
    command.add_argument("out", metavar="OUT.zip", type=Path)
    command.add_argument("--store", metavar="URL", help="which store")

    command = commands.add_parser("restore", help="fill an empty run store from such a file")
    command.set_defaults(command=restore)
    command.add_argument("file", metavar="FILE.zip", type=Path)
    command.add_argument("--store", metavar="URL", help="which store")

    command = commands.add_parser("clean", help="remove runs that are old, or too much for the disk")
    command.set_defaults(command=clean)
    command.add_argument("--store", metavar="URL", help="which store")


def backup(options: argparse.Namespace) -> None:
    """Write the run store to one file."""
    from core.runs.backup import back_up
    from core.runs.store import RunStore

    print(json.dumps(back_up(RunStore(options.store), options.out) | {"file": str(options.out)}))


def restore(options: argparse.Namespace) -> None:
    """Fill an empty run store from a file."""
    from core.runs.backup import restore as fill
    from core.runs.store import RunStore

    print(json.dumps(fill(RunStore(options.store), options.file)))


def clean(options: argparse.Namespace) -> None:
    """Remove what the limits say."""
    from core.runs.store import RunStore
    from core.runs.upkeep import clean as remove

    print(json.dumps({"removed": remove(RunStore(options.store))}))
