"""A lecture of one's own: made from views, ordered, saved as a file and opened again; a file that is none says so."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from core.errors import InputError
from dashboard import own_lecture
from dashboard.lectures import Lecture, Stop
from dashboard.own_lecture import LARGEST, MOST, from_file, moved, stop_of, to_file
from tests.pictures import shown
from tests.reading import complaints
from tests.test_contract import ROOT, opened

LECTURE = Lecture(
    "Ours & <theirs>",
    "",
    0,
    (
        Stop("Look!", {"step": "0"}, "", "gates"),
        Stop("", {"look": "unrolled", "text": "7ab"}, "look", "vanishing_gradients"),
        Stop("![](http://elsewhere/x.png)", {}, "", "lstm_by_hand"),
    ),
)


def test_a_lecture_comes_back_from_its_file():
    assert from_file(to_file(LECTURE).encode()) == LECTURE


def test_a_view_becomes_a_stop_without_what_belongs_to_one_viewer():
    record = {"page": "gates", "lang": "zh", "walk": "1.4", "look": "unrolled", "run": "shipped-gates", "step": "0"}
    stop = stop_of(record, "  Here.  ")
    assert stop == Stop("Here.", {"look": "unrolled", "run": "shipped-gates", "step": "0"}, "look", "gates")


def test_a_stop_moves_by_one_place_and_not_beyond_the_ends():
    a, b, c = LECTURE.stops
    assert moved((a, b, c), 0, 1) == (b, a, c)
    assert moved((a, b, c), 2, -1) == (a, c, b)
    assert moved((a, b, c), 0, -1) == moved((a, b, c), 2, 1) == (a, b, c)


def told(**changes) -> bytes:
    return json.dumps({"unrolled_lecture": 1, "title": "t", "stops": [{"page": "gates"}], **changes}).encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no lecture"),
        (b"\xff\xfe\x00", "no lecture"),
        (b"[" * 100_000, "no lecture"),
        (b"[1]", "no lecture"),
        (b'{"stops": []}', "no lecture"),
        (b" " * (LARGEST + 1), "more than 1 MB"),
        (told(unrolled_lecture=2), "newer version"),
        (told(stops=[]), "this file has 0"),
        (told(stops="gates"), "this file has 0"),
        (told(stops=[{"page": "gates"}] * (MOST + 1)), f"this file has {MOST + 1}"),
        (told(stops=[{"page": "../../etc"}]), "Stop 1 .* which this course has not"),
        (told(stops=["gates"]), "Stop 1 .* which this course has not"),
        (told(stops=[{"page": "gates"}, {"page": "gates", "said": 3}]), "Stop 2 .* cannot be read"),
        (told(stops=[{"page": "gates", "link": {"step": 0}}]), "Stop 1 .* cannot be read"),
        (told(stops=[{"page": "gates", "link": {"text": "a" * 6000}}]), "Stop 1 .* cannot be read"),
    ],
)
def test_a_file_that_is_no_lecture_is_told_in_one_sentence(data, said):
    with pytest.raises(InputError, match=said):
        from_file(data)


def lectures_page(**kept) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=300)
    for name, value in kept.items():
        app.session_state[name] = value
    app.run()
    app.switch_page("../pages/lectures.py")
    return app.run()


def test_the_view_on_the_screen_is_put_aside_from_the_share_panel():
    app = opened(lab_of("lstm_by_hand"), step="3")
    assert not [button for button in app.button if button.key == "stop_add"]
    own_lecture_of = app.session_state
    app.session_state["share"] = True
    app.run()
    app.text_input(key="stop_said").set_value("The *third* step").run()
    app.button(key="stop_add").click().run()
    [stop] = own_lecture_of[own_lecture.KEPT].stops
    assert (stop.lab, stop.link, stop.said) == ("lstm_by_hand", {"step": "3"}, "The *third* step")


def test_stops_are_ordered_and_taken_out_and_what_was_typed_stays_text():
    app = lectures_page(own_lecture=LECTURE)
    said = [element.value for element in app.markdown]
    assert not [text for text in said if "![](" in text]
    app.button(key="own_down_0").click().run()
    app.button(key="own_delete_2").click().run()
    assert app.session_state[own_lecture.KEPT].stops == (LECTURE.stops[1], LECTURE.stops[0])
    app.text_input(key="lecture_title").set_value("Two stops").run()
    assert app.session_state[own_lecture.KEPT].title == "Two stops"
    assert complaints(app) == []


def test_ones_own_lecture_is_walked_like_any_other():
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=300)
    app.session_state[own_lecture.KEPT] = LECTURE
    app.query_params.update({"lang": "en", "walk": "own.3"})
    app.run()
    bar, _arrays = shown(app, "walk")
    assert (bar["said"], bar["title"], bar["number"], bar["count"]) == (LECTURE.stops[2].said, LECTURE.title, 3, 3)
    assert complaints(app) == []
