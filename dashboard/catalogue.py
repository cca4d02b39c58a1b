"""``python -m dashboard.catalogue``: bring the catalogues up to date with the sentences in the code.

New sentences are added untranslated, sentences that are gone are dropped; ``tests/test_language.py`` fails until every
one is translated.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from core.course import KEYS, LABS

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "assets" / "locale"

ERRORS = dict.fromkeys(
    ("InputError", "EncodingError", "refusing", "Diverged", "Damaged", "StoreAway", "StoreDamaged"), 1
)
WALKS = {"Stop": 1, "looked": 2, "before_training": 1, "Lecture": 2, "Term": 2}
CALLS = {"_": 1, "Heading": 2, "translate": 1, "Knob": 4, "Look": 1, "observation": 1} | ERRORS | WALKS
"""What marks a sentence in the code, and how many of its first arguments may be one."""

NAMED = {"Knob": 2, "looked": 1}
"""How many of these are names, and no sentences."""

COMMON = "common"
"""The catalogue of what is no single lab's."""

TABLES = {"WORDS", "SAYS", "UNITS", "METRICS", "STANDINGS", "WHOSE", "DOOR", "FOLLOWER", "SPEAKER", "LECTURER"}
"""Names of the dicts whose values are sentences."""


def sentences() -> dict[str, str]:
    """Every message id, with the file it was found in first; what several labs say, with ``common``."""
    found: dict[str, str] = {}

    def note(message: str, file: str) -> None:
        first = found.setdefault(message, file)
        if part_of(first) != part_of(file):
            found[message] = COMMON

    for folder in ("core", "dashboard", "pages"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for message in _marked(ast.parse(path.read_text(encoding="utf-8"))):
                note(message, path.relative_to(ROOT).as_posix())
    for lab in LABS:
        home = f"core/labs/{lab.key}"
        for message in (lab.title, lab.question, lab.watch, lab.preview_caption):
            if message:
                note(message, f"{home}/__init__.py")
        note(lab.chapter, COMMON)
        for knob in lab.knobs:
            note(knob.label, f"{home}/config.py")
            note(knob.help, f"{home}/config.py")
        for metric in lab.metrics:
            note(metric.label, f"{home}/__init__.py")
            note(metric.unit, f"{home}/__init__.py")
        for quantity in lab.schema.quantities.values():
            note(quantity.label, f"{home}/schema.py")
    return found


def part_of(file: str) -> str:
    """The catalogue to which a file's sentences belong: its lab's, else the common one."""
    parts = list(Path(file).with_suffix("").parts)
    key = parts[2] if parts[1:2] == ["labs"] and len(parts) > 2 else parts[-1] if parts[0] == "pages" else COMMON
    return key if key in KEYS else COMMON


def _marked(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Assign)
            and getattr(node.targets[0], "id", "") in TABLES
            and isinstance(node.value, ast.Dict)
        ):
            values = (value.value for value in node.value.values if isinstance(value, ast.Constant))
            yield from (value for value in values if isinstance(value, str))
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            for argument in node.args[NAMED.get(name, 0) : CALLS.get(name, 0)]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def update(language: str) -> dict[str, Catalog]:
    """The catalogues of `language` by part, with exactly today's sentences, written back to their files."""
    folder = LOCALE / language
    folder.mkdir(parents=True, exist_ok=True)
    known: dict[str, str] = {}
    for path in folder.glob("*.po"):
        with path.open("rb") as file:
            there = (message for message in read_po(file, locale=language) if message.string)
            known |= {str(message.id): str(message.string) for message in there}
        path.unlink()
    new: dict[str, Catalog] = {}
    for message, file in sorted(sentences().items(), key=lambda item: (item[1], item[0])):
        part = part_of(file)
        if part not in new:
            new[part] = Catalog(locale=language, project="Unrolled", charset="utf-8", fuzzy=False)
        place: Any = (file, None)  # a line number that is None is left out
        new[part].add(message, known.get(message, ""), locations=[place])
    for part, catalogue in new.items():
        with (folder / f"{part}.po").open("wb") as file:
            write_po(file, catalogue, width=120, omit_header=True, sort_output=False)
    return new


if __name__ == "__main__":
    for folder in sorted(LOCALE.iterdir()):
        for part, catalogue in update(folder.name).items():
            missing = sum(not message.string for message in catalogue if message.id)
            print(f"{folder.name}/{part}: {missing} of {len(catalogue)} to translate")
