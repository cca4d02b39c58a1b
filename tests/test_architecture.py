"""Who may import whom, and what no file may do. Each rule reads syntax trees; each is shown a file that breaks it."""

from __future__ import annotations

import ast
import fnmatch
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from core.course import KEYS
from dashboard.panels.code import source
from tests.rules import (
    PACKAGES,
    ROOT,
    broken,
    cycle,
    files,
    import_graph,
    imports_of,
    lab_in,
    labs_imported,
    link_by_hand,
    mutable_state,
    names_in,
    relative_imports,
    script_imports,
    session_state,
    style_sheets,
    unsafe_html,
    unsafe_loading,
    unsafe_script,
)

WITHOUT_TORCH = ("course", "lab", "knobs", "errors", "runs.store", "text.vocabulary", "nn.sampling")
TOP = {
    ".ci",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    ".gitignore",
    ".streamlit",
    "LICENSE",
    "Makefile",
    "README.md",
    "assets",
    "compose.yaml",
    "core",
    "dashboard",
    "pages",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
    "tests",
}


def test_core_never_imports_streamlit_or_the_dashboard():
    assert broken(partial(imports_of, forbidden=("streamlit", "dashboard", "pages")), files("core")) == {}


def charts() -> list[Path]:
    """The files of charts: those that all labs share, and each lab's own."""
    return [path for path in files("dashboard") if path.parent.name == "charts"]


def test_charts_import_neither_streamlit_nor_torch():
    assert broken(partial(imports_of, forbidden=("streamlit", "torch")), charts()) == {}


def test_shared_code_imports_no_lab():
    shared = [path for path in files(*PACKAGES) if lab_in(path) is None]
    assert broken(lambda source: sorted(labs_imported(source)), shared) == {}


def test_shared_code_names_no_lab():
    shared = [path for path in files(*PACKAGES) if lab_in(path) is None and path != ROOT / "core/course.py"]
    assert broken(lambda source: names_in(source, KEYS), shared) == {}


def test_labs_import_no_other_lab():
    for path in files(*PACKAGES):
        if lab := lab_in(path):
            assert labs_imported(path.read_text(encoding="utf-8")) <= {lab}, path


def test_analyses_know_no_store():
    science = [path for path in files("core/labs", "core/systems", "core/nn", "core/analyses", "core/trace")]
    allowed = ("core.runs.comparison",)  # what a tournament is; it is kept elsewhere
    found = broken(partial(imports_of, forbidden=("core.runs", "core.engine")), science)
    assert {path: names for path, names in found.items() if not all(n.startswith(allowed) for n in names)} == {}


def test_pages_import_neither_torch_nor_each_other():
    assert broken(partial(imports_of, forbidden=("torch", "pages")), files("pages")) == {}


def test_cells_attention_and_models_know_no_data():
    shared = files("core/nn")
    assert broken(partial(imports_of, forbidden=("core.data", "core.labs", "core.systems")), shared) == {}
    models = [path for path in files("core/labs", "core/systems") if path.name == "model.py"]
    for path in models:
        home = ".".join(path.relative_to(ROOT).parent.parts)
        assert imports_of(path.read_text(encoding="utf-8"), (f"{home}.data", f"{home}.task", "core.data")) == [], path


def test_every_file_that_show_the_code_names_is_there():
    named = {
        place for path in files("pages") for place in re.findall(r'"(core/[\w/]+\.py[\w:.]*)"', path.read_text("utf-8"))
    }
    assert len(named) > 10
    for place in named:
        code, first = source(place)  # says so where there is none
        assert ":" not in place or (code.startswith("def ") and first > 1)


def test_no_class_has_the_name_of_another():
    named: dict[str, list[str]] = {}
    for path in files("core", "dashboard"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: places for name, places in named.items() if len(places) > 1} == {}


def test_no_file_is_longer_than_one_reads_in_one_sitting():
    written = [*files("core", "dashboard", "pages", "tests"), *files("assets/components", "tests/js", suffix=".js")]
    own = [path for path in written if "node_modules" not in path.parts]
    lines = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").count("\n") for path in own}
    assert {path: count for path, count in lines.items() if count > 400} == {}


def test_imports_are_absolute():
    assert broken(relative_imports, files(*PACKAGES)) == {}


def test_no_modules_import_each_other_in_a_circle():
    assert cycle(import_graph()) == []


def test_modules_hold_no_mutable_state():
    scripts = [path for path in files(*PACKAGES) if path.name == "program.py"]  # nobody imports a program
    imported = broken(
        partial(imports_of, forbidden=[".".join(script_name(path)) for path in scripts]), files(*PACKAGES)
    )
    assert imported == {}
    assert broken(mutable_state, [path for path in files(*PACKAGES) if path not in scripts]) == {}


def script_name(path: Path) -> tuple[str, ...]:
    """The name of a module, part by part."""
    return path.relative_to(ROOT).with_suffix("").parts


def test_session_state_is_touched_in_one_file():
    hears = "dashboard/room/tap.py"  # what the controls of the session say that it hears, which is not its own
    reads = "dashboard/site/reader.py"  # the session of the page that it runs, for a handout
    assert set(broken(session_state, files(*PACKAGES))) == {"dashboard/state.py", hears, reads}


def test_the_link_is_read_and_written_by_declared_names_only():
    bare = {"dashboard/room/pages.py", "dashboard/visitors.py"}  # no Streamlit pages
    reads = "dashboard/site/reader.py"  # the address of the page that it runs, for a handout
    allowed = {"dashboard/frame/link.py", "dashboard/frame/view.py", *bare, reads}
    assert set(broken(link_by_hand, files("dashboard", "pages"))) == allowed


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


def test_every_file_of_the_components_is_reached_from_one_of_them():
    folder = ROOT / "assets" / "components"
    bare = ("dashboard/room/pages.py", "dashboard/site/scripts.py")  # pages that are no Streamlit pages
    pages = "".join((ROOT / page).read_text(encoding="utf-8") for page in bare)
    named = {folder / address for address in re.findall(r'"((?:room|handout)/\w+\.\w+)"', pages)}
    reached, ahead = set(), {*folder.glob("*/index.js"), *named}
    while ahead - reached:
        file = (ahead - reached).pop()
        reached.add(file)
        if file.suffix == ".js":
            source = file.read_text(encoding="utf-8")
            ahead |= {(file.parent / address).resolve() for address in script_imports(source)}
            ahead |= {folder / address for address in style_sheets(source)}
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path not in reached} == set()


def test_the_top_of_the_tree_has_nothing_else():
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines()] + [".git"]
    found = {path.name for path in ROOT.iterdir() if not any(fnmatch.fnmatch(path.name, name) for name in ignored)}
    assert found - TOP == set()


LIGHT = [f"core.{name}" for name in WITHOUT_TORCH]
CHARTS = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in charts()]


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
        (link_by_hand, "st.query_params['look'] = 'map'"),
        (link_by_hand, "st.slider('T', 0, 1, key='t', bind='query-params')"),
        (link_by_hand, "view.read('cursor')"),
        (link_by_hand, "state.put('text', 'abc')"),
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
        (link_by_hand, "at = view.read(CURSOR, count=3)\nstate.get('example')"),
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


def test_encodings_are_channels_that_altair_need_not_search_for():
    """A shorthand, ``x="step:Q"`` or ``alt.value(0)``, is looked up in Altair's whole schema: 20 ms each time."""
    found = []
    for path in (ROOT / "dashboard").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "encode":
                for given in call.keywords:
                    text = ast.unparse(given.value)
                    if isinstance(given.value, ast.Constant | ast.JoinedStr) or text.startswith(
                        ("alt.value", "alt.datum", "alt.condition", "alt.when")
                    ):
                        found.append(f"{path.name}:{given.value.lineno} {given.arg}={text}")
    assert found == []
