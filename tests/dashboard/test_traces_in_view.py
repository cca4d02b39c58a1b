"""Every page tells which traces its pictures are drawn from, so that they can be saved."""

from __future__ import annotations

import json

import pytest

from core.course import LABS
from tests.reading import complaints
from tests.test_contract import opened


@pytest.mark.parametrize("lab", [lab for lab in LABS if lab.trains], ids=lambda lab: lab.key)
def test_every_page_offers_the_numbers_in_its_pictures(lab):
    app = opened(lab)
    app.session_state["take_home"] = True
    app.run()
    assert complaints(app) == []
    [view] = json.loads(app.get_by_key("save_trace").proto.json)
    assert [offer["name"].split(".")[-1] for offer in view["offers"]] == ["csv", "parquet", "nc"]
