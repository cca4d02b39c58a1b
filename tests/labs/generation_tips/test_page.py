"""The page of better generation: each experiment, what a viewer types, and what cannot be."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from core.labs.generation_tips import MAIN
from dashboard.panels import new_run
from dashboard.resources import store
from tests.dashboard.test_bad_input import complaints
from tests.pictures import shown
from tests.test_contract import opened

LAB = lab_of("generation_tips")
PICTURE = "tip:in_view"


def run_of(name: str) -> str:
    return "shipped-generation_tips" if name == "coverage" else f"shipped-generation_tips.{name}"


def said(app: AppTest) -> str:
    assert not app.exception
    assert not app.error
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info))


@pytest.mark.parametrize("name", MAIN)
def test_every_experiment_opens_on_both_networks_and_tells_of_three_seeds(name):
    app = opened(LAB, run=run_of(name), look="seeds")
    assert complaints(app) == []
    header, _ = shown(app, PICTURE)
    assert len(header["sides"]) == 2
    assert "Seeds: 3." in said(app)
    assert "it helps from each seed" in said(app)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"text": "sun moon"}, "you named 2"),
        ({"run": run_of("beam"), "beam_width": "0"}, "beam_width cannot be '0'"),
        ({"run": run_of("beam"), "beam_width": "10000"}, "beam_width cannot be '10000'"),
    ],
    ids=["video", "no-beam", "wide-beam"],
)
def test_link_that_cannot_be_used_gets_one_sentence_and_the_page_goes_on(link, words):
    app = opened(LAB, **link)
    [complaint] = complaints(app)
    assert words in complaint
    assert shown(app, PICTURE)[0]["sides"]


def test_reward_that_is_always_zero_is_said_to_teach_nothing():
    app = opened(LAB, run=run_of("reward"), look="faults", earns_no_repeat="0", earns_length="0")
    assert "such a reward teaches nothing" in said(app)
    assert all(one["advantage"] == 0 for side in shown(app, PICTURE)[0]["sides"] for one in side["drawn"])


def test_reward_that_a_viewer_writes_is_trained_with(monkeypatch):
    begun = []
    monkeypatch.setattr(new_run, "engine", lambda: SimpleNamespace(submit=begun.append))
    app = opened(LAB, run=run_of("reward"), hidden_size="16", earns_right="0.5", earns_length="0")
    app.button(key="train_paid:0").click().run()
    [run] = map(store().get, begun)
    paid = {"reward_exact": 0.5, "reward_no_repeat": 1.0, "reward_length": 0.0, "reward_words": 0.0}
    assert run.config.items() >= {"tip": "reward", "hidden_size": 16, **paid}.items()
    store().delete(run.id)


def test_where_a_remedy_hurts_the_page_says_so():
    app = opened(LAB, run="shipped-generation_tips.hack", look="seeds")
    assert "This judge pays for one thing" in said(app)
    assert "here it does harm" in said(app)


def test_film_has_every_checkpoint_of_both_networks():
    app = opened(LAB, run=run_of("mismatch"), look="film")
    assert complaints(app) == []
    for side in ("without", "with"):
        header, _ = shown(app, f"birth:{side}:{run_of('mismatch')}")
        assert len(header["frames"]) == 6
