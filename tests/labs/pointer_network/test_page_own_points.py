"""The page takes a table of points, says what it makes of it, shows some of them, and trains the next run on it."""

import pytest

from core.course import lab_of
from tests.labs.pointer_network.test_points import table
from tests.pictures import shown
from tests.test_contract import opened

LAB = lab_of("pointer_network")


def uploaded(data: bytes):
    app = opened(LAB)
    return app.file_uploader(key="own_upload").upload("*cities*.csv", data, "text/csv").run()


def test_table_of_points_is_told_shown_and_becomes_the_data_of_the_next_run():
    app = uploaded(("lon,lat\n" + table(500) + "\n" + table(3)).encode())
    assert not app.exception
    [told] = [told.value for told in app.success]
    assert r"“\*cities\*\.csv”: 500 points, 100 of them held out" in told
    captions = [told.value for told in app.caption]
    assert "The first line, “lon,lat”, names the columns." in captions
    assert "3 lines whose point came before are left out." in captions
    assert app.session_state["own:pointer_network"].name == "*cities*.csv"
    assert app.toggle(key="use_own").value
    app.button(key="own_look").click().run()
    assert len(shown(app, "pointing:in_view")[0]["points"]) == 10
    assert app.text_input(key="text").value.count(";") == 9


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"1,2\n" * 500, "1 different points; a training needs at least 60"),
        (b"x,y\n0.1,0.2\nhere,there\n", "Point 3 is 'here,there', which is not two numbers"),
        (b"\0\1" * 2_000, "is not a text in UTF-8"),
    ],
    ids=["equal", "letters", "bytes"],
)
def test_table_that_cannot_be_used_gets_one_sentence(data, sentence):
    app = uploaded(data)
    assert not app.exception
    assert [sentence in told.value for told in app.error] == [True]
    assert "own:pointer_network" not in app.session_state
