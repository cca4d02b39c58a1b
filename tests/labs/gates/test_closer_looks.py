"""The closer looks of the gates page, opened one by one on the shipped run."""

from __future__ import annotations

import time

import numpy as np
import pytest
import xarray as xr
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from core.knobs import configure
from core.labs.gates import concepts, pattern_search, saturation
from core.labs.gates.char_labels import truths
from core.labs.gates.concepts import Best
from core.runs.store import RunStore
from core.trace.schema import text_array
from core.training.checkpoints import save
from core.training.loop import Training
from dashboard.labs.gates.concepts import _passage
from tests.test_contract import opened

GATES = lab_of("gates")


@pytest.fixture(autouse=True)
def short_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks that read thousands of characters, not a million."""
    monkeypatch.setattr(pattern_search, "TOKENS", 20_000)
    monkeypatch.setattr(concepts, "NUMBERS", 256 * 12_000)
    monkeypatch.setattr(saturation, "LENGTH", 50)


def charts(app: AppTest) -> list[str]:
    return [chart.proto.id for chart in app.get("vega_lite_chart")]


def content(app: AppTest) -> str:
    assert not app.exception
    assert not app.error
    assert not app.warning
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info))


def test_no_look_is_computed_before_it_is_opened(monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("computed")

    monkeypatch.setattr(concepts, "measure", refuse)
    monkeypatch.setattr(saturation, "saturation", refuse)
    app = opened(GATES)
    assert "computed when you open it" in content(app)
    assert not [name for name in charts(app) if "saturation" in name or "concepts" in name]


def test_saturation_shows_one_picture_a_gate():
    app = opened(GATES, look="saturation")
    assert "share of time it is shut" in content(app)
    assert len([name for name in charts(app) if "saturation" in name]) == 3


def test_choosing_a_concept_takes_its_unit_under_the_microscope_and_reads_text_with_it():
    app = opened(GATES, look="concepts")
    assert "Filled dots" in content(app)
    assert "cursor" not in app.query_params
    app.pills(key="concept_choice").set_value("def_name").run()
    assert "name after def" in content(app)
    [_, layer, unit] = app.query_params["cursor"].split(".")
    assert f"unit {unit} of layer {layer}" in content(app)
    assert app.query_params["concept"] == "def_name"
    [strip] = [part for part in app.get("bidi_component") if part.proto.component_name == "passages"]
    assert "underlined" in content(app)
    assert '"mode": "show"' in strip.proto.json or '"mode":"show"' in strip.proto.json


def test_the_truth_of_a_passage_is_that_of_the_whole_text_which_a_cut_out_would_get_wrong():
    text = list('x = 1\n"""One\ntwo"""\ny = 2\n')
    whole = truths(text)["docstring"]
    part = slice(12, len(text))  # begins inside
    alone = truths(text[part])["docstring"]
    assert not np.array_equal(whole[part], alone)
    trace = xr.Dataset(
        {"cell_state": (("layer", "time", "unit"), np.zeros((1, len(text[part]), 1)))},
        {"token": ("time", text_array(text[part]))},
    )
    shown = _passage(trace, Best("cell_state", 0, 0, 1.0, 1), "held out", whole, part)
    assert shown.marks.tolist() == whole[part].tolist()


def test_pattern_is_looked_for_in_what_the_network_read_once():
    app = opened(GATES, look="patterns", threshold="0.4", off_before="false")
    assert "looked for elsewhere" in content(app)
    app.button(key="record").click().run()
    for _ in range(3_000):
        if "places**" in content(app):
            break
        time.sleep(0.1)
        app.run()
    assert "in the first 20," in content(app) or "in the first 19," in content(app)
    app.button(key="place").click().run()
    assert app.query_params["cursor"].split(".")[0] == app.query_params["stretch"].split(".")[0]
    assert app.text_area(key="text").value != GATES.examples[0]
    assert content(app)


def test_stretch_over_which_no_unit_is_on_says_so():
    app = opened(
        GATES,
        look="patterns",
        stretch="0.60",
        threshold="0.98",
        off_before="false",
        off_after="false",
        pattern_state="hidden_state",
    )
    assert "No unit is on over the whole stretch" in content(app)


@pytest.mark.parametrize(("source", "layout"), [("held_out", "pca"), ("view", "tsne")])
def test_map_is_drawn(source, layout):
    app = opened(GATES, look="map", map_text=source, map_layout=layout, map_colour="quotes")
    assert "Each dot is the state" in content(app)
    assert [name for name in charts(app) if f"map:{source}" in name]
    app.selectbox(key="map_colour_choice").set_value("position").run()
    assert content(app)
    assert app.query_params["map_colour"] == "position"


def test_looks_open_on_a_cell_without_gates_and_with_two_layers():
    store = RunStore()
    run = store.create("gates", {"cell": "jordan", "layers": 2, "hidden_size": 16}, 0, state="stopped")
    training = Training.fresh(GATES.task(configure(GATES.config, run.config)), 0)
    path = store.checkpoint_path(run.id, 0)
    save(path, training, lab="gates", seed=0, metrics={})
    store.add_checkpoint(run.id, 0, path, {})
    app = opened(GATES, run=run.id, look="saturation", cursor="5.1.3", threshold="0.1", off_before="false")
    assert "no gates" in content(app)
    for look, words in (("concepts", "Filled dots"), ("map", "Each dot"), ("patterns", "of 16 units")):
        app.segmented_control(key="look_choice").set_value(look).run()
        assert words in content(app)


def test_look_that_is_not_there_gets_one_sentence():
    app = opened(GATES, look="telescope")
    [said] = app.warning
    assert "no closer look 'telescope'" in said.value
    assert "look" not in app.query_params


def test_looks_are_named_once_and_their_choice_stands_in_the_link():
    app = opened(GATES)
    app.segmented_control(key="look_choice").set_value("saturation").run()
    assert app.query_params["look"] == "saturation"
    assert not app.exception
