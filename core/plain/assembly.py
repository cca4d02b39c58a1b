"""How a plain file is made of a program: its choices are made, the pieces it takes are put in, the rest is left out.

A *program* is a Python module that can be run and checked by itself. It says at the top, in capitals, what a config may
choose, and decides by these constants; what it shares with other programs it imports from `core.plain.pieces`. A plain
file is the same program, after

1. its constants have the values of a run,
2. every ``if``, conditional expression and choice from a dict that depends on nothing but them is decided,
3. what it imports from the pieces stands in the file itself, right before the section that first needs it,
4. what nobody asks for any more is gone: functions, classes, methods, constants and imports.

Comments, docstrings and names stay as they were written.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import libcst as cst
import libcst.matchers as m

from core.plain.statements import Statement

PIECES = "core.plain.pieces."
"""How the names of modules begin that are put into a file, instead of being imported by it."""

SETTINGS = "settings"
"""The section of the constants."""

RULE = "# ---- {} ----"
"""The comment that begins a section."""

_CHECKERS = re.compile(r"  # (pyright|noqa)\b.*")  # what is said to a checker of types or of style, and to nobody else


@dataclass(frozen=True)
class Listing:
    """A program whose choices are made.

    Attributes
    ----------
    about : str
        Its docstring.
    imports : str
        The lines that import from elsewhere.
    sections : mapping of str to str
        The code under each heading, in order.
    """

    about: str
    imports: str
    sections: Mapping[str, str]

    def file(self, note: str) -> str:
        """The whole file; `note` follows what its docstring says."""
        sections = [f"{RULE.format(name)}\n{code}" for name, code in self.sections.items()]
        head = f'"""{self.about.strip()}\n\n{note.strip()}\n"""\n\n{self.imports}\n\n'
        return head + "\n\n\n".join(sections) + "\n"


def listing(program: str, settings: Mapping[str, Any]) -> Listing:
    """The program of that module with a run's settings; those that it does not ask for do not count."""
    *pieces, own = _modules(program)
    statements = list(_statements(own))
    named = {each.defines for each in statements}  # what the program says itself goes before what a piece says
    statements += [
        each for piece in pieces for each in _statements(piece) if each.constant or each.defines not in named
    ]
    constants = {each.defines: each.with_value(settings) for each in reversed(statements) if each.constant}
    known = {name: each.value for name, each in constants.items()}
    first = [constants[name] for name in dict.fromkeys(each.defines for each in statements if each.constant)]
    rest = [decided for each in statements if not each.constant for decided in each.decided(known)]
    kept = _needed([*first, *_without_aliases(rest)])
    order = [SETTINGS, *dict.fromkeys(each.section for each in _statements(own) if not each.constant)]
    return Listing(
        about=str(own.get_docstring(clean=False)),
        imports=_imports((own, *pieces), {name for each in kept for name in each.uses}),
        sections={name: _code(part) for name, part in _placed(kept, order).items()},
    )


# ---- reading ----


@lru_cache
def _modules(program: str) -> tuple[cst.Module, ...]:
    """The program and all pieces that it needs, each after those that it needs itself."""
    found: dict[str, cst.Module] = {}

    def visit(name: str) -> None:
        module = _parsed(name)
        for line in ast.parse(module.code).body:
            if isinstance(line, ast.ImportFrom) and str(line.module).startswith(PIECES) and line.module not in found:
                visit(str(line.module))
        found[name] = module

    visit(program)
    return tuple(found.values())


@lru_cache(maxsize=512)
def _parsed(name: str) -> cst.Module:
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    return cst.parse_module(Path(spec.origin).read_text(encoding="utf-8"))


@lru_cache(maxsize=512)
def _statements(module: cst.Module) -> tuple[Statement, ...]:
    """What stands in a module, but for its docstring and its imports."""
    return tuple(_read(module))


def _read(module: cst.Module) -> Iterator[Statement]:
    section = SETTINGS
    for node in module.body:
        if m.matches(node, m.SimpleStatementLine(body=[m.Import() | m.ImportFrom() | m.Expr(m.SimpleString())])):
            continue
        above = []
        for line in node.leading_lines:  # pyright: ignore[reportAttributeAccessIssue] (every statement at the top has them)
            comment = line.comment.value if line.comment else ""
            if comment.startswith(RULE[:7]):
                section = comment.strip("#- ")
            elif comment or above:
                above.append(line)
        yield Statement(node.with_changes(leading_lines=above), section)


# ---- leaving out ----


def _without_aliases(statements: Sequence[Statement]) -> list[Statement]:
    """The statements without names that merely stand for others: the others are used instead."""
    names = dict(each.alias for each in statements if each.alias)
    return [each.renamed(names) for each in statements if not each.alias]


def _needed(statements: Sequence[Statement]) -> list[Statement]:
    """The statements that do something, and what these need, member by member."""
    while True:
        reached, ahead = set[str](), {name for each in statements if not each.defines for name in each.uses}
        uses: dict[str, set[str]] = {}
        for each in statements:
            uses.setdefault(each.defines, set()).update(each.uses)
        while ahead:
            reached |= ahead
            ahead = {name for each in ahead for name in uses.get(each, ())} - reached
        kept = [each for each in statements if not each.defines or each.defines in reached]
        asked = frozenset(name for each in kept for name in each.asks)
        thinner = [each.with_members(asked) for each in kept]
        if len(kept) == len(statements) and all(a is b for a, b in zip(thinner, kept, strict=True)):
            return kept
        statements = thinner


# ---- writing ----


def _placed(statements: Sequence[Statement], order: Sequence[str]) -> dict[str, list[Statement]]:
    """The statements by section: those of the program in its order, every other right before one that needs it."""
    parts: dict[str, list[Statement]] = {}
    for each in statements:
        parts.setdefault(each.section, []).append(each)
    placed: dict[str, list[Statement]] = {}

    def place(section: str) -> None:
        needs = {name for each in parts[section] for name in each.uses}
        for other, part in parts.items():
            if other not in (*order, section, *placed) and any(each.defines in needs for each in part):
                place(other)
        placed[section] = parts[section]

    for section in order:
        if section in parts:
            place(section)
    return placed


def _code(statements: Sequence[Statement]) -> str:
    """Their text, with two empty lines around what is a block."""
    text, last = "", None
    for each in statements:
        block = not isinstance(each.node, cst.SimpleStatementLine)
        if last is not None:
            text += "\n\n\n" if block or last else "\n"
        text += _CHECKERS.sub("", each.code)
        last = block
    return text


def _imports(modules: Iterable[cst.Module], used: set[str]) -> str:
    """The lines that import what is used, the standard library first, sorted as linters want it."""
    whole: set[str] = set()
    members: dict[str, set[str]] = {}
    for line in (line for module in modules for line in ast.parse(module.code).body):
        if isinstance(line, ast.Import):
            whole |= {ast.unparse(each) for each in line.names if (each.asname or each.name.partition(".")[0]) in used}
        elif isinstance(line, ast.ImportFrom) and not str(line.module).startswith((PIECES, "__future__")):
            found = {each.name for each in line.names if each.name in used}
            members.setdefault(str(line.module), set()).update(found)
    lines = [(name, f"import {name}") for name in sorted(whole)]
    for name in sorted(name for name, found in members.items() if found):
        lines.append((name, f"from {name} import {', '.join(sorted(members[name], key=_rank))}"))
    groups = [
        [line for name, line in lines if (name.partition(".")[0] in sys.stdlib_module_names) == standard]
        for standard in (True, False)
    ]
    return "\n\n".join("\n".join(group) for group in groups if group)


def _rank(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2), name
