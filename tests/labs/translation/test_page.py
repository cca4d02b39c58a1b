"""The closer looks of the translation page, opened one by one on the shipped run."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from core.knobs import configure
from core.nn.beam_search import beam_search
from core.runs.shipped import shipped_run
from core.runs.store import RunStore
from core.trace.schema import tokens_of
from core.training.checkpoints import load_model, save
from core.training.loop import Training
from tests.labs.translation.test_caveats import last_with_a_case
from tests.pictures import read
from tests.test_contract import opened

TRANSLATION = lab_of("translation")


@pytest.fixture(scope="module")
def model():
    """The network that the page opens on."""
    return load_model(shipped_run("translation").checkpoints[-1].path)


@pytest.fixture(scope="module")
def trace(model):
    """What it does with the first of its examples."""
    return model.trace(model.examples[0][0] if model.examples else TRANSLATION.examples[0])


def sentence_of(trace) -> str:
    return "".join(tokens_of(trace, "source"))


def content(app: AppTest) -> str:
    assert not app.exception
    assert all(said.icon == ":material/close:" for said in app.error), "more than the verdict on the translation"
    assert not app.warning
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info, *app.latex))


def charts(app: AppTest) -> list[str]:
    return [chart.proto.spec for chart in app.main.get("vega_lite_chart")]


def test_no_look_is_computed_before_it_is_opened():
    app = opened(TRANSLATION)
    assert "computed when you open it" in content(app)
    assert not charts(app)


def test_step_shows_query_scores_weights_context_and_word_in_order():
    app = opened(TRANSLATION, look="step", cursor="2.20")
    said = content(app)
    order = ["1. Query", "2. Scores", "3. Softmax", "4. Context", "5. Word"]
    assert sorted(order, key=said.index) == order
    assert len(charts(app)) == 5


def test_choosing_a_step_moves_the_cursor_of_the_page_to_where_it_looks_most(trace):
    app = opened(TRANSLATION, look="step", text=sentence_of(trace), cursor="0.0")
    app.segmented_control(key="step_choice").set_value(3).run()
    most = int(trace["alignment"].isel(target=3).argmax("source"))
    assert app.query_params["cursor"] == f"3.{most}"
    assert "i = 4" in content(app)  # positions are counted from 1
    assert f"j = {most + 1}" in content(app)


def test_two_tokens_of_one_kind_can_both_be_chosen():
    control = opened(TRANSLATION, look="step", text="Oct 11, 2022").segmented_control(key="step_choice")
    assert len(set(control.options)) == len(control.options)


def test_step_has_query_key_value_names():
    app = opened(TRANSLATION, look="step", names_qkv="true")
    assert "q_i" in content(app)
    assert "k_j" in content(app)


def test_careful_shows_a_leak_and_attention_that_can_be_moved():
    point = last_with_a_case()
    app = opened(TRANSLATION, look="careful", step=str(point.step))
    said = content(app)
    assert "look exactly one position beside it" in said
    assert "translation stays" in said
    assert len(charts(app)) == 2
    before = app.text_input(key="text").value
    app.button(key="take_case").click().run()
    assert not app.exception
    assert app.text_input(key="text").value != before


def test_edit_opens_on_a_weight_that_changes_the_output():
    app = opened(TRANSLATION, look="edit")
    assert "As an example" in content(app)
    assert ":orange-background[" in content(app)
    header, arrays = gallery_of(app)
    assert arrays["alignment1"][tuple(header["cursor"])] == pytest.approx(1)


def test_edit_of_a_network_without_attention_asks_for_a_change():
    app = opened(TRANSLATION, run="shipped-translation.v1", look="edit")
    assert "Change at least one" in content(app)


def test_forced_prefix_stands_beside_the_original(trace):
    first, *_, last, _eos = tokens_of(trace, "target")
    app = opened(TRANSLATION, look="edit", text=sentence_of(trace), prefix=last)
    assert last != first
    assert ":green-background[" in content(app)
    assert [item["title"] for item in gallery_of(app)[0]["items"]] == ["Original", "Changed"]


def test_changed_sentence_marks_what_it_changes():
    app = opened(TRANSLATION, look="edit")
    app.text_input(key="other_text").set_value(app.selectbox(key="example").options[1]).run()
    assert ":orange-background[" in content(app)
    assert ":green-background[" in content(app)


def test_weight_under_the_cursor_is_set():
    app = opened(TRANSLATION, look="edit", cursor="2.1", set_weight="true", weight="0.8")
    assert r"\mathbf{0.80},\; i = 2,\; j = 1" in content(app)
    header, arrays = gallery_of(app)
    assert header["cursor"] == [2, 1]
    assert arrays["alignment1"][2, 1] == pytest.approx(0.8, abs=1e-4)


def test_prefix_that_cannot_be_read_gets_one_sentence():
    app = opened(TRANSLATION, look="edit", prefix="☃")
    assert not app.exception
    [said] = app.warning
    assert "☃" in said.value


def test_length_shows_exact_match_and_cost(trace):
    app = opened(TRANSLATION, look="length", text=sentence_of(trace))
    S, T = trace.sizes["source"], trace.sizes["target"]
    said = content(app)
    assert len(charts(app)) == 2
    assert "translates sentences of every length as well" in said, "a flat line shows nothing, so it is not drawn"
    assert rf"{S} \times {T} = \mathbf{{{S * T}}}" in said


def test_beam_shows_its_hypotheses_its_tree_and_the_chosen_token(model, trace):
    app = opened(TRANSLATION, look="beam", text=sentence_of(trace), beam_width="3", length_penalty="1.0", beam_node="4")
    said = content(app)
    assert "Where the network looked on the way" in said
    [table] = app.dataframe
    assert table.value.iloc[0, 0] == beam_search(model, sentence_of(trace), 3, 1.0).best.text
    assert np.allclose(table.value["s"], table.value["log P"] / ((5 + table.value["|Y|"]) / 6))
    assert len(charts(app)) == 2


def test_wider_beam_holds_more_hypotheses():
    found = [len(opened(TRANSLATION, look="beam", beam_width=width).dataframe[0].value) for width in ("1", "5")]
    assert found[0] == 1
    assert found[1] > 1


def test_length_draws_the_run_beside_too():
    app = opened(TRANSLATION, look="length", beside=untrained(attention="none"))
    assert "(without attention)" in charts(app)[1]
    assert "(with attention)" in charts(app)[1]
    assert "Each dot" in content(app)


@pytest.mark.parametrize("look", ["step", "beam", "edit", "length", "careful"])
def test_look_opens_in_chinese(look):
    app = opened(TRANSLATION, "zh", look=look, set_weight="true")
    assert not app.exception
    assert charts(app) or gallery_of(app)[0]["items"]


def untrained(**config) -> str:
    """The id of a run whose only network never learnt."""
    store = RunStore()
    run = store.create("translation", {"hidden_size": 16, **config}, 0, state="stopped")
    training = Training.fresh(TRANSLATION.task(configure(TRANSLATION.config, run.config)), 0)
    path = store.checkpoint_path(run.id, 0)
    save(path, training, lab="translation", seed=0, metrics={})
    store.add_checkpoint(run.id, 0, path, {})
    return run.id


def test_looks_open_without_attention():
    app = opened(TRANSLATION, run=untrained(attention="none"), look="step")
    for look, words in (
        ("step", "same vector at every step"),
        ("beam", "A column is a decoding step"),
        ("edit", "no weight to set"),
        ("length", "there are no scores"),
        ("careful", "none to be careful of"),
    ):
        app.segmented_control(key="look_choice").set_value(look).run()
        assert words in content(app)


def test_looks_open_on_words_without_softmax_in_luongs_order():
    run = untrained(data="grammar_zh_en", attention="cosine", softmax=False, order="step_first")
    app = opened(TRANSLATION, run=run, text="机器学习", look="step", weight="0.5", set_weight="true")
    for look, words in (
        ("step", "No softmax"),
        ("beam", "A column is a decoding step"),
        ("edit", r"\alpha_{ij} := a"),
        ("length", "Each dot is a group"),
        ("careful", "translation stays"),
    ):
        app.segmented_control(key="look_choice").set_value(look).run()
        assert words in content(app)


def gallery_of(app: AppTest) -> tuple[dict, dict]:
    [drawn] = [c for c in app.get("bidi_component") if "gallery" in c.proto.component_name]
    return read(json.loads(drawn.proto.json)[0])


@pytest.mark.parametrize(
    ("kind", "titles"),
    [("match", ["dot", "scaled_dot", "cosine", "bilinear", "additive"]), ("ladder", ["V1", "V2", "V3", "V4", "V5"])],
)
def test_the_same_sentence_stands_under_every_network_side_by_side(kind, titles):
    app = opened(TRANSLATION, look="compare", compare=kind)
    assert not app.exception
    header, arrays = gallery_of(app)
    assert [item["title"] for item in header["items"]] == titles
    assert [item["title"] for item in header["items"] if item["current"]] == ["scaled_dot" if kind == "match" else "V3"]
    for k, item in enumerate(header["items"]):
        assert (f"alignment{k}" in arrays) == (item["title"] != "V1")
        if f"alignment{k}" in arrays:
            said = header["sentences"][k]
            assert arrays[f"alignment{k}"].shape == (len(said["target"]), len(said["source"]))


def test_what_is_not_trained_yet_can_be_trained_with_one_button():
    app = opened(TRANSLATION, look="compare", run="shipped-translation.long")
    assert not app.exception
    assert [b.label for b in app.button if b.key == "train_match"] == [
        "Train what is missing: dot, cosine, bilinear, additive"
    ]
    header, _ = gallery_of(app)
    assert [item["title"] for item in header["items"]] == ["scaled_dot"]


def test_a_button_turns_the_page_to_the_same_network_with_another_match_function():
    app = opened(TRANSLATION)
    key = "match_choice:shipped-translation"
    app.segmented_control(key=key).set_value("shipped-translation.cosine").run()
    assert app.query_params["run"] in ("shipped-translation.cosine", ["shipped-translation.cosine"])
    assert not app.exception


def test_length_shows_the_bottleneck_before_anyone_trains():
    app = opened(TRANSLATION, look="length")
    assert "one vector had to hold the whole sentence" in content(app)
    [data] = app.main.get("vega_lite_chart")[0].proto.datasets
    table = pa.ipc.open_stream(data.data.data).read_pandas()
    with_attention, without = (table[table["run"].str.contains(f"\\({name} attention")] for name in ("with", "without"))
    share = [float((part["exact"] * part["count"]).sum() / part["count"].sum()) for part in (with_attention, without)]
    assert share[0] >= 0.98
    assert share[1] <= 0.2
    assert without["exact"].iloc[0] > without["exact"].iloc[-1]
