"""The lectures: they visit the whole course, every stop exists, and a link leads into the middle of one."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from core.course import KEYS, lab_of
from core.errors import InputError
from dashboard.frame.names import names_of
from dashboard.lectures import Lecture, Whereabouts, lectures, whereabouts_of
from tests.pictures import shown
from tests.reading import complaints
from tests.test_contract import ROOT, opened

NONE = Lecture("", "", 0)
"""Who has made no lecture."""

STOPS = [
    (f"{lecture}.{number + 1}", stop)
    for lecture, one in enumerate(lectures(), start=1)
    for number, stop in enumerate(one.stops)
]


def walks(app: AppTest) -> bool:
    """Whether a page has the bar of a walk."""
    return any(part.proto.component_name.endswith("walk") for part in app.get("bidi_component"))


def test_the_lectures_visit_every_lab_of_the_course_in_its_order():
    assert [key for lecture in lectures() for key in lecture.labs] == list(KEYS)


def test_every_lab_is_asked_about_but_the_one_that_asks_on_its_page():
    asked = {stop.lab for _text, stop in STOPS if stop.link.get("look") == "predict"}
    assert asked == set(KEYS) - {"lstm_by_hand"}


@pytest.mark.parametrize(("text", "stop"), STOPS, ids=[text for text, _stop in STOPS])
def test_every_stop_is_a_view_that_its_page_can_show(text, stop):
    known = names_of(lab_of(stop.lab))
    assert stop.link.get("step", "0") == "0"
    for name in stop.link.keys() - {"look", "step"}:
        known[name].parse(stop.link[name])
    page = (ROOT / "pages" / f"{stop.lab}.py").read_text(encoding="utf-8")
    looks = {*re.findall(r'Look\(\s*"[^"]+",\s*"(\w+)"', page), "predict"}
    assert stop.link.get("look", "predict") in looks
    assert whereabouts_of(text, NONE).stop == stop


@pytest.mark.parametrize("text", ["1.2", "2.9", "3.2", "4.3"])
def test_a_link_leads_into_the_middle_of_a_lecture(text):
    place = whereabouts_of(text, NONE)
    stop = place.stop
    app = opened(lab_of(stop.lab), **stop.link, walk=text)
    assert complaints(app) == []
    bar, _arrays = shown(app, "walk")
    assert (bar["said"], bar["number"], bar["count"]) == (stop.said, place.number + 1, len(place.lecture.stops))


def test_a_page_without_a_walk_has_no_bar():
    assert not walks(opened(lab_of("lstm_by_hand")))


def test_a_walk_that_does_not_exist_is_told_in_one_sentence():
    app = opened(lab_of("lstm_by_hand"), walk="7.1")
    assert ["a walk stands at '7.1'" in complaint for complaint in complaints(app)] == [True]
    assert not walks(app)
    for text in ("", "1", "1.0", "0.1", "1.99", "x.y", "1.1.1", "１.１", "own.1", "1.-1"):
        with pytest.raises(InputError, match="walk"):
            whereabouts_of(text, NONE)


def test_a_walk_has_two_ends():
    first = Whereabouts("1", lectures()[0])
    last = Whereabouts("1", lectures()[0], len(lectures()[0].stops) - 1)
    assert first.further(-1) is None
    assert last.further(1) is None
    assert first.further(1).text == "1.2"
