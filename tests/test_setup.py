"""Set-up: what `make` does on a machine that lacks something, what is pinned, and which options the server takes."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NEEDS_MAKE = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
TOOLS = ("make", "sh", "cat", "cp", "grep", "id", "mkdir", "rm", "sed", "touch", "uname")

FAKE_PYTHON = """#!/bin/sh
# Notes its arguments and does as Python would, or as the node and npm of an environment.
# A file beside the log says what this machine lacks.
lacks() { [ -e "$MACHINE/lacks-$1" ]; }
case "$0" in
    *node | *npm) echo "${0##*/} $*" >> "$MACHINE/log" ;;
    *) echo "$*" >> "$MACHINE/log" ;;
esac
case "$*" in
    "-m venv"*) mkdir -p .venv/bin && for tool in python node npm; do cp "$0" ".venv/bin/$tool"; done ;;
    *"sys.version_info <"*) ! lacks recency ;;
    "-V") echo "Python 3.9.2" ;;
    *"import ensurepip"*) ! lacks ensurepip ;;
    *"-venv"*) echo python3.11-venv ;;
    *"--dry-run"*) if lacks small-torch; then echo '"name": "torch", "requires_dist": ["nvidia-cublas"]'; fi ;;
    *"pip install"*) ! lacks network ;;
esac
"""


class Machine:
    """A clone in a folder with spaces, on a machine with a Python that takes notes and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.clone = folder / "a clone with spaces"
        self.tools = folder / "bin"
        self.clone.mkdir(parents=True)
        self.tools.mkdir()
        (self.clone / "tests" / "js").mkdir(parents=True)
        for name in ("Makefile", "requirements.txt", "requirements-dev.txt", "tests/js/package-lock.json"):
            shutil.copy(ROOT / name, self.clone / name)
        for name in TOOLS:
            (self.tools / name).symlink_to(shutil.which(name))
        self.tool("python3", FAKE_PYTHON)
        self.tool("fc-list", "#!/bin/sh\necho a font\n")

    def tool(self, name: str, script: str) -> None:
        path = self.tools / name
        path.unlink(missing_ok=True)
        path.write_text(script)
        path.chmod(0o755)

    def lacks(self, what: str) -> None:
        (self.tools / f"lacks-{what}").touch()

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        (self.tools / "log").write_text("")
        environment |= {"PATH": str(self.tools), "MACHINE": str(self.tools)}
        return subprocess.run(["make", *arguments], cwd=self.clone, env=environment, capture_output=True, text=True)

    @property
    def did(self) -> list[str]:
        """What Python, node and npm were asked to do for the last `make`, less the look whether Python is there."""
        asked = (self.tools / "log").read_text().splitlines()
        return [line for line in asked if line.startswith(("-m", "node ", "npm "))]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


RUN = "-m streamlit run dashboard/app.py --server.port 8501 --logger.hideWelcomeMessage true"
INSTALL = "-m pip install --disable-pip-version-check -r requirements.txt"
INSTALL_DEV = "-m pip install --disable-pip-version-check -r requirements-dev.txt"
TEST_JS = "node --test --test-reporter=dot tests/js/*.test.js"
INSTALL_JS = "npm ci --prefix tests/js"


@NEEDS_MAKE
def test_the_first_run_installs_and_a_second_one_starts_at_once(machine):
    assert machine.make("run").returncode == 0
    assert machine.did[0] == "-m venv --clear .venv"
    assert machine.did[-2:] == [INSTALL, RUN]
    assert machine.make("run").returncode == 0
    assert machine.did == [RUN]


@NEEDS_MAKE
def test_the_first_tests_install_what_they_need_and_the_second_ones_start_at_once(machine):
    assert machine.make("test", CHROMIUM="/opt/chrome").returncode == 0
    assert [done for done in machine.did if "pip install --disable" in done] == [INSTALL, INSTALL_DEV]
    assert machine.make("test", CHROMIUM="/opt/chrome").returncode == 0
    assert not any("pip" in done for done in machine.did)


@NEEDS_MAKE
def test_what_can_be_checked_without_running_is_checked_before_the_tests(machine):
    assert machine.make("test", CHROMIUM="/opt/chrome").returncode == 0
    checks = ["-m ruff check .", "-m ruff format --check .", "-m basedpyright --project ."]
    tests = [
        "-m pytest -m not browser --numprocesses 3 --dist loadfile --no-loadscope-reorder",
        "-m pytest -m browser --numprocesses 2 --dist loadgroup --no-loadscope-reorder --reruns 1",
    ]
    assert [done for done in machine.did if done in checks or done.startswith("-m pytest")] == [*checks, *tests]
    assert machine.did[-1] == tests[-1]


@NEEDS_MAKE
def test_the_linter_of_the_scripts_is_installed_once_and_again_when_its_pins_have_changed(machine):
    assert machine.make("lint").returncode == 0
    assert machine.did.index(INSTALL_DEV) < machine.did.index(INSTALL_JS)
    checked = [line.split()[1] for line in machine.did if line.startswith("node ")]
    assert [Path(script).name for script in checked] == ["eslint.js", "tsc"]
    machine.make("lint")
    assert INSTALL_JS not in machine.did
    later = (machine.clone / "tests" / "js" / "node_modules" / "installed").stat().st_mtime + 5
    os.utime(machine.clone / "tests" / "js" / "package-lock.json", (later, later))
    machine.make("lint")
    assert INSTALL_JS in machine.did


@NEEDS_MAKE
def test_nothing_is_installed_on_the_system_that_is_there(machine):
    machine.tool("id", "#!/bin/sh\necho 0\n")
    machine.tool("apt-get", '#!/bin/sh\ntouch "$MACHINE/apt"\n')
    machine.tool("chromium-headless-shell", "#!/bin/sh\n")
    assert machine.make("test").returncode == 0
    assert not (machine.tools / "apt").exists()


@NEEDS_MAKE
def test_another_chromium_will_do_where_its_shell_cannot_be_installed(machine):
    machine.tool("chromium", "#!/bin/sh\n")
    assert machine.make("test").returncode == 0


@NEEDS_MAKE
def test_changed_requirements_are_installed(machine):
    machine.make("run")
    later = (machine.clone / ".venv" / "installed").stat().st_mtime + 5
    os.utime(machine.clone / "requirements.txt", (later, later))
    machine.make("run")
    assert machine.did[-2:] == [INSTALL, RUN]


@NEEDS_MAKE
def test_an_installation_that_broke_off_is_taken_up_again(machine):
    machine.lacks("network")
    assert machine.make("run").returncode != 0
    assert RUN not in machine.did
    (machine.tools / "lacks-network").unlink()
    assert machine.make("run").returncode == 0
    assert machine.did[-2:] == [INSTALL, RUN]


@NEEDS_MAKE
def test_an_environment_whose_python_has_gone_is_built_anew(machine):
    machine.make("run")
    (machine.clone / ".venv" / "bin" / "python").unlink()
    assert machine.make("run").returncode == 0
    assert machine.did[0] == "-m venv --clear .venv"
    assert machine.did[-2:] == [INSTALL, RUN]


@NEEDS_MAKE
def test_run_says_the_address_and_takes_a_port(machine):
    assert "http://localhost:8501" in machine.make("run").stdout
    assert "http://localhost:9000" in machine.make("run", "PORT=9000").stdout
    assert machine.did == [RUN.replace("8501", "9000")]


def last_words(done: subprocess.CompletedProcess[str]) -> str:
    """The sentence that `make` ended with, above its own line."""
    assert done.returncode != 0
    return done.stderr.splitlines()[-2]


@NEEDS_MAKE
def test_a_python_that_is_too_old_is_named_with_the_way_out(machine):
    machine.lacks("recency")
    assert (
        last_words(machine.make("run"))
        == "python3 is Python 3.9.2. Unrolled needs Python 3.11 or newer; name yours: make run PYTHON=python3.12"
    )
    assert not (machine.clone / ".venv").exists()


@NEEDS_MAKE
def test_another_python_can_be_named(machine):
    machine.lacks("recency")
    machine.tool("python3.12", FAKE_PYTHON.replace("! lacks recency", "true"))
    assert machine.make("run", PYTHON="python3.12").returncode == 0


@NEEDS_MAKE
def test_a_missing_python_is_named_with_the_way_out(machine):
    (machine.tools / "python3").unlink()
    assert (
        last_words(machine.make("run"))
        == "Python is missing (python3). Unrolled needs 3.11 or newer; name yours: make run PYTHON=/path/to/python3"
    )


@NEEDS_MAKE
def test_a_missing_venv_package_is_named_where_it_cannot_be_installed(machine):
    machine.lacks("ensurepip")
    assert (
        last_words(machine.make("run"))
        == "python3 cannot build an environment yet. Install it: sudo apt-get install python3.11-venv"
    )


@NEEDS_MAKE
@pytest.mark.parametrize("way", ["root", "sudo"])
def test_a_missing_venv_package_is_installed_where_that_needs_no_password(machine, way):
    machine.lacks("ensurepip")
    machine.tool("id", f"#!/bin/sh\necho {0 if way == 'root' else 1000}\n")
    machine.tool("env", '#!/bin/sh\nshift\nexec "$@"\n')
    machine.tool("apt-get", '#!/bin/sh\necho "apt-get $*" >> "$MACHINE/apt"\n')
    if way == "sudo":
        machine.tool("sudo", '#!/bin/sh\n[ "$1" = -n ] && exit\necho sudo >> "$MACHINE/apt"\nexec "$@"\n')
    assert machine.make("run").returncode == 0
    calls = (machine.tools / "apt").read_text().splitlines()
    assert [call for call in calls if "python3.11-venv" in call] == [
        "apt-get install -qq --no-install-recommends python3.11-venv"
    ]
    assert calls.count("sudo") == (2 if way == "sudo" else 0)


@NEEDS_MAKE
def test_a_missing_browser_is_named_where_it_cannot_be_installed(machine):
    assert (
        last_words(machine.make("test"))
        == "The browser tests need Chromium. Install it (Debian: sudo apt-get install chromium)"
        " or name yours: make test CHROMIUM=/path/to/chrome"
    )


@NEEDS_MAKE
def test_a_missing_browser_and_missing_fonts_are_installed_as_root(machine):
    machine.tool("id", "#!/bin/sh\necho 0\n")
    machine.tool("env", '#!/bin/sh\nshift\nexec "$@"\n')
    machine.tool("apt-get", '#!/bin/sh\necho "apt-get $*" >> "$MACHINE/apt"\n')
    (machine.tools / "fc-list").unlink()
    assert machine.make("test").returncode == 0
    installed = [call.split()[4:] for call in (machine.tools / "apt").read_text().splitlines() if " install " in call]
    assert installed == [["chromium-headless-shell"], ["fontconfig", "fonts-noto-cjk"]]


@NEEDS_MAKE
def test_a_torch_with_cuda_is_announced_before_it_is_fetched(machine):
    machine.lacks("small-torch")
    machine.tool("uname", "#!/bin/sh\necho Linux\n")
    done = machine.make("run")
    assert done.returncode == 0
    assert "gigabytes of CUDA" in done.stdout


@NEEDS_MAKE
def test_a_small_torch_is_not_worth_a_word(machine):
    machine.tool("uname", "#!/bin/sh\necho Linux\n")
    assert "CUDA" not in machine.make("run").stdout


def test_continuous_integration_runs_the_tests_and_nothing_else():
    commands = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if not line.startswith("#")]
    assert commands == ["set -eu", 'cd "$(dirname "$0")/.."', "exec make test"]


# ---- what is pinned ----

PIN = re.compile(r"(?P<name>[A-Za-z0-9-]+)(?:\[\w+\])?==(?P<version>[0-9.]+(?:post[0-9]+)?) +# \S.*")
REACHED_BY_NAME = {
    "authlib": "streamlit",
    "h5netcdf": "xarray",
    "h5py": "h5netcdf",
    "psycopg": "SQLAlchemy",
    "pyarrow": "pandas",
}
"""Packages that no file imports, each with the one that loads it."""


def pins(file: str) -> dict[str, str]:
    """The version of every package that `file` lists."""
    lines = [line for line in (ROOT / file).read_text().splitlines() if line and not line.startswith(("#", "-r"))]
    matches = {line: PIN.fullmatch(line) for line in lines}
    assert all(matches.values()), f"not `name==version # reason`: {[line for line in lines if not matches[line]]}"
    return {match["name"].lower(): match["version"] for match in matches.values()}


def imported(*folders: str) -> set[str]:
    """The distributions that the files below `folders` import."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8")) for folder in folders for path in (ROOT / folder).rglob("*.py")
    ]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0}
    outside = (
        {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"core", "dashboard", "pages", "tests"}
    )
    distributions = packages_distributions()
    return {distributions[name][0].lower().replace("_", "-") for name in outside}


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_to_what_is_installed_and_says_why(file):
    listed = pins(file)
    assert {name: version(name).partition("+")[0] for name in listed} == listed


def test_everything_the_app_imports_is_required():
    assert imported("core", "dashboard", "pages") - set(pins("requirements.txt")) == set()


def test_everything_the_tests_import_is_required():
    assert imported("tests") - set(pins("requirements.txt")) - set(pins("requirements-dev.txt")) == set()


def test_nothing_is_required_that_nobody_uses():
    assert set(pins("requirements.txt")) - imported("core", "dashboard", "pages") == set(REACHED_BY_NAME)


# ---- options of the server ----


def options() -> dict[str, object]:
    """The options of .streamlit/config.toml by their full name, themes left out."""
    sections = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    return {
        f"{section}.{name}": value
        for section, values in sections.items()
        if section != "theme"
        for name, value in values.items()
    }


def test_every_option_of_the_server_exists():
    from streamlit import config

    config.get_config_options()
    assert set(options()) - set(config._config_options_template) == set()


def test_the_server_collects_no_garbage_after_each_script_and_sends_no_statistics():
    assert options()["runner.postScriptGC"] is False
    assert options()["browser.gatherUsageStats"] is False


def test_the_server_asks_nothing_when_it_starts():
    assert options()["server.showEmailPrompt"] is False


def test_a_corpus_of_20_megabytes_may_be_uploaded():
    assert options()["server.maxUploadSize"] == 20
