"""The page takes a file of pairs, says what it makes of it, and trains the next run on it."""

import pytest

from core.course import lab_of
from tests.labs.translation.test_own_pairs import LINES
from tests.test_contract import opened

LAB = lab_of("translation")


def uploaded(data, name="pairs.tsv"):
    app = opened(LAB)
    return app, app.file_uploader(key="own_upload").upload(name, data, "text/plain").run()


def test_file_of_pairs_is_told_and_becomes_the_data_of_the_next_run():
    _, app = uploaded("\n".join([*LINES, "no tab"]).encode())
    assert not app.exception
    assert any("300 pairs, 30 of them held out" in told.value for told in app.success)
    assert any(told.value.startswith("1 lines without a tab") for told in app.caption)
    own = app.session_state["own:translation"]
    assert own.name == "pairs.tsv"
    assert app.toggle(key="use_own").value


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"\0\1" * 2_000, "is not a text in UTF-8"), (b"no tab at all in here\n" * 100, "has no tab in any line")],
)
def test_file_that_is_no_pairs_gets_one_sentence(data, sentence):
    _, app = uploaded(data)
    assert not app.exception
    assert [sentence in told.value for told in app.error] == [True]
    assert "own:translation" not in app.session_state
