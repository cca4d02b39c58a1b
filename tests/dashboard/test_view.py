"""Every name of every link, changed from outside: the control and the picture follow, and go back with it."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
import streamlit.testing.v1.local_script_runner as local
from streamlit.testing.v1 import AppTest

from core.course import LABS, lab_of
from core.knobs import configure
from core.lab import Lab
from core.labs.gates import concepts, pattern_search, saturation
from core.runs.store import RunStore
from core.training.checkpoints import save
from core.training.costs import StepCost
from core.training.loop import Training
from dashboard.frame import view
from dashboard.frame.names import Choice, Name, Number, Switch, names_of
from dashboard.panels.costs import Estimates
from tests.dashboard.another_view import (
    CURSORS,
    LATER,
    LOOK,
    LOOKS,
    NOT_DRAWN,
    OTHER,
    SENTENCES,
    SMALL,
    WEIGHTS_BY_HAND,
)
from tests.test_contract import ROOT, opened


@pytest.fixture(scope="module", autouse=True)
def short_readings() -> Iterator[None]:
    """Looks that read thousands of characters, not a million."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pattern_search, "TOKENS", 20_000)
        patch.setattr(concepts, "NUMBERS", 256 * 12_000)
        patch.setattr(saturation, "LENGTH", 50)
        yield


@pytest.fixture(scope="module", autouse=True)
def known_costs() -> Iterator[None]:
    """What a training takes is known at once: measured beside the pages, it would change them between two looks."""
    known: Future[StepCost] = Future()
    known.set_result(StepCost(0.1, 10.0, 1_000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Estimates, "of", lambda *_asked: known)
        yield


@pytest.fixture(scope="module")
def runs() -> dict[tuple[str, str], str]:
    """An untrained run of each lab, small, and one that adds where a lab can."""
    made: dict[tuple[str, str], str] = {}
    for lab in LABS:
        if lab.trains:
            made[lab.key, "other"] = untrained(lab, SMALL.get(lab.key, {}))
        if "task" in {knob.name for knob in lab.knobs} and "memory" in lab.model_path:
            made[lab.key, "adding"] = untrained(lab, {"task": "adding", "length": 10})
    return made


def untrained(lab: Lab, config: dict[str, Any]) -> str:
    """A run that was stopped before its first step."""
    store = RunStore()
    run = store.create(lab.key, config, 5, state="stopped")
    training = Training.fresh(lab.task(configure(lab.config, run.config)), 5)
    path = store.checkpoint_path(run.id, 0)
    figures = training.task.quick_eval(training.model)
    save(path, training, lab=lab.key, seed=5, metrics=figures)
    store.add_checkpoint(run.id, 0, path, figures)
    return run.id


@contextmanager
def history() -> Iterator[None]:
    """Runs of a page that answer a viewer who goes back or forward."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "RerunData", functools.partial(local.RerunData, is_history_navigation=True))
        yield


def gone_to(app: AppTest, link: dict[str, str]) -> AppTest:
    """The same page, its link changed from outside."""
    app.query_params.clear()
    app.query_params.update({"lang": "en", **link})
    with history():
        return app.run()


def picture(app: AppTest) -> str:
    """What of a page is no control, in short."""
    assert not app.exception
    kinds = ("markdown", "bidi_component", "vega_lite_chart", "alert")
    parts = [
        part.proto.SerializeToString(deterministic=True)
        for kind in kinds
        for part in app.get(kind)
        if getattr(part, "proto", None)
    ]
    parts += [table.value.to_json().encode() for table in app.dataframe]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def control(app: AppTest, name: str) -> Any:
    """What the control of a name shows; that of a knob before one that is called alike."""
    names = (name, f"{name}_choice")
    found, *_others = [element for key in names if (element := by_key(app, key)) is not None]
    return found.value


def by_key(app: AppTest, key: str) -> Any:
    try:
        return app.get_by_key(key)
    except KeyError:
        return None


def shared(app: AppTest) -> dict[str, str]:
    """What the view of a page is, as its link to share says it."""
    [link] = [code.value for code in app.code if code.value.startswith("?")]
    return dict(parse_qsl(link[1:], keep_blank_values=True))


def applied(app: AppTest, record: dict[str, str]) -> AppTest:
    """The same session, shown the view of a record."""
    arrive, waiting = view.arrive, [record]

    def arrive_and_apply(lab: Lab | None) -> None:
        arrive(lab)
        if waiting:
            view.apply(waiting.pop())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(view, "arrive", arrive_and_apply)
        return app.run()


def other(lab: Lab, name: Name) -> tuple[str, Any]:
    """Another text of a name, and what its control then shows."""
    if name.name == "text":
        return (SENTENCES.get(lab.key, lab.examples[-1]),) * 2
    if name.name == "cursor":
        return CURSORS.get(lab.key, "1"), None
    if (lab.key, name.name) == ("lstm_by_hand", "step"):
        return "3", None
    if name.name == "look":
        return (LOOKS.get(lab.key) or first_look(lab),) * 2
    if name.name in OTHER:
        return OTHER[name.name]
    return another(name)


def first_look(lab: Lab) -> str:
    """The key of the first closer look of a lab's page, as the page says it."""
    page = (ROOT / "pages" / f"{lab.key}.py").read_text(encoding="utf-8")
    return re.search(r'Look\("[^"]+", "(\w+)"', page)[1]


def another(name: Name) -> tuple[str, Any]:
    match name:
        case _ if not name.bound and not isinstance(name, Choice):  # set in a picture
            return ("2", None)
        case Switch():
            value: Any = not name.default
        case Number() if isinstance(name.default, int):
            value = int(name.low) if name.default != name.low else int(name.low) + 1
        case Number():
            value = name.low if name.default != name.low else name.high
        case Choice():
            value = next(value for value in name.choices if value != name.default)
        case _:
            raise NotImplementedError(name)
    return name.form(value), value


def own_names() -> Iterator[tuple[str, str]]:
    """Every declared name but those of the knobs at the side, which are turned all at once."""
    for lab in LABS:
        knobs = {knob.name for knob in lab.knobs} if lab.trains else set()
        for name in names_of(lab):
            if name not in NOT_DRAWN | {"run", "beside", "lang", "walk", "room"} | knobs:
                yield lab.key, name


def around(key: str, name: str) -> dict[str, str]:
    """What else a link must say for the control of a name to be drawn."""
    return {"gates": "weights"} if name in WEIGHTS_BY_HAND else LOOK.get((key, name), {})


def drawn_together() -> dict[str, tuple[str, dict[str, str], list[str]]]:
    """The names of each lab whose controls one and the same link draws: lab, link, names."""
    groups: dict[str, tuple[str, dict[str, str], list[str]]] = {}
    for key, name in own_names():
        link = around(key, name)
        at = f"{key}?{urlencode(link)}"
        groups.setdefault(at, (key, link, []))[2].append(name)
    return groups


DRAWN = drawn_together()


@pytest.mark.parametrize(("key", "link", "names"), list(DRAWN.values()), ids=list(DRAWN))
def test_a_link_that_changes_from_outside_changes_controls_and_picture_and_back(key, link, names, runs, pages):
    """Name after name, each set back by the link that changes the next; then each as the record of a view says it."""
    lab = lab_of(key)
    link = {name: runs.get((key, said), said) for name, said in link.items()}
    others = {name: other(lab, names_of(lab)[name]) for name in names}
    app = pages(lab, link)
    before, stood = picture(app), {name: control(app, name) for name in names if others[name][1] is not None}
    seen: dict[str, tuple[str, dict[str, str]]] = {}

    def shows(changed: str) -> list[str]:
        """The names whose control does not show what it should when that one is changed."""
        _text, value = others[changed]
        wrong = [] if value is None or control(app, changed) == value else [changed]
        last = [name for name in seen if name in stood and name != changed][-1:]
        return wrong + [name for name in last if by_key(app, name) and control(app, name) != stood[name]]

    for name in names:
        gone_to(app, {**link, name: others[name][0]})
        assert [warning.value for warning in app.warning] == [], name
        assert app.query_params[name] == others[name][0]
        assert shows(name) == []
        seen[name] = picture(app), shared(app)
        if name not in LATER:
            assert seen[name][0] != before, name
    gone_to(app, link)
    assert {name: control(app, name) for name in stood} == stood
    assert picture(app) == before
    for name in names:
        applied(app, json.loads(json.dumps({"page": key, **seen[name][1]})))
        assert shows(name) == []
        assert (picture(app), shared(app)) == seen[name], name


@pytest.mark.parametrize("lab", [lab for lab in LABS if lab.trains], ids=lambda lab: lab.key)
def test_a_link_that_changes_from_outside_turns_every_knob_and_back(lab, pages):
    declared = names_of(lab)
    turned = {
        knob.name: another(declared[knob.name])
        for knob in lab.knobs
        if len(knob.choices) != 1 and isinstance(declared[knob.name], Choice | Number | Switch)
    }
    app = pages(lab, {})
    stood = {name: control(app, name) for name in turned}
    gone_to(app, {name: text for name, (text, _value) in turned.items()})
    assert {name: control(app, name) for name in turned} == {name: value for name, (_text, value) in turned.items()}
    record = shared(app)
    gone_to(app, {})
    assert {name: control(app, name) for name in turned} == stood
    applied(app, record)
    assert {name: control(app, name) for name in turned} == {name: value for name, (_text, value) in turned.items()}


@pytest.mark.parametrize("lab", [lab for lab in LABS if lab.trains], ids=lambda lab: lab.key)
def test_a_link_that_changes_from_outside_turns_the_page_to_another_run(lab, runs, pages):
    app = pages(lab, {})
    before, another_run = picture(app), runs[lab.key, "other"]
    gone_to(app, {"run": another_run})
    assert another_run[:4] in app.menu_button(key="run_choice").label
    assert picture(app) != before
    gone_to(app, {})
    assert picture(app) == before


@pytest.mark.parametrize("lab", [None, *LABS], ids=lambda lab: lab.key if lab else "home")
def test_a_link_that_changes_from_outside_changes_the_language(lab):
    app = opened(lab) if lab else AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=300).run()
    asked = lab.question if lab else "Watch sequence models think"
    assert app.title[0].value == asked
    app.query_params["lang"] = "zh"
    with history():
        app.run()
    assert app.title[0].value != asked
    assert app.segmented_control(key="spoken_choice").value == "zh"


@pytest.fixture(scope="module")
def pages() -> Callable[[Lab, dict[str, str]], AppTest]:
    """Pages that were opened by their link, each once."""
    kept: dict[str, AppTest] = {}

    def page(lab: Lab, link: dict[str, str]) -> AppTest:
        named = json.dumps([lab.key, link])
        if named in kept:
            return gone_to(kept[named], link)
        kept[named] = opened(lab, **link)
        return kept[named]

    return page
