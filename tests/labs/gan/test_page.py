"""The page of forger and detective: what a viewer chooses, and what is told of it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from dashboard.labs.gan.subject import WORDS
from dashboard.resources import shipped_by_name
from tests.dashboard.test_bad_input import complaints
from tests.pictures import shown
from tests.test_contract import opened

LAB = lab_of("gan")
PICTURE = "forging:in_view"


def said(app: AppTest) -> str:
    assert not app.exception
    assert not app.error
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info))


def test_every_shipped_network_is_there():
    assert list(shipped_by_name(LAB, WORDS)) == list(WORDS)


@pytest.mark.parametrize(
    ("name", "world", "told"),
    [
        ("gan", "gaussians", "Collapse: 2 of 8 modes"),
        ("digits", "digits", "of real ones that were held out"),
        ("words_gan", "words", "A softmax is never one-of-N"),
    ],
)
def test_network_of_each_world_is_shown_and_told(name, world, told):
    app = opened(LAB, run=f"shipped-gan.{name}")
    assert complaints(app) == []
    header, arrays = shown(app, PICTURE)
    assert header["world"] == world
    assert told in said(app)
    assert len(arrays["history"]) == len(arrays["critic_loss"]) > 100
    assert {"gaussians": "good", "digits": "seen", "words": "valid"}[world] in header


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"look": "stepping", "moves": "x9"}, "names no moves"),
        ({"dice": "99999"}, "dice cannot be"),
        ({"loss": "hinge"}, "loss cannot be"),
    ],
)
def test_link_that_cannot_be_used_gets_one_sentence_and_the_page_goes_on(link, words):
    app = opened(LAB, **link)
    [complaint] = complaints(app)
    assert words in complaint
    assert shown(app, PICTURE)[0]["world"] == "gaussians"


def test_moves_on_a_copy_change_the_copy_alone_and_are_taken_back():
    app = opened(LAB, look="stepping")
    before, after = (shown(app, key)[1]["surface"] for key in (PICTURE, "forging:copy"))
    assert (before == after).all()
    app.button(key="move:critic:10").click().run()
    assert app.query_params["moves"] in ("c10", ["c10"])
    assert "The critic alone took 10 steps" in said(app)
    assert (shown(app, PICTURE)[1]["surface"] == before).all()
    assert not (shown(app, "forging:copy")[1]["surface"] == before).all()
    app.button(key="move:undo").click().run()
    assert (shown(app, "forging:copy")[1]["surface"] == before).all()


def test_looks_at_the_loss_and_at_slopes_tell_of_the_run_in_view():
    app = opened(LAB, look="meaning", step="141")
    assert "so that the distance must be at least" in said(app)
    app = opened(LAB, look="slopes", run="shipped-gan.clip")
    assert "of its weights lie at the bound" in said(app)
    assert len(app.main.get("vega_lite_chart")) == 2
    assert complaints(app) == []


def test_film_has_a_frame_for_every_checkpoint():
    app = opened(LAB, look="film", run="shipped-gan.words")
    header, _ = shown(app, "born:shipped-gan.words")
    assert len(header["steps"]) == len(header["spelt"]) == len(header["told"]) == 8
    assert header["told"][-1].endswith("48 kinds")
