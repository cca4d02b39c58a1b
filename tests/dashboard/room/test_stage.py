"""The stage: what a page shows, from its messages, for whoever comes when."""

from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from dashboard.room.stage import Heard, Stage


def begun(run: str = "run", page: str = "page", fragments: tuple[str, ...] = ()) -> Heard:
    """A run of a page begins."""
    message = ForwardMsg()
    message.new_session.page_script_hash = page
    message.new_session.main_script_path = "/home/somebody/app.py"
    message.new_session.initialize.session_id = "secret-session"
    message.new_session.initialize.user_info.installation_id = "somebody"
    message.metadata.run.script_run_id = run
    message.metadata.run.fragment_ids.extend(fragments)
    return Heard(message)


def text(place: tuple[int, ...], body: str, fragment: str = "") -> Heard:
    """A text is drawn at a place."""
    message = ForwardMsg()
    message.metadata.delta_path.extend(place)
    message.delta.new_element.markdown.body = body
    message.delta.fragment_id = fragment
    return Heard(message)


def block(place: tuple[int, ...], key: str = "", fragment: str = "") -> Heard:
    """A container is drawn at a place."""
    message = ForwardMsg()
    message.metadata.delta_path.extend(place)
    message.delta.add_block.id = key
    message.delta.add_block.vertical.SetInParent()
    message.delta.fragment_id = fragment
    return Heard(message)


def finished(how: int = ForwardMsg.FINISHED_SUCCESSFULLY) -> Heard:
    """A run has ended."""
    message = ForwardMsg()
    message.script_finished = how  # type: ignore[assignment]
    return Heard(message)


def told(stage: Stage, version: int = 0) -> dict[tuple[int, ...], str]:
    """What the messages since a version draw: texts by place, containers as ``[]``."""
    seen = {}
    for message in map(ForwardMsg.FromString, stage.since(version)):
        if message.WhichOneof("type") == "delta":
            element = message.delta.new_element
            body = element.markdown.body if element.WhichOneof("type") == "markdown" else "nothing"
            seen[tuple(message.metadata.delta_path)] = "[]" if message.delta.HasField("add_block") else body
    return seen


@pytest.fixture
def stage() -> Stage:
    """A page with two texts in a container and one below it."""
    stage = Stage()
    stage.hear([begun(), block((0, 0)), text((0, 0, 0), "a"), text((0, 0, 1), "b"), text((0, 1), "c"), finished()])
    return stage


def test_who_comes_late_gets_the_whole_page_at_once(stage: Stage):
    assert told(stage) == {(0, 0): "[]", (0, 0, 0): "a", (0, 0, 1): "b", (0, 1): "c"}
    assert ForwardMsg.FromString(stage.since(0)[0]).WhichOneof("type") == "new_session"


def test_an_empty_stage_has_nothing_to_tell():
    assert Stage().since(0) == []


def test_only_what_has_changed_is_told(stage: Stage):
    before = stage.version
    again = [begun("second"), block((0, 0)), text((0, 0, 0), "a"), text((0, 0, 1), "B"), text((0, 1), "c"), finished()]
    assert stage.hear(again)
    assert told(stage, before) == {(0, 0, 1): "B"}


def test_a_page_that_is_drawn_again_the_same_is_no_news(stage: Stage):
    before = stage.version
    again = [begun("second"), block((0, 0)), text((0, 0, 0), "a"), text((0, 0, 1), "b"), text((0, 1), "c"), finished()]
    assert not stage.hear(again)
    assert stage.version == before


def test_who_is_slow_gets_the_newest_and_nothing_between(stage: Stage):
    before = stage.version
    for number in range(50):
        stage.hear([begun(f"run {number}", fragments=("f",)), text((0, 1), f"step {number}"), finished()])
    assert told(stage, before) == {(0, 1): "step 49"}


def test_what_is_not_drawn_again_is_gone_and_the_page_begins_anew(stage: Stage):
    before = stage.version
    stage.hear([begun("second"), block((0, 0)), text((0, 0, 0), "a"), text((0, 1), "c"), finished()])
    assert told(stage) == {(0, 0): "[]", (0, 0, 0): "a", (0, 1): "c"}
    assert told(stage, before) == told(stage)


def test_a_place_before_others_stays_counted(stage: Stage):
    stage.hear([begun("second"), block((0, 0)), text((0, 0, 1), "b"), text((0, 1), "c"), finished()])
    assert told(stage) == {(0, 0): "[]", (0, 0, 0): "nothing", (0, 0, 1): "b", (0, 1): "c"}


def test_a_fragment_takes_away_its_own_places_alone():
    stage = Stage()
    stage.hear([begun(), text((0, 0), "page"), block((0, 1)), text((0, 1, 0), "f", "f"), text((0, 1, 1), "g", "f")])
    stage.hear([finished()])
    stage.hear([begun("second", fragments=("f",)), text((0, 1, 0), "f", "f")])
    stage.hear([finished(ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)])
    assert told(stage) == {(0, 0): "page", (0, 1): "[]", (0, 1, 0): "f"}


def test_a_run_that_was_cut_short_takes_nothing_away(stage: Stage):
    before = told(stage)
    stage.hear([begun("second"), block((0, 0)), finished(ForwardMsg.FINISHED_EARLY_FOR_RERUN)])
    assert told(stage) == before


def test_another_page_leaves_nothing_of_the_one_before(stage: Stage):
    stage.hear([begun("second", page="other"), text((0, 0), "other")])
    assert told(stage) == {(0, 0): "other"}


def test_a_container_that_changes_is_filled_again(stage: Stage):
    before = stage.version
    stage.hear([begun("second"), block((0, 0), key="wide"), text((0, 0, 0), "a"), text((0, 0, 1), "b")])
    assert told(stage, before) == {(0, 0): "[]", (0, 0, 0): "a", (0, 0, 1): "b"}


def test_a_text_in_the_place_of_a_container_empties_it(stage: Stage):
    stage.hear([begun("second"), text((0, 0), "short"), text((0, 1), "c"), finished()])
    assert told(stage) == {(0, 0): "short", (0, 1): "c"}


def test_no_container_is_taken_out_because_it_is_empty(stage: Stage):
    blocks = [one for one in map(ForwardMsg.FromString, stage.since(0)) if one.delta.HasField("add_block")]
    assert [one.delta.add_block.allow_empty for one in blocks] == [True]


def test_the_lecturers_own_strip_is_not_shown():
    stage = Stage()
    stage.hear([begun(), block((0, 0), key="$$ID-1-room_bar"), text((0, 0, 0), "secret"), text((0, 1), "page")])
    assert told(stage) == {(0, 0): "nothing", (0, 1): "page"}


def test_nothing_of_the_lecturer_or_the_machine_is_told(stage: Stage):
    whole = b"".join(stage.since(0))
    for private in (b"secret-session", b"somebody", b"/home"):
        assert private not in whole


@pytest.mark.parametrize(
    ("kind", "said", "shown"),
    [
        ("slider", {"double_array_value": [0.25]}, ("value", [0.25])),
        ("slider", {"string_array_value": ["270"]}, ("raw_value", ["270"])),
        ("checkbox", {"bool_value": True}, ("value", True)),
        ("radio", {"string_value": "b"}, ("raw_value", "b")),
        ("selectbox", {"string_value": "b"}, ("raw_value", "b")),
        ("multiselect", {"string_array_value": ["a", "b"]}, ("raw_values", ["a", "b"])),
        ("button_group", {"string_array_value": ["a"]}, ("raw_values", ["a"])),
        ("text_input", {"string_value": "typed"}, ("value", "typed")),
        ("number_input", {"double_value": 3.0}, ("value", 3.0)),
    ],
)
def test_a_control_shows_what_the_lecturer_has_set(kind: str, said: dict, shown: tuple):
    message, state = ForwardMsg(), WidgetState()
    message.metadata.delta_path.extend((0, 0))
    getattr(message.delta.new_element, kind).id = "control"
    for name, value in said.items():
        if isinstance(value, list):
            getattr(state, name).data.extend(value)
        else:
            setattr(state, name, value)
    stage = Stage()
    stage.hear([begun(), Heard(message, state)])
    drawn = next(one for one in map(ForwardMsg.FromString, stage.since(0)) if one.WhichOneof("type") == "delta")
    control = getattr(drawn.delta.new_element, kind)
    name, value = shown
    got = getattr(control, name)
    assert (list(got) if isinstance(value, list) else got) == value
    assert control.set_value
