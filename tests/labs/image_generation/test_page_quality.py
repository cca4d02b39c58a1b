"""The closer look "quality" on the shipped run: the table, the pairs, and the curves over training."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from tests.test_contract import opened

LAB = lab_of("image_generation")


@pytest.fixture(scope="module")
def app() -> AppTest:
    app = opened(LAB, look="quality")
    assert not app.exception
    assert not app.error
    assert not app.warning
    return app


def test_painted_pictures_stand_beside_real_ones_copies_and_noise(app):
    table = app.table[0].value
    painted, real, copies, noise = (dict(zip(table.columns, row, strict=True)) for row in table.to_numpy())
    assert "Painted, step" in table.index[0]
    assert float(painted["bits per pixel"]) < 2
    share = {
        name: int(row["recognised"].rstrip("%"))
        for name, row in (("painted", painted), ("real", real), ("noise", noise))
    }
    assert share["real"] > 95
    assert share["painted"] > share["noise"] + 50
    assert copies["distance to training"] == "0.000"
    assert copies["as near as a copy"] == "100%"
    assert float(noise["distance to training"]) > 2 * float(real["distance to training"])


def test_every_painted_picture_has_its_nearest_training_picture_beside_it(app):
    (told,) = (told.value for told in app.caption if "64 pairs" in told.value)
    nearest, farthest = map(float, re.findall(r"at distance (\S+);.*, at (\d\.\d+)\.", told)[0])
    assert 0 < nearest < farthest < 0.4


def test_nothing_is_measured_over_training_before_it_is_asked_for(app):
    assert not [chart for chart in app.main.get("vega_lite_chart") if "quality" in chart.proto.id]


def test_over_training_each_figure_stands_against_that_of_real_pictures():
    app = opened(LAB, look="quality", quality_history="true")
    assert not app.exception
    specs = [json.loads(chart.proto.spec) for chart in app.main.get("vega_lite_chart")]
    titles = [spec["title"]["text"] for spec in specs]
    assert titles == ["recognised", "diversity", "distance to training", "as near as a copy"]
    assert all(any(layer["mark"].get("strokeDash") for layer in spec["layer"]) for spec in specs)
