"""The page of pointing: what a viewer types, chooses and opens."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from dashboard.labs.pointer_network.subject import WORDS
from dashboard.resources import shipped_by_name
from tests.dashboard.test_bad_input import complaints
from tests.pictures import shown
from tests.test_contract import opened

LAB = lab_of("pointer_network")
PICTURE = "pointing:in_view"


def said(app: AppTest) -> str:
    assert not app.exception
    assert not app.error
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.latex))


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"text": "0.1 x"}, "Point 1 is '0.1 x'"),
        ({"text": "<b>x</b>"}, "is not two numbers"),
        ({"text": " ; "}, "There are no points"),
        ({"text": "0.1 0.1;" * 500}, "500 points cannot be looked at"),
        ({"cursor": "here"}, "not 1 numbers"),
        ({"look": "everything"}, "no closer look 'everything'"),
        ({"task": "knots"}, "task cannot be 'knots'"),
        ({"run": "shipped-translation"}, "belongs to the lab translation"),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, dict) else None,
)
def test_link_that_cannot_be_used_gets_one_sentence_and_the_page_goes_on(link, words):
    app = opened(LAB, **link)
    [complaint] = complaints(app)
    assert words in complaint
    assert app.title[0].value == LAB.question
    assert shown(app, PICTURE)[0]["said"]


@pytest.mark.parametrize("name", WORDS)
def test_every_shipped_network_has_its_button_its_question_and_its_equation(name):
    run = shipped_by_name(LAB, WORDS)[name]
    app = opened(LAB, run=run.id)
    app.session_state["equations"] = True
    told = said(app.run())
    assert complaints(app) == []
    assert shown(app, PICTURE)[0]["task"] == run.config["task"]
    assert {"hull": "convex hull", "sorting": "lowest to the highest", "tour": "shortest"}[run.config["task"]] in told
    assert ("tanh" in told) == (run.config["architecture"] != "fixed")


@pytest.mark.parametrize("text", ["0.5 0.5", "0.5 0.5; 0.5 0.5", "0.1 0.1; 0.4 0.4; 0.9 0.9", "3 40; -5 12; 70 8"])
@pytest.mark.parametrize("name", WORDS)
def test_few_equal_and_collinear_points_get_an_answer_from_every_network(name, text):
    app = opened(LAB, run=shipped_by_name(LAB, WORDS)[name].id, text=text)
    assert complaints(app) == []
    header, arrays = shown(app, PICTURE)
    assert header["solution"][0] == 0 or name == "sorting"
    np.testing.assert_allclose(arrays["pointing"].sum(1), 1, atol=1e-3)


def test_a_tour_of_the_mask_visits_every_point_and_is_told_beside_the_shortest():
    app = opened(LAB, run="shipped-pointer_network.tour")
    header, _ = shown(app, PICTURE)
    assert sorted(header["said"]) == list(range(11))
    assert "Its way is" in said(app)


def test_vocabulary_of_eight_has_no_word_for_the_ninth_point():
    app = opened(LAB, run="shipped-pointer_network.fixed")
    assert "no word for point 9" in said(app)
    arrays = shown(app, PICTURE)[1]
    assert (arrays["pointing"][:, 8:10] < 1e-4).all()
    assert "no word for point 9" not in said(opened(LAB))


def test_shipped_pointer_is_right_on_more_points_than_it_was_trained_on():
    app = opened(LAB)
    assert "right from beginning to end" in said(app)
    assert "more than 8 points; this one has 10" in said(app)
    header, _ = shown(app, PICTURE)
    assert header["said"][:-1] == header["solution"]
    assert "Right up to step" in said(opened(LAB, step="0"))


def test_look_compares_decoders_on_sets_larger_than_those_of_the_training():
    app = opened(LAB)
    assert not app.main.get("vega_lite_chart")
    app = opened(LAB, look="longer")
    assert "Each dot" in said(app)
    assert len(app.main.get("vega_lite_chart")) == 1
    assert complaints(app) == []


@pytest.mark.parametrize("name", WORDS)
def test_look_at_the_mask_tells_how_the_same_weights_answer_without_it(name):
    app = opened(LAB, look="mask", run=shipped_by_name(LAB, WORDS)[name].id)
    assert complaints(app) == []
    assert len(app.main.get("vega_lite_chart")) == 1
    assert "On held-out sets the same weights" in said(app)


def test_film_of_the_answer_has_every_checkpoint_and_ends_with_fewer_wrong_steps():
    app = opened(LAB, look="film")
    assert complaints(app) == []
    header, arrays = shown(app, "birth:shipped-pointer_network")
    errors = [frame["error"] for frame in header["frames"]]
    assert len(errors) == 10
    assert errors[0] > 0.5 > errors[-1]
    assert (arrays["gold_alignment"].sum(1) == 1).all()
    many = "; ".join(f"{k / 20:g} {k * k % 7 / 7:.3f}" for k in range(13))
    [told] = opened(LAB, look="film", run="shipped-pointer_network.tour", text=many).info
    assert "up to 12 points" in told.value


def test_points_that_stand_in_the_field_are_those_of_the_picture():
    app = opened(LAB, text="0.3 0.2; 0.1 0.9")
    header, _ = shown(app, PICTURE)
    assert header["points"] == [[0.1, 0.9], [0.3, 0.2]]
    app.text_input(key="text").set_value("0.7 0.7").run()
    assert shown(app, PICTURE)[0]["points"] == [[0.7, 0.7]]
