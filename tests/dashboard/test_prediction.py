"""Predict, then look: every page asks something, gives nothing away before, and computes what is right."""

from __future__ import annotations

from importlib import import_module

import pytest
from streamlit.testing.v1 import AppTest

from core.course import LABS
from core.lab import Lab
from dashboard.labs.text_generation.question import period_of
from dashboard.language import translate
from dashboard.panels.prediction import SHARES, share_of
from tests.reading import complaints
from tests.test_contract import opened

RIGHT = {
    "lstm_by_hand": "5",
    "gates": "Only the cell state c",
    "vanishing_gradients": "None at all",
    "lstm_variants": "What it was before",
    "slot_filling": "No: each has another",
    "text_generation": "A text that comes to its end by itself",
    "image_generation": "log₂ 17 = 4.09 bits",
    "translation": "Nearly: some places are off",
    "captioning": "None of them, or hardly any",
    "chatbot": "About one in five",
    "speech_recognition": "Less than 50 ms: within the sound itself",
    "self_attention": "Most of them",
    "generation_tips": "About half",
    "pointer_network": "None of them, or hardly any",
    "architecture_search": "About one in five",
    "audio_generation": "64: one, and the sum of the dilations",
    "autoencoders": "None at all",
    "gan": "None of them, or hardly any",
}
"""What the shipped runs answer, known from their records."""


def asked(lab: Lab, lang: str = "en") -> AppTest:
    look = {} if lab.key == "lstm_by_hand" else {"look": "predict"}
    return opened(lab, lang, **look)


def told(app: AppTest) -> list[str]:
    """What the page says of the prediction."""
    said = [element.value for kind in (app.success, app.info) for element in kind]
    return [text for text in said if text.startswith(("As you predicted", "It is otherwise"))]


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.key)
def test_what_is_right_is_computed_and_shown_only_to_who_has_predicted(lab):
    app = asked(lab)
    prediction = app.radio(key="predicted")
    assert prediction.value is None
    assert app.button(key="reveal").disabled
    assert RIGHT[lab.key] in prediction.options
    assert told(app) == []
    wrong = next(k for k, option in enumerate(prediction.options) if option != RIGHT[lab.key])
    prediction.set_value(wrong).run()
    assert told(app) == []
    app.button(key="reveal").click().run()
    assert told(app) == [f"It is otherwise: {RIGHT[lab.key]}."]
    app.radio(key="predicted").set_value(prediction.options.index(RIGHT[lab.key])).run()
    assert told(app) == []
    app.button(key="reveal").click().run()
    assert complaints(app) == []
    assert told(app) == [f"As you predicted: {RIGHT[lab.key]}."]


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.key)
def test_every_answer_is_another_and_reads_in_chinese_too(lab):
    words = import_module(f"dashboard.labs.{lab.key}.question").QUESTION.words
    assert len(set(words.values())) == len(words)
    app = asked(lab, "zh")
    options = app.radio(key="predicted").options
    assert len(set(options)) == len(options) >= 2
    assert any("\u4e00" <= letter <= "\u9fff" for option in options for letter in option)


def test_an_untrained_network_answers_otherwise():
    """The question of whether attention is the alignment, at step 0: the answer follows the step in view."""
    lab = next(lab for lab in LABS if lab.key == "translation")
    app = opened(lab, look="predict", step="0")
    app.radio(key="predicted").set_value(0).run()
    app.button(key="reveal").click().run()
    assert told(app) == ["It is otherwise: Badly: more than one link in five is wrong."]


def test_shares_are_named_from_few_to_many():
    assert [share_of(value) for value in (0, 0.029, 0.2, 0.5, 0.8, 0.951, 1)] == [0, 0, 1, 2, 3, 4, 4]
    assert len(set(map(translate, SHARES))) == len(SHARES)


def test_the_period_of_a_text_is_the_shortest_that_repeats():
    assert period_of(list("xyz" + "ab" * 40)) == 2
    assert period_of(list("q" + "a" * 40)) == 1
    assert period_of([str(k) for k in range(60)]) is None
