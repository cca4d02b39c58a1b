"""A statement of a program: what it defines, what it needs, and what is left of it once choices are made."""

from __future__ import annotations

import ast
import json
import re
import symtable
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pprint import pformat
from typing import Any

import libcst as cst
import libcst.matchers as m

from core.plain.choices import chosen
from core.plain.unused import without_unread

WIDTH = 110
"""Characters that the value of a setting may take on one line."""

_KEPT = frozenset({"forward"})
"""Methods that are called without being named."""


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement at the top of a program or of a piece.

    Attributes
    ----------
    node : libcst node
        With the comments above it.
    section : str
        The heading that it stands under.
    """

    node: Any
    section: str

    # ---- what it is ----

    @cached_property
    def defines(self) -> str:
        """The name that it gives to something; empty, if it does something instead."""
        if isinstance(self.node, cst.FunctionDef | cst.ClassDef):
            return self.node.name.value
        return self._assigned[0] if self._assigned else ""

    @cached_property
    def constant(self) -> bool:
        """Whether it is a setting: a name in capitals and a literal."""
        return self._assigned is not None and self._assigned[0].isupper() and _literal(self._assigned[1]) is not None

    @property
    def value(self) -> Any:
        """Of a setting."""
        assert self._assigned is not None
        literal = _literal(self._assigned[1])
        assert literal is not None
        return literal[0]

    @property
    def alias(self) -> tuple[str, str] | None:
        """Its name and the one that this stands for, if that is all it says."""
        if self._assigned is None or not isinstance(self._assigned[1], cst.Name):
            return None
        return self._assigned[0], self._assigned[1].value

    @cached_property
    def _assigned(self) -> tuple[str, cst.BaseExpression] | None:
        one = m.SimpleStatementLine(body=[m.Assign(targets=[m.AssignTarget(target=m.Name())])])
        if not m.matches(self.node, one):
            return None
        assign = cst.ensure_type(self.node.body[0], cst.Assign)
        return cst.ensure_type(assign.targets[0].target, cst.Name).value, assign.value

    @cached_property
    def uses(self) -> frozenset[str]:
        """The names of others that it needs, at any depth."""
        found: set[str] = set()
        ahead = [symtable.symtable(self.code, "statement", "exec")]
        while ahead:
            scope = ahead.pop()
            found |= {
                name.get_name()
                for name in scope.get_symbols()
                if name.is_referenced() and (scope.get_type() == "module" or name.is_global())
            }
            ahead += scope.get_children()
        return frozenset(found - {self.defines})

    @cached_property
    def asks(self) -> frozenset[str]:
        """The members of anything that it asks for."""
        return frozenset(node.attr for node in ast.walk(ast.parse(self.code)) if isinstance(node, ast.Attribute))

    @cached_property
    def code(self) -> str:
        """Its text."""
        return cst.Module([]).code_for_node(self.node).strip("\n")

    # ---- what becomes of it ----

    def with_value(self, settings: Mapping[str, Any]) -> Statement:
        """The setting as a run has it, if it has it."""
        if self.defines not in settings:
            return self
        value = settings[self.defines]
        text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else pformat(value, width=WIDTH)
        assign = self.node.body[0].with_changes(value=cst.parse_expression(text))
        return replace(self, node=self.node.with_changes(body=[assign]))

    def decided(self, known: Mapping[str, Any]) -> list[Statement]:
        """What is left of it when all is decided that `known` decides."""
        named = {name: repr(known[name]) for name in self._words & known.keys()}
        return list(_decided(self, tuple(sorted(named.items()))))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(re.findall(r"\w+", self.code))

    def renamed(self, names: Mapping[str, str]) -> Statement:
        """The same with other names for some things."""
        if not self.uses & names.keys():
            return self
        return replace(self, node=self.node.visit(_Renaming(names)))

    def with_members(self, asked: Collection[str]) -> Statement:
        """A class without the methods and the values that nobody asks for; anything else as it is."""
        if not isinstance(self.node, cst.ClassDef):
            return self
        body = self.node.body.body
        kept = [line for line in body if not _member(line) or _member(line) in asked]
        if len(kept) == len(body):
            return self
        return replace(self, node=self.node.with_changes(body=self.node.body.with_changes(body=kept)))


@lru_cache(maxsize=8192)
def _decided(statement: Statement, known: tuple[tuple[str, str], ...]) -> tuple[Statement, ...]:
    """What is left of a statement, which few of a run's settings touch: each of them with its literal."""
    values = {name: ast.literal_eval(text) for name, text in known}
    made = without_unread(chosen(cst.Module([statement.node]), values))
    return tuple(replace(statement, node=node) for node in made.body)


class _Renaming(cst.CSTTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
        return updated_node.with_changes(value=self._names.get(updated_node.value, updated_node.value))


def _literal(node: cst.BaseExpression) -> tuple[Any] | None:
    """The value of a literal, in a tuple; None of anything else."""
    try:
        return (ast.literal_eval(cst.Module([]).code_for_node(node)),)
    except ValueError:
        return None


def _member(line: cst.CSTNode) -> str:
    """The name of a method or of a value of a class that can be left out; empty for all else."""
    if isinstance(line, cst.FunctionDef):
        name = line.name.value
        return "" if name in _KEPT or name.startswith("__") else name
    if m.matches(line, m.SimpleStatementLine(body=[m.Assign(targets=[m.AssignTarget(target=m.Name())])])):
        found = m.extract(
            line, m.SimpleStatementLine(body=[m.Assign([m.AssignTarget(m.SaveMatchedNode(m.Name(), "n"))])])
        )
        return found["n"].value if found else ""  # pyright: ignore[reportAttributeAccessIssue]
    if m.matches(line, m.SimpleStatementLine(body=[m.AnnAssign(target=m.Name())])):
        return line.body[0].target.value  # pyright: ignore[reportAttributeAccessIssue]
    return ""
