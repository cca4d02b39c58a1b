"""compose.yaml: that it says what the README says, and names only what there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboard.server.processes import COOKIE, NAME

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text()


def test_the_proxy_is_that_of_the_readme(compose, readme):
    [by_hand] = re.findall(r"```nginx\n(.*?)```", readme, re.DOTALL)
    content = compose["configs"]["proxy"]["content"].replace("$$", "$")
    assert content == by_hand.replace("localhost:8501", "a:8501").replace("localhost:8502", "b:8501")
    assert f"map $cookie_{COOKIE} $process" in content


def test_each_process_has_a_name_that_the_proxy_knows(compose):
    content = compose["configs"]["proxy"]["content"]
    names = [
        service for service, said in compose["services"].items() if "UNROLLED_PROCESS" in said.get("environment", ())
    ]
    assert len(names) > 1
    for name in names:
        assert NAME.fullmatch(name)
        assert compose["services"][name]["environment"]["UNROLLED_PROCESS"] == name
        assert f"{name} {name};" in content
        assert f"upstream {name} {{ server {name}:8501;" in content


def test_all_that_is_set_is_a_setting_of_the_readme(compose, readme):
    said = {name for service in compose["services"].values() for name in service.get("environment", ())}
    ours = {name for name in said if not name.startswith("POSTGRES_")}
    assert {name for name in ours if f"| `{name}` |" not in readme} == set()
    assert {"UNROLLED_SECRET", "DATABASE_URL", "DASK_SCHEDULER_ADDRESS"} <= ours


def test_the_image_has_every_folder_that_the_app_needs(compose):
    lines = compose["x-image"]["build"]["dockerfile_inline"].splitlines()
    copied = {line.split()[1] for line in lines if line.startswith("COPY")}
    assert copied == {"requirements.txt", ".streamlit", "assets", "core", "dashboard", "pages"}
    assert all((ROOT / name).exists() for name in copied)
