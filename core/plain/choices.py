"""Making the choices of a program: what depends on known constants alone is decided, and the other branches go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import libcst as cst
import libcst.matchers as m

_UNKNOWN = object()


def chosen(module: cst.Module, known: Mapping[str, Any]) -> cst.Module:
    """A module in which every ``if``, conditional expression and choice from a dict that `known` decides is decided."""
    return module.visit(_Choices(known))


class _Choices(cst.CSTTransformer):
    def __init__(self, known: Mapping[str, Any]) -> None:
        super().__init__()
        self._known = known
        self._elifs: set[cst.If] = set()

    def visit_If(self, node: cst.If) -> None:
        if isinstance(node.orelse, cst.If):
            self._elifs.add(node.orelse)

    def leave_If(self, original_node: cst.If, updated_node: cst.If) -> Any:
        if original_node in self._elifs:  # decided with the ``if`` that it belongs to
            return updated_node
        branch: cst.If | cst.Else | None = updated_node
        while isinstance(branch, cst.If):
            decided = self._value(branch.test)
            if decided is _UNKNOWN:
                return branch.with_changes(leading_lines=updated_node.leading_lines)
            if decided:
                break
            branch = branch.orelse
        return cst.RemoveFromParent() if branch is None else cst.FlattenSentinel(_statements(branch))

    def leave_IfExp(self, original_node: cst.IfExp, updated_node: cst.IfExp) -> cst.BaseExpression:
        decided = self._value(updated_node.test)
        if decided is _UNKNOWN:
            return updated_node
        return updated_node.body if decided else updated_node.orelse

    def leave_Comparison(self, original_node: cst.Comparison, updated_node: cst.Comparison) -> cst.BaseExpression:
        decided = self._value(updated_node)
        return updated_node if decided is _UNKNOWN else cst.Name(str(bool(decided)))

    def leave_BooleanOperation(
        self, original_node: cst.BooleanOperation, updated_node: cst.BooleanOperation
    ) -> cst.BaseExpression:
        left = self._value(updated_node.left)
        if left is _UNKNOWN:
            return updated_node
        decides = bool(left) == isinstance(updated_node.operator, cst.Or)  # whatever stands on the right
        return updated_node.left if decides else updated_node.right

    def leave_Subscript(self, original_node: cst.Subscript, updated_node: cst.Subscript) -> cst.BaseExpression:
        if not m.matches(updated_node, m.Subscript(value=m.Dict(), slice=[m.SubscriptElement(slice=m.Index())])):
            return updated_node
        index = cst.ensure_type(updated_node.slice[0].slice, cst.Index).value
        key = self._value(index)
        for element in cst.ensure_type(updated_node.value, cst.Dict).elements:
            if isinstance(element, cst.DictElement) and self._value(element.key) == key:
                return element.value
        return updated_node

    def _value(self, node: cst.BaseExpression) -> Any:
        """What an expression of literals and known constants is; `_UNKNOWN`, if it holds anything else."""
        if m.findall(node, m.Call() | m.Attribute() | m.Lambda() | m.Subscript() | m.Await()):
            return _UNKNOWN
        names = {cst.ensure_type(name, cst.Name).value for name in m.findall(node, m.Name())}
        if names - self._known.keys() - {"True", "False", "None"}:
            return _UNKNOWN
        code = cst.Module([]).code_for_node(node)
        return eval(code, {"__builtins__": {}}, dict(self._known))  # literals and constants of our own program


def _statements(branch: cst.If | cst.Else) -> list[Any]:
    """What stands in a branch, a ``pass`` apart."""
    body = [line for line in branch.body.body if not m.matches(line, m.SimpleStatementLine(body=[m.Pass()]))]
    header = branch.body.header if isinstance(branch.body, cst.IndentedBlock) else None
    if header is not None and header.comment and body:  # a comment behind the colon belongs to what it leads to
        first = cst.ensure_type(body[0], cst.BaseStatement)
        above = cst.EmptyLine(comment=header.comment)
        body[0] = first.with_changes(leading_lines=[above, *getattr(first, "leading_lines", [])])
    return body
