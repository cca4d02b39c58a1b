"""``python -m dashboard.catalogue``: bring the catalogues up to date with the sentences in the code.

New sentences are added untranslated, sentences that are gone are dropped; ``tests/test_language.py`` fails until every
one is translated.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from core.course import LABS
from core.trace.schema import VARIABLES

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "assets" / "locale"

CALLS = {"_": 1, "translate": 1, "InputError": 1, "Diverged": 1, "Knob": 4, "Look": 1}
"""What marks a sentence in the code, and how many of its first arguments may be one."""

TABLES = {"WORDS", "FIGURES"}
"""Names of the dicts whose values are sentences."""


def sentences() -> dict[str, str]:
    """Every message id, with the file it was found in first."""
    found: dict[str, str] = {}
    for folder in ("core", "dashboard", "pages"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for message in _marked(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(message, path.relative_to(ROOT).as_posix())
    for lab in LABS:
        for message in (
            lab.chapter,
            lab.title,
            lab.question,
            lab.watch,
            *(text for k in lab.knobs for text in (k.label, k.help)),
        ):
            found.setdefault(message, "core/course.py")
    for quantity in VARIABLES.values():
        found.setdefault(quantity.label, "core/trace/schema.py")
    return found


def _marked(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Assign)
            and getattr(node.targets[0], "id", "") in TABLES
            and isinstance(node.value, ast.Dict)
        ):
            yield from (value.value for value in node.value.values if isinstance(value, ast.Constant))
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            first = 2 if name == "Knob" else 0
            for argument in node.args[first : CALLS.get(name, 0)]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def update(language: str) -> Catalog:
    """The catalogue of `language` with exactly today's sentences, written back to its file."""
    path = LOCALE / language / "unrolled.po"
    old = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=language)
    new = Catalog(locale=language, project="Unrolled", charset="utf-8", fuzzy=False)
    for message, file in sorted(sentences().items(), key=lambda item: (item[1], item[0])):
        known = old.get(message)
        new.add(message, known.string if known else "", locations=[(file, None)])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, width=120, omit_header=False, sort_output=False)
    return new


if __name__ == "__main__":
    for folder in sorted(LOCALE.iterdir()):
        catalogue = update(folder.name)
        print(
            f"{folder.name}: {sum(not message.string for message in catalogue if message.id)} of {len(catalogue)} to"
            " translate"
        )
