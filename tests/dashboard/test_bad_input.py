"""What a person types, uploads or links to and the app cannot use gets one sentence, and the page goes on."""

from __future__ import annotations

import pytest

from core.course import lab_of
from core.runs.store import RunStore
from core.trace.schema import tokens_of
from core.training.checkpoints import load_model
from tests.reading import complaints
from tests.test_contract import opened

GATES, TRANSLATION = lab_of("gates"), lab_of("translation")


@pytest.mark.parametrize(
    ("lab", "link", "words"),
    [
        (GATES, {"text": "x" * 10_000}, "10,000 characters are too many"),
        (GATES, {"text": "汉字"}, "never saw"),
        (GATES, {"run": "000000000000"}, "no run '000000000000'"),
        (GATES, {"run": "shipped-translation"}, "belongs to the lab translation"),
        (GATES, {"hidden_size": "99999"}, "hidden_size cannot be '99999'"),
        (GATES, {"learning_rate": "fast"}, "learning_rate cannot be 'fast'"),
        (GATES, {"cell": "transformer"}, "cell cannot be 'transformer'"),
        (GATES, {"cursor": "here"}, "not 3 numbers"),
        (GATES, {"step": "123456"}, "training step '123456'"),
        (GATES, {"mode": "write", "temperature": "99"}, "temperature cannot be '99'"),
        (TRANSLATION, {"text": "1 May 2024 " * 1_000}, "translates up to 60"),
        (TRANSLATION, {"text": "☃"}, "never saw"),
        (TRANSLATION, {"cursor": "1"}, "not 2 numbers"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_link_that_cannot_be_used_gets_one_sentence_and_the_page_goes_on(lab, link, words):
    app = opened(lab, **link)
    [said] = complaints(app)
    assert words in said
    assert app.title[0].value == lab.question
    assert app.select_slider(key="step").value is not None


def test_empty_text_is_answered_by_a_sentence():
    app = opened(GATES)
    app.text_area(key="text").set_value("").run()
    assert complaints(app) == ["There is nothing to read. Type at least one character."]
    app.text_area(key="text").set_value("def f(x):").run()
    assert complaints(app) == []


@pytest.mark.parametrize(
    ("pasted", "words"),
    [("too short", "only 9 characters"), ("\0" * 2_000, "not a text")],
    ids=["short", "binary"],
)
def test_corpus_that_cannot_be_used_is_refused_with_a_sentence(pasted, words):
    app = opened(GATES)
    app.text_area(key="own_paste").set_value(pasted).run()
    [said] = complaints(app)
    assert words in said


def test_corpus_that_can_be_used_is_accepted():
    app = opened(GATES)
    app.text_area(key="own_paste").set_value("The quick brown fox jumps over the lazy dog. " * 40).run()
    assert complaints(app) == []
    assert "1,800 characters" in app.success[0].value


@pytest.mark.parametrize(
    ("key", "link", "picture"),
    [
        ("gates", {"text": "汉字"}, "microscope:in_view"),
        ("gates", {"text": "汉字", "mode": "write"}, "microscope:in_view"),
        ("vanishing_gradients", {"text": "nothing to recall"}, "microscope:in_view"),
        ("slot_filling", {"text": "!!"}, "sentence:in_view"),
        ("slot_filling", {"first": "!!"}, "twins:in_view"),
        ("translation", {"text": "☃"}, "alignment"),
        ("self_attention", {"text": "☃"}, "self_attention:in_view"),
        ("lstm_by_hand", {"inputs": "three"}, "by_hand"),
    ],
)
def test_what_cannot_be_read_keeps_a_picture_and_everything_else_on_the_page(key, link, picture):
    app = opened(lab_of(key), **link)
    assert len(complaints(app)) == 1
    assert app.get_by_key(picture) is not None
    assert [code for code in app.code if code.value.startswith("?")]


def test_what_could_be_read_last_stands_below_what_cannot():
    app = opened(TRANSLATION)
    app.text_input(key="text").set_value("May 2, 2024").run()
    before = [header.value for header in app.header]
    app.text_input(key="text").set_value("☃").run()
    assert len(complaints(app)) == 1
    assert [header.value for header in app.header] == before


def test_repeated_tokens_a_single_one_and_as_many_as_are_read_are_drawn_position_by_position():
    store = RunStore()
    translator = load_model(store.checkpoint(store.shipped(TRANSLATION.key).id).path)
    app = opened(TRANSLATION)
    for text in ("11 11 11", "2", "2" * 60):
        [field] = [one for one in (*app.text_input, *app.text_area) if one.key == "text"]
        field.set_value(text).run()
        assert complaints(app) == []
        trace = translator.trace(TRANSLATION.read(text))
        assert tokens_of(trace, "source") == list(text)
        assert trace["alignment"].sizes["source"] == len(text)
    field.set_value("2" * 61).run()
    assert complaints(app) == ["The sentence has 61 tokens; this network translates up to 60. Shorten it."]
