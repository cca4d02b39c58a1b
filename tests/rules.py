"""The rules of the house: each takes the source of a file and gives back what breaks it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from core.course import KEYS

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("core", "dashboard", "pages")

MUTABLE_NODES = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MUTABLE_CALLS = {
    "list",
    "dict",
    "set",
    "bytearray",
    "defaultdict",
    "deque",
    "OrderedDict",
    "Counter",
    "WeakValueDictionary",
}
MUTATORS = {
    "add",
    "append",
    "appendleft",
    "clear",
    "discard",
    "extend",
    "insert",
    "pop",
    "popitem",
    "popleft",
    "remove",
    "reverse",
    "setdefault",
    "sort",
    "update",
}
UNSAFE_MODULES = ("pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve")

Rule = Callable[[str], list[str]]


@cache
def imports(source: str) -> tuple[str, ...]:
    """Every absolute module that a file imports, inside functions too; ``from a import b`` counts as ``a`` and
    ``a.b``.
    """
    return tuple(_imports(source))


def _imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_of(source: str, forbidden: tuple[str, ...]) -> list[str]:
    """The imports that lie in one of the `forbidden` packages."""
    return [name for name in imports(source) if any(f"{name}.".startswith(f"{package}.") for package in forbidden)]


def relative_imports(source: str) -> list[str]:
    """Every ``from . import x``."""
    nodes = ast.walk(ast.parse(source)) if re.search(r"\bfrom\s*\.", source) else ()
    return [ast.unparse(node) for node in nodes if isinstance(node, ast.ImportFrom) and node.level]


def mutable_state(source: str) -> list[str]:
    """Module-level containers that are no constants, ``global``, and whatever changes a constant."""
    tree = ast.parse(source)
    broken = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Global)]
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_mutable(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            broken += [ast.unparse(node) for target in targets if not _is_constant(target)]
    return broken + [ast.unparse(node) for node in ast.walk(tree) if _changes_constant(node)]


def _is_mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        called = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        return called in MUTABLE_CALLS
    return isinstance(value, MUTABLE_NODES)


def _is_constant(target: ast.expr) -> bool:
    name = target.id if isinstance(target, ast.Name) else getattr(target, "attr", "")
    return name == "__all__" or (name.isupper() and any(letter.isalpha() for letter in name))


def _changes_constant(node: ast.AST) -> bool:
    if isinstance(node, ast.AugAssign):
        return _is_constant(node.target) or (isinstance(node.target, ast.Subscript) and _is_constant(node.target.value))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in MUTATORS and _is_constant(node.func.value)
    return (
        isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del) and _is_constant(node.value)
    )  # NAME[key] = value, del NAME[key]


def session_state(source: str) -> list[str]:
    """Every touch of ``st.session_state``, however it is reached."""
    nodes = ast.walk(ast.parse(source)) if "session_state" in source else ()
    attributes = [node.attr for node in nodes if isinstance(node, ast.Attribute)]
    return [name for name in [*attributes, *imports(source)] if name.split(".")[-1] == "session_state"]


def link_by_hand(source: str) -> list[str]:
    """The link read, written or bound past its registry, and names of links that are written out."""
    broken = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "query_params":
            broken.append(ast.unparse(node))
        elif isinstance(node, ast.Constant) and node.value == "query-params":
            broken.append(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            owner, first = ast.unparse(node.func.value), node.args[0]
            named = isinstance(first, ast.Constant) and isinstance(first.value, str)
            if named and (owner in {"view", "link"} or (owner == "state" and first.value in _names_of_links())):
                broken.append(ast.unparse(node))
    return broken


@cache
def _names_of_links() -> frozenset[str]:
    from core.course import LABS
    from dashboard.frame.names import names_of

    return frozenset(name for lab in LABS for name in names_of(lab))


def unsafe_loading(source: str) -> list[str]:
    """Whatever can run code that lies in a file of data: pickle and its relatives, ``torch.load``, ``allow_pickle``."""
    nodes = list(ast.walk(ast.parse(source))) if re.search("load|save|allow_pickle", source) else []
    broken = imports_of(source, UNSAFE_MODULES)
    broken += [name for name in imports(source) if name in {"torch.load", "torch.save"}]
    broken += [
        text
        for node in nodes
        if isinstance(node, ast.Attribute) and node.attr in ("load", "save")
        if (text := ast.unparse(node)) in {"torch.load", "torch.save"}
    ]
    return broken + [node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg == "allow_pickle"]


def unsafe_html(source: str) -> list[str]:
    """Arguments that let text become markup or script."""
    nodes = ast.walk(ast.parse(source)) if "unsafe_allow_" in source else ()
    return [node.arg for node in nodes if isinstance(node, ast.keyword) and str(node.arg).startswith("unsafe_allow_")]


def unsafe_script(source: str) -> list[str]:
    """Ways in which a drawing's JavaScript could turn text into markup or code."""
    return [
        word
        for word in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "createContextualFragment",
            "document.write",
            "eval(",
        )
        if word in source
    ]


def script_imports(source: str) -> list[str]:
    """The addresses from which JavaScript imports, at once or when something is needed."""
    return re.findall(r"\b(?:from |import |import\()'([^']+)'", source)


def style_sheets(source: str) -> list[str]:
    """The style sheets that JavaScript names, below assets/components."""
    return re.findall(r"'([\w/]+\.css)'", source)


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """One circle of modules that import each other, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


# ---- applying them ----


def files(*folders: str, suffix: str = ".py") -> list[Path]:
    """The files below `folders`, which may also name single files."""
    found: list[Path] = []
    for place in (ROOT / folder for folder in folders):
        found += [place] if place.is_file() else sorted(place.rglob(f"*{suffix}"))
    assert found, f"nothing to check in {folders}"
    return found


def broken(rule: Rule, paths: list[Path]) -> dict[str, list[str]]:
    """What breaks `rule`, by file."""
    found = {path.relative_to(ROOT).as_posix(): rule(path.read_text(encoding="utf-8")) for path in paths}
    return {path: breaches for path, breaches in found.items() if breaches}


def import_graph() -> dict[str, set[str]]:
    """Which of our modules import which of our modules."""
    modules = {}
    for path in files(*PACKAGES):
        parts = path.relative_to(ROOT).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return {
        module: {name for name in imports(path.read_text(encoding="utf-8")) if name in modules and name != module}
        for module, path in modules.items()
    }


def lab_in(path: Path) -> str | None:
    """The lab whose file this is; None for shared code."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[0] == "pages":
        return parts[1] if parts[1] in KEYS else None
    return parts[2] if parts[1:2] == ("labs",) and parts[2] in KEYS else None


def labs_imported(source: str) -> set[str]:
    """The labs whose packages a file imports from."""
    parts = [name.split(".") for name in imports(source)]
    return {at[2] for at in parts if len(at) > 2 and at[1] == "labs" and at[0] in ("core", "dashboard")}


def names_in(source: str, words: Sequence[str]) -> list[str]:
    """String constants, other than docstrings, that are one of `words`."""
    if not any(word in source for word in words):
        return []
    return [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in words
    ]
