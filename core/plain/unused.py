"""What choices leave behind: local names that nobody reads any more."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

import libcst as cst
import libcst.matchers as m

DICE = "generator"
"""What is drawn from it has to be drawn, whether it is read or not: what is drawn next depends on it."""

_ONE_ASSIGNMENT = m.SimpleStatementLine(body=[m.Assign(targets=[m.AssignTarget()])])


def without_unread(module: cst.Module) -> cst.Module:
    """A module whose functions name nothing that they do not read, dice apart."""
    while True:
        thinner = module.visit(_Unread())
        if thinner.deep_equals(module):
            return thinner
        module = thinner


class _Unread(cst.CSTTransformer):
    def __init__(self) -> None:
        super().__init__()
        self._read: list[set[str]] = []  # of each function around a line

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        tree = ast.parse(cst.Module([node]).code)
        names = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
        changed = (each.target for each in ast.walk(tree) if isinstance(each, ast.AugAssign))
        self._read.append(names | {target.id for target in changed if isinstance(target, ast.Name)})

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        self._read.pop()
        return updated_node

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> Any:
        if not self._read or not m.matches(updated_node, _ONE_ASSIGNMENT):
            return updated_node
        assign = cst.ensure_type(updated_node.body[0], cst.Assign)
        target, value = assign.targets[0].target, assign.value
        if isinstance(target, cst.Name):
            return updated_node if self._needs(target, value) else cst.RemoveFromParent()
        if not isinstance(target, cst.Tuple) or not isinstance(value, cst.Tuple):
            return updated_node
        pairs = list(zip(target.elements, value.elements, strict=True))
        kept = [pair for pair in pairs if self._needs(pair[0].value, pair[1].value)]
        if len(kept) == len(pairs):
            return updated_node
        if not kept:
            return cst.RemoveFromParent()
        both: list[Any] = [self._row(side) for side in zip(*kept, strict=True)]
        less = assign.with_changes(targets=[assign.targets[0].with_changes(target=both[0])], value=both[1])
        return updated_node.with_changes(body=[less])

    def _needs(self, target: cst.BaseExpression, value: cst.BaseExpression) -> bool:
        """Whether a value has to be given to a target: somebody reads it, or dice are thrown."""
        read = not isinstance(target, cst.Name) or any(target.value in names for names in self._read)
        return read or bool(m.findall(value, m.Name(DICE)))

    def _row(self, elements: Sequence[Any]) -> cst.BaseExpression:
        """Several things as a tuple, one thing as itself."""
        values = [element.value for element in elements]
        return cst.Tuple([cst.Element(value) for value in values], lpar=[], rpar=[]) if len(values) > 1 else values[0]
