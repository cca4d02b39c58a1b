"""Links: saved ones keep working; what a link says and cannot mean is told once, and nothing else changes."""

from __future__ import annotations

import pytest

from core.course import lab_of
from dashboard.frame.names import names_of
from tests.dashboard.test_view import applied, control, shared
from tests.reading import complaints
from tests.test_contract import opened

GATES = lab_of("gates")

SAVED = [
    ("gates", {"look": "surgery", "clamp": "forget_gate", "clamp_units": "0.3.40", "clamp_from": "3"}),
    ("gates", {"look": "surgery", "clamp": "cell_state", "clamp_memory": "-2.5", "cursor": "5.0.3"}),
    ("gates", {"look": "patterns", "pattern_state": "hidden_state", "threshold": "0.1", "off_before": "false"}),
    ("gates", {"look": "patterns", "stretch": "3.9", "off_after": "true"}),
    (
        "gates",
        {"look": "map", "map_text": "view", "map_layout": "pca", "map_colour": "position", "map_state": "cell_state"},
    ),
    ("gates", {"look": "connectivity", "asked": '"', "text": "def f(x):\n"}),
    ("gates", {"mode": "write", "temperature": "1", "top_k": "5", "top_p": "0.9", "writing_seed": "7"}),
    ("gates", {"mode": "read", "cell": "gru", "hidden_size": "64", "learning_rate": "0.002", "seed": "3"}),
    ("translation", {"look": "careful"}),
    ("translation", {"look": "compare", "compare": "ladder"}),
    ("translation", {"look": "edit", "set_weight": "true", "weight": "0.25", "prefix": "2", "cursor": "1.2"}),
    ("translation", {"look": "beam", "beam_width": "4", "length_penalty": "0.8", "pruned": "true", "beam_node": "2"}),
    ("translation", {"run": "shipped-translation.cosine", "beside": "shipped-translation", "step": "0"}),
    ("image_generation", {"class": "3", "pictures": "10", "picture": "2", "cursor": "3.4", "temperature": "0.5"}),
    (
        "image_generation",
        {"class": "-1", "look": "complete", "begin": "half", "told": "-2", "held_out": "5", "rows": "2"},
    ),
    ("image_generation", {"look": "change", "new_level": "3", "cursor": "2.2"}),
    ("text_generation", {"text": "", "futures": "20", "taught": "She reads.", "token": "3", "cursor": "4"}),
    ("self_attention", {"look": "silence", "silenced": "0.1 1.0", "text": "abcd|da"}),
    ("slot_filling", {"first": "leave Taipei on May 1st", "second": "arrive Taipei on May 1st", "word": "1"}),
    ("vanishing_gradients", {"three_length": "20", "three_initialisation": "uniform", "trio_steps": "700"}),
    ("lstm_variants", {"cup_length": "20", "cup_seeds": "2", "cup_steps": "300"}),
    ("lstm_by_hand", {"x": "3 4 2 1 3", "gates": "weights", "input_b": "-25", "step": "2"}),
    ("lstm_by_hand", {"gates": "hand", "input_gate": "0 1 0 0 0", "forget_gate": "1 1 1 1 1"}),
    ("speech_recognition", {"voice": "en-gb+f2", "words_per_minute": "150", "pitch": "60", "look": "step"}),
    ("speech_recognition", {"way": "say", "text": "one two", "look": "beam", "beam_width": "2"}),
]
"""Links of earlier days."""


@pytest.mark.parametrize(("key", "link"), SAVED)
def test_a_saved_link_is_understood_to_the_last_name(key, link):
    lab = lab_of(key)
    names = names_of(lab)
    now = {one.former: name for name, one in names.items() if one.former}
    assert set(link) <= set(names) | set(now)
    app = opened(lab, **link)
    assert not app.exception
    assert not app.warning
    record = shared(app)
    link = {now.get(name, name): text for name, text in link.items()}
    assert set(link) <= set(names)
    renamed = {name: link[name] for name in now.values() if name in link}
    assert not renamed or renamed.items() & record.items()  # the length is the lab's default
    same = {name for name, text in link.items() if record.get(name) == text or name not in record}
    assert same | {"temperature", "input_b"} >= set(link)


def test_a_name_that_means_nothing_is_told_once_letter_for_letter():
    app = opened(GATES, **{"<b>x</b>[y](z)": "1", "cursor": "5.0.3"})
    [said] = complaints(app)
    assert "The link says '<b>x</b>[y](z)', which means nothing on this page." in said
    assert r"\<b\>x\</b\>\[y\]\(z\)" in app.warning[0].value
    assert app.query_params == {"lang": "en", "cursor": "5.0.3"} or "cursor" in app.query_params
    assert complaints(app.run()) == []


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("temperature", "99", 0.7), ("temperature", "nan", 0.7), ("top_p", "much", 1.0), ("top_k", "3.7", 0)],
)
def test_a_value_that_cannot_be_is_told_once_and_nothing_else_changes(name, text, value):
    app = opened(GATES, mode="write", writing_seed="5", cursor="5.0.3", **{name: text})
    [said] = complaints(app)
    assert f"{name} cannot be '{text}'" in said
    assert control(app, name) == value
    assert control(app, "writing_seed") == 5
    assert control(app, "mode") == "write"
    assert shared(app)["cursor"] == "5.0.3"
    assert complaints(app.run()) == []
    assert name not in app.query_params


def test_a_chooser_says_once_what_it_does_not_know():
    app = opened(GATES, look="map", map_layout="umap")
    [said] = complaints(app)
    assert "map_layout cannot be 'umap'; it takes pca, tsne" in said
    assert control(app, "map_layout") == "pca"
    assert complaints(app.run()) == []


def test_a_record_of_another_page_turns_to_it():
    app = opened(lab_of("slot_filling"))
    applied(app, {"page": "gates", "mode": "write", "writing_seed": "5", "look": "saturation", "lang": "zh"})
    assert not app.exception
    assert control(app, "mode") == "write"
    assert control(app, "writing_seed") == 5
    assert control(app, "look") == "saturation"


def test_what_stands_on_one_page_stands_on_no_other():
    app = opened(GATES, text="abc", hidden_size="64")
    app.switch_page("../pages/translation.py")
    app.query_params.clear()
    app.run()
    assert complaints(app) == []
    assert control(app, "text") == lab_of("translation").examples[0]
    assert control(app, "hidden_size") == next(
        k.default for k in lab_of("translation").knobs if k.name == "hidden_size"
    )


def test_what_is_set_on_the_page_stands_in_the_link_and_stays():
    app = opened(GATES, mode="write")
    app.slider(key="temperature").set_value(1.5).run()
    app.segmented_control(key="look_choice").set_value("saturation").run()
    app.slider(key="top_k").set_value(7).run()
    assert {name: shared(app)[name] for name in ("temperature", "look", "top_k")} == {
        "temperature": "1.5",
        "look": "saturation",
        "top_k": "7",
    }
    app.slider(key="temperature").set_value(0.7).run()
    assert "temperature" not in shared(app)


def test_a_browser_that_has_not_heard_of_a_change_does_not_undo_it():
    app = opened(GATES)
    late = dict(app.query_params)
    app.segmented_control(key="look_choice").set_value("saturation").run()
    app.query_params.clear()
    app.query_params.update(late)
    app.segmented_control(key="mode_choice").set_value("write").run()
    assert control(app, "look") == "saturation"
    assert app.query_params["look"] == "saturation"
    assert control(app, "mode") == "write"
