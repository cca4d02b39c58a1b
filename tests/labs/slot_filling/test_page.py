"""The page of slot filling: what a viewer types, compares and starts."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from core.runs.store import RunStore
from dashboard.labs.slot_filling.minimal_pairs import PAIRS
from tests.dashboard.test_bad_input import complaints
from tests.test_contract import opened

LAB = lab_of("slot_filling")


def captions(app: AppTest) -> str:
    return "\n".join(element.value for element in app.caption)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"text": "?!,"}, "only punctuation"),
        ({"text": "leave Taipei " * 5_000}, "10,000 words are too many"),
        ({"first": "!!"}, "only punctuation"),
        ({"first": "leave Rome", "second": "arrive Oslo"}, "share no word"),
        ({"word": "here"}, "not 1 numbers"),
        ({"comparison": "000000000000"}, "no run '000000000000'"),
        ({"comparison": "shipped-translation"}, "belongs to the lab translation"),
        ({"cell": "transformer"}, "cell cannot be 'transformer'"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_link_that_cannot_be_used_gets_one_sentence_and_the_page_goes_on(link, words):
    app = opened(LAB, **link)
    [said] = complaints(app)
    assert words in said
    assert app.title[0].value == LAB.question


def test_empty_sentence_is_answered_by_a_sentence_and_a_new_one_is_read():
    app = opened(LAB)
    app.text_input(key="text").set_value("").run()
    assert "nothing to read" in complaints(app)[0]
    app.text_input(key="text").set_value("leave *Zorg* on Friday").run()
    assert complaints(app) == []
    assert "Zorg" in captions(app)
    assert r"\*" in captions(app)


def test_pair_fills_both_sentences():
    app = opened(LAB)
    app.selectbox(key="pair").set_value(PAIRS[1]).run()
    assert (app.text_input(key="first").value, app.text_input(key="second").value) == PAIRS[1]
    assert complaints(app) == []


def test_comparison_stands_on_shipped_networks_before_anything_is_trained():
    app = opened(LAB)
    [table] = app.dataframe
    assert list(table.value.iloc[:, 0]) == [
        "memoryless",
        "Elman",
        "Jordan",
        "Elman, 2 layers",
        "Elman, both directions",
    ]
    accuracy = table.value["ambiguous words"].tolist()
    assert accuracy[0] < 0.55 < 0.9 < min(accuracy[1:])
    assert accuracy[-1] > 0.99


def test_one_press_puts_the_memoryless_network_in_view():
    app = opened(LAB)
    assert any("h_{t-1}" in element.value for element in app.latex)
    app.segmented_control(key="network_choice:shipped-slot_filling").set_value("shipped-slot_filling.memoryless").run()
    assert complaints(app) == []
    assert app.query_params["run"] == "shipped-slot_filling.memoryless"
    assert app.menu_button(key="run_choice").label.startswith("Shipped run\\: ")
    assert any("W x_t + b)" in element.value and "h_{t-1}" not in element.value for element in app.latex)


def test_five_networks_ship_with_the_lab_and_share_a_seed():
    store = RunStore()
    runs = store.compared(store.shipped(LAB.key))
    assert sorted(run.config["cell"] for run in runs) == ["elman", "elman", "elman", "jordan", "none"]
    assert len({run.seed for run in runs}) == 1
