"""The page of architecture search: what a viewer chooses, writes and opens."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from dashboard.resources import shipped_by_name
from tests.pictures import shown
from tests.reading import complaints
from tests.test_contract import opened

LAB = lab_of("architecture_search")
PICTURE = "designing:in_view"


def said(app: AppTest) -> str:
    assert not app.exception
    assert not app.error
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info))


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"design": "2, 33, tanh, 0.01, adam"}, "no width"),
        ({"cursor": "here"}, "not 1 numbers"),
        ({"space": "quantum"}, "space cannot be 'quantum'"),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, dict) else None,
)
def test_link_that_cannot_be_used_gets_one_sentence_and_the_page_goes_on(link, words):
    app = opened(LAB, **link)
    [complaint] = complaints(app)
    assert words in complaint
    assert shown(app, PICTURE)[0]["tokens"]


def test_beliefs_sharpen_with_the_training_step_and_show_the_child_that_they_wrote():
    header, arrays = shown(opened(LAB, step="0"), PICTURE)
    assert (header["now"], header["child"]) == (0, 0)
    np.testing.assert_allclose(arrays["p"].max(1), [1 / 4, 1 / 5, 1 / 4, 1 / 5, 1 / 2], atol=1e-2)
    app = opened(LAB, look="seeds")
    header, sharper = shown(app, PICTURE)
    assert (header["now"], header["child"], header["number"]) == (300, 299, 300)
    assert sharper["p"].max(1).mean() > 2 * arrays["p"].max(1).mean()
    assert len(app.main.get("vega_lite_chart")) == 2
    assert "times as much" in said(app)
    assert "random children diverged" in said(app)


def test_a_description_that_the_viewer_wrote_is_trained_on_the_spot():
    app = opened(LAB, design="4, 64, linear, 1, sgd", look="child", opened="view")
    header, _ = shown(app, PICTURE)
    assert (header["child"], header["diverged"], header["reward"]) == (None, True, 0)
    assert "diverged at step" in said(app)
    assert complaints(app) == []


@pytest.mark.parametrize("name", ["", "recurrent"])
def test_best_child_is_opened_with_its_mistakes_and_what_it_makes_of_an_example(name):
    app = opened(LAB, run=shipped_by_name(LAB)[name].id, look="child", kept_example="2")
    told = said(app)
    assert "parameters" in told
    assert "its reward was" in told.lower()
    assert "the child says" in told
    assert len(app.main.get("vega_lite_chart")) == (4 if name == "" else 3)
    assert complaints(app) == []


def test_whole_space_tells_what_a_controller_that_is_stuck_gives_away():
    told = said(opened(LAB, look="whole"))
    assert "All 800 designs were trained once" in told
    app = opened(LAB, look="beliefs", run=shipped_by_name(LAB)["fast_1"].id)
    header, arrays = shown(app, f"birth:{shipped_by_name(LAB)['fast_1'].id}")
    assert len(header["frames"]) >= 2
    np.testing.assert_allclose(arrays["alignment"].sum(2), 1, atol=1e-2)
    assert len(opened(LAB, look="failures").main.get("vega_lite_chart")) == 2
