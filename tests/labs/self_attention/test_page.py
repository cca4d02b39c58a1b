"""The page of self-attention: what a viewer types, chooses and opens."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from dashboard.labs.self_attention.subject import EXAMPLES, WORDS
from dashboard.resources import shipped_by_name
from tests.dashboard.test_bad_input import complaints
from tests.pictures import read
from tests.test_contract import opened

LAB = lab_of("self_attention")


def said(app: AppTest) -> str:
    assert not app.exception
    assert not app.error
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info, *app.latex))


def charts(app: AppTest) -> list[str]:
    return [chart.proto.spec for chart in app.main.get("vega_lite_chart")]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"text": "KDK"}, "K comes twice"),
        ({"text": "<b>x</b>"}, "is no bracket"),
        ({"text": "([])"}, "learnt to copy letters"),
        ({"text": "()" * 3_000}, "6,001 tokens are too many"),
        ({"cursor": "here"}, "not 3 numbers"),
        ({"look": "everything"}, "no closer look 'everything'"),
        ({"look": "silence", "silenced": "9.9"}, "has no such heads"),
        ({"heads": "99"}, "heads cannot be '99'"),
        ({"run": "shipped-translation"}, "belongs to the lab translation"),
        ({"beside": "shipped-self_attention.brackets"}, "learnt to close brackets"),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, dict) else None,
)
def test_link_that_cannot_be_used_gets_one_sentence_and_the_page_goes_on(link, words):
    app = opened(LAB, **link)
    [complaint] = complaints(app)
    assert words in complaint
    assert app.title[0].value == LAB.question


@pytest.mark.parametrize("name", WORDS)
def test_every_shipped_network_has_its_button_and_its_pictures(name):
    run = shipped_by_name(LAB, WORDS)[name]
    app = opened(LAB, run=run.id)
    app.session_state["equations"] = True
    told = said(app.run())
    assert complaints(app) == []
    assert app.get("bidi_component")
    assert ("Attention}(Q, K, V)" in told) == (run.config["architecture"] == "attention")
    if run.config["architecture"] != "attention":
        assert "handed" in LAB.knobs[1].help
        assert "no place to look back to" in told


def test_brackets_have_examples_of_their_own():
    app = opened(LAB, run="shipped-self_attention.brackets")
    assert app.text_input(key="brackets").value == EXAMPLES["brackets"][0]
    app.selectbox(key="example:brackets").set_value(EXAMPLES["brackets"][1]).run()
    assert app.text_input(key="brackets").value == EXAMPLES["brackets"][1]
    assert complaints(app) == []


def test_no_look_is_computed_before_it_is_opened():
    app = opened(LAB)
    assert "computed when you open it" in said(app)
    assert not charts(app)


@pytest.mark.parametrize(
    ("look", "words", "pictures"),
    [
        ("mix", "MultiHead", 1),
        ("positions", "P_i", 2),
        ("silence", "Each bar is the accuracy", 1),
        ("distance", "positions back", 1),
        ("cost", "scores in all", 1),
    ],
)
def test_every_look_opens_on_the_shipped_run(look, words, pictures):
    app = opened(LAB, look=look)
    assert words in said(app)
    assert complaints(app) == []
    assert len(charts(app)) == pictures


@pytest.mark.parametrize("look", ["mix", "positions", "silence", "distance", "cost"])
def test_every_look_opens_on_a_recurrent_network(look):
    app = opened(LAB, look=look, run="shipped-self_attention.gru")
    assert said(app)
    assert complaints(app) == []


def test_look_at_the_cost_counts_this_sequence():
    told = said(opened(LAB, look="cost", text="KDQF"))
    assert "10^2 = 100" in told
    assert "2 \\cdot 4 \\cdot 100 = 800" in told


def test_silenced_heads_stand_in_the_link_and_change_the_answers():
    app = opened(LAB, look="silence", silenced="1.0 1.1 1.2 1.3")
    whole, silent = [element.value for element in app.markdown if element.value.startswith("### ")]
    assert ":red" not in whole
    assert ":red" in silent
    app.pills(key="silenced_choice").set_value([]).run()
    whole, silent = [element.value for element in app.markdown if element.value.startswith("### ")]
    assert whole == silent


def test_until_heads_are_chosen_such_are_silenced_as_are_missed():
    app = opened(LAB, look="silence")
    whole, silent = [element.value for element in app.markdown if element.value.startswith("### ")]
    assert ":red" not in whole
    assert ":red" in silent
    assert "nobody stands in for them" in said(app)
    assert app.pills(key="silenced_choice").value


def test_without_positions_the_look_says_what_is_lost():
    app = opened(LAB, look="positions", run="shipped-self_attention.no_positions")
    assert "and yet order counts" in said(app), "a causal network of two layers sees no bag"
    [table] = app.dataframe
    accuracy = table.value["accuracy, held out"].tolist()
    assert accuracy[0] > accuracy[1] + 0.1


def test_heads_at_the_first_training_step_have_no_habit_of_finding_answers():
    app = opened(LAB, step="0")
    assert complaints(app) == []
    headers = [read(json.loads(each.proto.json)[0])[0] for each in app.get("bidi_component")]
    [header] = [header for header in headers if "roles" in header]
    assert "gold" not in {role["pattern"] for row in header["roles"] for role in row}
