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
from urllib.parse import parse_qsl

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
from dashboard.labs.lstm_by_hand.names import WEIGHTS
from dashboard.panels.costs import Estimates
from tests.test_contract import ROOT, opened

SENTENCES = {
    "gates": "def g(y):\n    return y\n",
    "vanishing_gradients": "7abcdabc",
    "lstm_variants": "7abcdabc",
    "slot_filling": "leave Rome on Friday",
    "text_generation": "A small ",
    "translation": "May 1, 2024",
    "speech_recognition": "one two",
    "self_attention": "abcd|da",
}
"""A text for each lab that reads one, which is not its first example; its last, where none is named."""

WRITES = {"mode": "write"}
LOOK: dict[tuple[str, str], dict[str, str]] = {
    **{("gates", name): WRITES for name in ("temperature", "top_k", "top_p", "writing_seed", "writing_length")},
    ("gates", "concept"): {"look": "concepts"},
    **{("gates", f"map_{name}"): {"look": "map"} for name in ("text", "layout", "state", "colour")},
    **{
        ("gates", name): {"look": "patterns"}
        for name in ("pattern_state", "threshold", "off_before", "off_after", "stretch")
    },
    **{("gates", name): {"look": "surgery"} for name in ("clamp", "clamp_units", "clamp_from", "clamp_gate")},
    ("gates", "clamp_state"): {"look": "surgery", "clamp": "hidden_state"},
    ("gates", "clamp_memory"): {"look": "surgery", "clamp": "cell_state"},
    ("gates", "asked"): {"look": "connectivity"},
    **{("image_generation", name): {"look": "complete"} for name in ("begin", "held_out", "rows", "told")},
    **{("image_generation", name): {"look": "complete", "begin": "draw"} for name in ("told_drawn", "drawing")},
    ("image_generation", "new_level"): {"look": "change"},
    ("image_generation", "costs"): {"look": "bits"},
    ("image_generation", "unit"): {"look": "units"},
    ("image_generation", "quality_history"): {"look": "quality"},
    **{("captioning", n): {"look": at, "step": "131"} for n, at in (("mistake", "mistakes"), ("eye", "features"))},
    **{("captioning", one): {"look": "sampled", "step": "131"} for one in ("temperature", "top_k", "top_p", "dice")},
    ("translation", "compare"): {"look": "compare"},
    ("translation", "names_qkv"): {"look": "step"},
    **{("translation", name): {"look": "edit"} for name in ("other_text", "prefix", "set_weight")},
    ("translation", "weight"): {"look": "edit", "set_weight": "true"},
    **{
        (lab, name): {"look": "beam"}
        for lab in ("captioning", "translation", "speech_recognition")
        for name in ("beam_width", "length_penalty", "pruned", "beam_node")
    },
    ("speech_recognition", "words_per_minute"): {"voice": "en-gb"},
    ("speech_recognition", "pitch"): {"voice": "en-gb"},
    ("speech_recognition", "said"): {"way": "record"},
    ("speech_recognition", "digits"): {"look": "guess"},
    ("self_attention", "brackets"): {"run": "shipped-self_attention.brackets"},
    ("self_attention", "silenced"): {"look": "silence"},
    **{(lab, "values"): {"run": "adding"} for lab in ("vanishing_gradients", "lstm_variants")},
}
"""What else the link must say for a name to be drawn."""

WEIGHTS_BY_HAND = {weight.name for weight in WEIGHTS}

OTHER: dict[str, tuple[str, Any]] = {
    "step": ("0", 0),
    "length_penalty": ("1.9", 1.9),
    "cursor": ("", None),
    "stretch": ("2.5", None),
    "concept": ("comment", "comment"),
    "map_text": ("view", "view"),
    "map_state": ("cell_state", "cell_state"),
    "map_colour": ("time", "time"),
    "pattern_state": ("hidden_state", "hidden_state"),
    "clamp": ("output_gate", "output_gate"),
    "clamp_units": ("0.3.4", [3, 4]),
    "clamp_from": ("2", 3),
    "asked": ("e", "e"),
    "values": ("0.1 +0.2 0.3 +0.4", "0.1 +0.2 0.3 +0.4"),
    "first": ("arrive in Rome", "arrive in Rome"),
    "second": ("leave for Paris on Friday", "leave for Paris on Friday"),
    "word": ("2", None),
    "taught": ("She reads.", "She reads."),
    "token": ("2", None),
    "class": ("3", 3),
    "picture": ("4", None),
    "told": ("3", 3),
    "told_drawn": ("3", 3),
    "drawing": ("." * 20 + "f" * 4 + "." * 40, None),
    "new_level": ("3", 3),
    "unit": ("2", None),
    "other_text": ("May 2, 2024", "May 2, 2024"),
    "prefix": ("2", "2"),
    "beam_node": ("1", None),
    "held_out": ("5", 5),
    "rows": ("2", 2),
    "way": ("record", "record"),
    "voice": ("en-gb", None),
    "said": ("two", "two"),
    "brackets": ("([])", "([])"),
    "silenced": ("0.1 1.0", [(0, 1), (1, 0)]),
    "scene": ("green triangle 10 9", None),
    "x": ("1 2 3", "1 2 3"),
    "input_gate": ("1 1 1 1 1", None),
    "forget_gate": ("0 0 0 0 0", None),
    "output_gate": ("1 1 1 1 1", None),
}
"""Another text of a name, and what its control then shows; None where it has no control of its own."""

SMALL = {"gates": {"hidden_size": 16}, "text_generation": {"hidden_size": 16}}
"""Knobs of the other run of a lab."""

CURSORS = {
    "gates": "3.0.5",
    "vanishing_gradients": "1.0.1",
    "lstm_variants": "1.0.1",
    "self_attention": "1.0.1",
    "image_generation": "1.1",
    "translation": "2.1",
    "speech_recognition": "1.2",
    "captioning": "2.9",
    "text_generation": "3",
}
"""Places on the axes of a lab's cursor; of any other lab, which has one axis, 1."""
LOOKS = {
    "gates": "saturation",
    "translation": "step",
    "speech_recognition": "step",
    "image_generation": "order",
    "self_attention": "mix",
}
NOT_DRAWN = {"league", "recording", "follow", "photo"}
"""Names that ask for runs which are made in their own tests (test_slot_filling, test_own_recordings), or that train."""

LATER = {"seed", "cup_length", "cup_seeds", "cup_steps", "trio_steps", "said"}
"""What decides the next run or is only compared: no picture changes."""


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
    known.set_result(StepCost(0.1, 10.0))
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
    """What the control of a name shows."""
    names = (name, f"{name}_choice")
    [found] = [element for key in names if (element := by_key(app, key)) is not None]
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


def own_names() -> list[tuple[str, str]]:
    """Every declared name but those of the knobs at the side, which are turned all at once."""
    return [
        (lab.key, name)
        for lab in LABS
        for name in names_of(lab)
        if name not in NOT_DRAWN | {"run", "beside", "lang"}
        and (not lab.trains or name not in {knob.name for knob in lab.knobs})
    ]


@pytest.mark.parametrize(("key", "name"), own_names())
def test_a_link_that_changes_from_outside_changes_control_and_picture_and_back(key, name, runs, pages):
    lab = lab_of(key)
    declared = names_of(lab)[name]
    text, value = other(lab, declared)
    around = {other: runs.get((key, said), said) for other, said in LOOK.get((key, name), {}).items()}
    if name in WEIGHTS_BY_HAND:
        around = {"gates": "weights"}
    app = pages(lab, around)
    before, stood = picture(app), None if value is None else control(app, name)
    gone_to(app, {**around, name: text})
    assert [warning.value for warning in app.warning] == []
    assert app.query_params[name] == text
    if value is not None:
        assert control(app, name) == value
    after, record = picture(app), shared(app)
    if name not in LATER:
        assert after != before
    gone_to(app, around)
    if value is not None:
        assert control(app, name) == stood
    assert picture(app) == before
    applied(app, json.loads(json.dumps({"page": key, **record})))
    if value is not None:
        assert control(app, name) == value
    assert picture(app) == after
    assert shared(app) == record


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
    assert another_run[:4] in app.get_by_key(f"run_choice:{another_run}").value or another_run
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
        if named not in kept:
            kept[named] = opened(lab, **link)
        return gone_to(kept[named], link)

    return page
