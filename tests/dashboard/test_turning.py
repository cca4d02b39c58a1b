"""Buttons that turn the page: it turns by what a viewer chooses, never by what a widget that has gone still says."""

from __future__ import annotations

import pytest

from core.course import lab_of
from core.engine.worker import work
from core.runs.store import RunStore
from tests.reading import complaints
from tests.test_contract import opened

LAB = lab_of("pointer_network")
SHIPPED = f"shipped-{LAB.key}"


@pytest.fixture
def run():
    """A run of the viewer's own, which is none of those that the buttons offer."""
    store = RunStore()
    run = store.create(LAB.key, {}, 3, max_steps=2)
    store.queue.beat("engine", 1)
    store.queue.enqueue(run.id, "engine")
    work(run.id, store.url, str(store.folder), "engine")
    yield run
    store.delete(run.id)
    store.close()


def in_view(app) -> str:
    return app.query_params.get("run", SHIPPED)


def test_browser_that_is_late_does_not_turn_the_page_back(run):
    """It answers once more for the buttons of the page before, where the shipped network was pressed."""
    app = opened(LAB)
    pressed = next(one for one in app._tree.get_widget_states().widgets if "network_choice" in one.id)
    app.menu_button(key="run_choice").click(run.id).run()
    assert in_view(app) == run.id
    states = app._tree.get_widget_states()
    states.widgets.append(pressed)
    app._run(states)
    assert complaints(app) == []
    assert in_view(app) == run.id


def test_network_that_is_chosen_is_in_view_and_so_is_the_one_chosen_after_it():
    app = opened(LAB)
    [buttons] = [group for group in app.button_group if group.key.startswith("network_choice")]
    for other in (buttons.options[1], buttons.options[0]):
        [buttons] = [group for group in app.button_group if group.key.startswith("network_choice")]
        was = in_view(app)
        buttons.set_value(other)
        app.run()
        assert complaints(app) == []
        assert in_view(app) != was
