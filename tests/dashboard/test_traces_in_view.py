"""A page tells which traces its pictures are drawn from, so that they can be saved, however it comes by them."""

from __future__ import annotations

import json

import pytest

from core.course import lab_of
from tests.reading import complaints
from tests.test_contract import opened

KINDS = {
    "vanishing_gradients": "several networks side by side",
    "text_generation": "a text that it wrote",
    "image_generation": "a picture that it painted",
    "speech_recognition": "a sound",
    "autoencoders": "a picture of the data",
    "gan": "dice",
}
"""What the network of a page reads, one of a kind."""


@pytest.mark.parametrize("key", KINDS)
def test_a_page_offers_the_numbers_in_its_pictures_and_its_film(key):
    app = opened(lab_of(key))
    app.session_state["take_home"] = True
    app.run()
    assert complaints(app) == []
    [view] = json.loads(app.get_by_key("save_trace").proto.json)
    assert [offer["name"].split(".")[-1] for offer in view["offers"]] == ["csv", "parquet", "nc"]
    [view] = json.loads(app.get_by_key("save_film").proto.json)
    assert [offer["name"] for offer in view["offers"]] == [f"unrolled-{key}-film.gif", f"unrolled-{key}-film.mp4"]
