"""The slider of time travel: it stands at the newest step until it is moved, and is moved by the viewer alone."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    """A page of the slider alone, over as many checkpoints as it is told."""
    from pathlib import Path

    import streamlit as st

    from core.runs.store import Checkpoint
    from dashboard.frame import view
    from dashboard.panels.time_travel import stand_at_the_newest, travel

    view.arrive(None)
    if st.session_state.get("fresh"):
        stand_at_the_newest()
        st.session_state["fresh"] = False
    points = [Checkpoint("a", step, Path(), {}) for step in range(st.session_state["count"])]
    st.write(f"here {travel(points, active=st.session_state.get('active', True)).step}")


def drawn(app: AppTest, count: int, *, fresh: bool = False) -> AppTest:
    """The page with so many checkpoints, `fresh` after it was turned to a run that was just started."""
    app.session_state["count"] = count
    app.session_state["fresh"] = fresh
    app.run()
    assert not app.exception
    return app


def options(app: AppTest) -> list[str]:
    return app.select_slider[0].options


def test_checkpoints_that_come_are_offered_and_the_newest_is_in_view():
    app = AppTest.from_function(page)
    for count in (1, 2, 3, 4, 5):
        assert drawn(app, count).markdown[-1].value == f"here {count - 1}"
    assert options(app) == ["0", "1", "2", "3", "4", "newest"]


def test_drawing_after_one_that_put_the_thumb_offers_the_same_steps():
    """A browser that is late reads the place of the thumb in the later steps: two more would put it at another step."""
    app = drawn(AppTest.from_function(page), 2)
    assert options(app) == ["0", "1", "newest"]
    assert options(drawn(app, 4)) == ["0", "1", "newest"]
    assert options(drawn(app, 5)) == ["0", "1", "2", "3", "4", "newest"]
    app.select_slider[0].set_value(3)
    assert drawn(app, 6).markdown[-1].value == "here 3"
    assert options(app) == ["0", "1", "2", "3", "4", "5", "newest"]
    assert options(drawn(app, 7, fresh=True)) == ["0", "1", "2", "3", "4", "5", "6", "newest"]
    assert app.markdown[-1].value == "here 6"
    assert options(drawn(app, 9)) == ["0", "1", "2", "3", "4", "5", "6", "newest"]
    assert app.markdown[-1].value == "here 8"


def test_another_run_is_offered_its_own_steps_at_once():
    app = drawn(AppTest.from_function(page), 5)
    assert options(drawn(app, 3, fresh=True)) == ["0", "1", "2", "newest"]


def test_run_that_trains_no_more_stands_at_its_last_step_which_the_link_need_not_say():
    app = drawn(AppTest.from_function(page), 4)
    app.session_state["active"] = False
    for fresh in (False, True, False):
        assert drawn(app, 4, fresh=fresh).markdown[-1].value == "here 3"
        assert options(app) == ["0", "1", "2", "3"]
        assert app.select_slider[0].value == 3
        assert "step" not in app.query_params
        assert not app.warning
