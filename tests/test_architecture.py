"""Who may import whom, and what no file may do. Each rule reads syntax trees; each is shown a file that breaks it."""

from __future__ import annotations

import ast
import fnmatch
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("core", "dashboard", "pages")
WITHOUT_TORCH = ("labs", "knobs", "configs", "errors", "runs", "vocabulary", "sampling")
TOP = {
    ".ci",
    ".gitignore",
    ".streamlit",
    "LICENSE",
    "Makefile",
    "README.md",
    "assets",
    "core",
    "dashboard",
    "pages",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
    "tests",
}

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

# ---- the rules: source in, what breaks them out ----


def imports(source: str) -> Iterator[str]:
    """Every absolute module that a file imports, inside functions too; ``from a import b`` counts as ``a`` and
    ``a.b``.
    """
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
    nodes = ast.walk(ast.parse(source))
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
    nodes = list(ast.walk(ast.parse(source)))
    attributes = [node.attr for node in nodes if isinstance(node, ast.Attribute)]
    return [name for name in [*attributes, *imports(source)] if name.split(".")[-1] == "session_state"]


def unsafe_loading(source: str) -> list[str]:
    """Whatever can run code that lies in a file of data: pickle and its relatives, ``torch.load``, ``allow_pickle``."""
    nodes = list(ast.walk(ast.parse(source)))
    broken = imports_of(source, UNSAFE_MODULES)
    broken += [name for name in imports(source) if name in {"torch.load", "torch.save"}]
    broken += [
        text
        for node in nodes
        if isinstance(node, ast.Attribute) and (text := ast.unparse(node)) in {"torch.load", "torch.save"}
    ]
    return broken + [node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg == "allow_pickle"]


def unsafe_html(source: str) -> list[str]:
    """Arguments that let text become markup or script."""
    nodes = ast.walk(ast.parse(source))
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
    """The addresses from which JavaScript imports."""
    return re.findall(r"\b(?:from|import) '([^']+)'", source)


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


def test_core_never_imports_streamlit_or_the_dashboard():
    assert broken(partial(imports_of, forbidden=("streamlit", "dashboard", "pages")), files("core")) == {}


def test_charts_import_neither_streamlit_nor_torch():
    assert broken(partial(imports_of, forbidden=("streamlit", "torch")), files("dashboard/charts")) == {}


def test_pages_import_neither_torch_nor_each_other():
    assert broken(partial(imports_of, forbidden=("torch", "pages")), files("pages")) == {}


def test_cells_attention_and_models_know_no_data():
    paths = files("core/cells", "core/nn/attention.py", "core/models")
    assert broken(partial(imports_of, forbidden=("core.data", "core.tasks")), paths) == {}


def test_imports_are_absolute():
    assert broken(relative_imports, files(*PACKAGES)) == {}


def test_no_modules_import_each_other_in_a_circle():
    assert cycle(import_graph()) == []


def test_modules_hold_no_mutable_state():
    assert broken(mutable_state, files(*PACKAGES)) == {}


def test_session_state_is_touched_in_one_file():
    assert set(broken(session_state, files(*PACKAGES))) == {"dashboard/state.py"}


def test_nothing_unpickles():
    assert broken(unsafe_loading, files(*PACKAGES)) == {}


def test_text_never_becomes_markup():
    assert broken(unsafe_html, files(*PACKAGES)) == {}
    assert broken(unsafe_script, files("assets", suffix=".js")) == {}


def test_a_component_imports_from_the_library_and_its_own_folder_only():
    folder = ROOT / "assets" / "components"
    borrowed = {}
    for module in files("assets/components", suffix=".js"):
        for address in script_imports(module.read_text(encoding="utf-8")):
            file = (module.parent / address).resolve()
            assert file.is_file(), f"{module.name} imports {address}, which is not there"
            own = module.relative_to(folder).parts[0]
            if file.relative_to(folder).parts[0] not in (own, "lib"):
                borrowed[module.relative_to(folder).as_posix()] = address
    assert borrowed == {}


def test_a_folder_of_the_components_is_a_component_or_the_library():
    folders = [path for path in (ROOT / "assets" / "components").iterdir() if path.name != "lib"]
    assert [path.name for path in folders if not (path / "index.js").is_file()] == []


def test_the_top_of_the_tree_has_nothing_else():
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines()] + [".git"]
    found = {path.name for path in ROOT.iterdir() if not any(fnmatch.fnmatch(path.name, name) for name in ignored)}
    assert found - TOP == set()


LIGHT = [f"core.{name}" for name in WITHOUT_TORCH]
CHARTS = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files("dashboard/charts")]


SERVER = ["dashboard.app", "dashboard.main", "dashboard.components.preview"]


@pytest.mark.parametrize(
    ("modules", "heavy"),
    [
        pytest.param(LIGHT, "torch", id="the-course-and-the-store-without-torch"),
        pytest.param(CHARTS, "torch", id="charts-without-torch"),
        pytest.param(CHARTS, "streamlit", id="charts-without-streamlit"),
        pytest.param(SERVER, "torch", id="the-first-page-without-torch"),
        pytest.param(SERVER, "xarray", id="the-first-page-without-xarray"),
    ],
)
def test_light_modules_load(modules, heavy):
    assert loads(modules, heavy) == ""


def loads(modules: list[str], heavy: str) -> str:
    """The first of `modules` whose import brings `heavy` into a new process, or nothing."""
    script = (
        f"import importlib, sys\nfor name in {modules}:\n    importlib.import_module(name)\n    if {heavy!r} in"
        " sys.modules: sys.exit(name)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else ""


# ---- each rule can fail ----


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        (partial(imports_of, forbidden=("streamlit",)), "import streamlit as st"),
        (partial(imports_of, forbidden=("streamlit",)), "def f():\n    from streamlit.runtime import x"),
        (partial(imports_of, forbidden=("torch",)), "import torch.nn.functional as F"),
        (partial(imports_of, forbidden=("pages",)), "from pages.gates import main"),
        (partial(imports_of, forbidden=("core.data",)), "from core import data"),
        (partial(imports_of, forbidden=("core.data",)), "from core.data.python_sources import load"),
        (relative_imports, "from . import errors"),
        (relative_imports, "from ..core.errors import InputError"),
        (mutable_state, "cache = {}"),
        (mutable_state, "seen: set[str] = set()"),
        (mutable_state, "queues = collections.defaultdict(list)"),
        (mutable_state, "squares = [n * n for n in range(9)]"),
        (mutable_state, "def f():\n    global counter\n    counter = 1"),
        (mutable_state, "COLOURS = {}\ndef f(name):\n    COLOURS[name] = 1"),
        (mutable_state, "COLOURS = {}\ndel COLOURS['x']"),
        (mutable_state, "RUNS = []\ndef f(run):\n    RUNS.append(run)"),
        (mutable_state, "RUNS = []\nRUNS += [1]"),
        (mutable_state, "from core.course import LABS\nLABS['x'] += 1"),
        (session_state, "st.session_state['x'] = 1"),
        (session_state, "from streamlit import session_state"),
        (unsafe_loading, "import pickle"),
        (unsafe_loading, "def f():\n    from joblib import load"),
        (unsafe_loading, "weights = torch.load(path)"),
        (unsafe_loading, "from torch import load"),
        (unsafe_loading, "np.load(path, allow_pickle=True)"),
        (unsafe_html, "st.markdown(text, unsafe_allow_html=True)"),
        (unsafe_script, "cell.innerHTML = token"),
    ],
)
def test_a_breach_is_seen(rule, bad):
    assert rule(bad)


@pytest.mark.parametrize(
    ("rule", "good"),
    [
        (partial(imports_of, forbidden=("torch",)), "import torchlight\nfrom core import torch_free"),
        (relative_imports, "from core.errors import InputError"),
        (
            mutable_state,
            (
                "__all__ = ['f']\nCOLOURS = {'c': 1}\ncell = Cell()\ndef f():\n    rows = []\n   "
                " rows.append(COLOURS['c'])"
            ),
        ),
        (session_state, "state = dashboard.state.get('x')"),
        (unsafe_loading, "from safetensors.torch import load_file\nlab = lab_of(key)\nmodel.load(path)"),
        (unsafe_html, "st.markdown(text)"),
        (unsafe_script, "cell.textContent = token"),
    ],
)
def test_what_is_allowed_is_not_called_a_breach(rule, good):
    assert rule(good) == []


def test_a_circle_of_imports_is_seen():
    assert set(cycle({"a": {"b"}, "b": {"c"}, "c": {"a"}})) == {"a", "b", "c"}
    assert cycle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_a_module_that_brings_a_heavy_one_is_named():
    assert loads(["core.errors", "core.text.vocabulary"], "core.text.vocabulary") == "core.text.vocabulary"


def test_a_module_that_cannot_be_imported_is_not_called_light():
    assert "No module named 'core.nowhere'" in loads(["core.nowhere"], "torch")
