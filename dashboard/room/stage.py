"""What a lecturer's page shows now, as the messages that draw it in any browser.

Streamlit draws a page by messages: each says what stands at one place, a path of numbers through the page. A stage
keeps the newest for every place, each with the version in which it last changed. So one who comes late, one who was
away and one who is slow all ask the same question, *what has changed since?*, and old states are never replayed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, cast

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

KEPT = ("page_config_changed", "navigation", "logo")
"""Messages besides those of the places, of which the newest counts."""

HIDDEN = ("walk_bar", "room_bar")
"""Keys of the containers that are the lecturer's alone."""

DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)

Place = tuple[int, ...]
"""A path of numbers through the page: those of the blocks around it, and its own."""


class Heard(NamedTuple):
    """A message of the lecturer's page, a copy of its own, and what its control says now, if it draws one."""

    message: ForwardMsg
    said: WidgetState | None = None


@dataclass(slots=True)
class Shown:
    """What stands at a place: since which version, as a message, and which run and fragment drew it last."""

    version: int
    message: bytes
    run: str
    fragment: str


class Stage:
    """The state of one page, from its messages.

    Attributes
    ----------
    version : int
        Grows whenever something else is seen.
    redrawn : int
        The version in which something was taken away last: who has seen an older one draws everything anew.
    query : str
        What stands behind the question mark of the lecturer's address.
    """

    def __init__(self) -> None:
        self.version = self.redrawn = 0
        self.query = ""
        self._begun: ForwardMsg | None = None
        self._frame: dict[str, bytes] = {}
        self._places: dict[Place, Shown] = {}
        self._hidden: set[Place] = set()
        self._run, self._fragments = "", frozenset[str]()

    def hear(self, heard: Iterable[Heard]) -> bool:
        """Take messages in, in their order; whether anything else is seen now."""
        self.version += 1
        changed = [self._hear_one(*one) for one in heard]
        if not any(changed):
            self.version -= 1
        return any(changed)

    def since(self, version: int) -> list[bytes]:
        """The messages that turn the page as it was in `version` into the page as it is; 0 is an empty page."""
        if self._begun is None:
            return []
        anew = version < self.redrawn
        begun = [self._begun_in(self.redrawn), *self._frame.values()] if anew else []
        places = [self._places[place] for place in sorted(self._places)]
        return [*begun, *(shown.message for shown in places if anew or shown.version > version), _finished()]

    def _hear_one(self, message: ForwardMsg, said: WidgetState | None) -> bool:
        kind = message.WhichOneof("type")
        if kind == "delta":
            return self._draw(message, said)
        if kind == "new_session":
            return self._begin(message)
        if kind == "script_finished":
            return message.script_finished in DONE and self._sweep()
        if kind == "page_info_changed":
            before, self.query = self.query, message.page_info_changed.query_string
            return before != self.query
        return kind in KEPT and self._keep(kind, _packed(message))

    def _begin(self, message: ForwardMsg) -> bool:
        """A run begins: of the whole page, perhaps of another one, or of fragments."""
        self._run = message.metadata.run.script_run_id
        self._fragments = frozenset(message.metadata.run.fragment_ids)
        if self._fragments:
            return False
        before, self._begun = self._begun, message
        _forget_who_began(message)
        if before is not None and before.new_session.page_script_hash == message.new_session.page_script_hash:
            return False
        self._places.clear()
        self._hidden.clear()
        self.redrawn = self.version
        return True

    def _begun_in(self, version: int) -> bytes:
        """The beginning of the page, as a run of its own for every time that it is drawn anew."""
        message = ForwardMsg()
        message.CopyFrom(cast("ForwardMsg", self._begun))
        message.metadata.Clear()
        message.metadata.run.script_run_id = str(version)
        return message.SerializeToString(deterministic=True)

    def _keep(self, kind: str, message: bytes) -> bool:
        if self._frame.get(kind) == message:
            return False
        self._frame[kind] = message
        self.redrawn = self.version
        return True

    def _draw(self, message: ForwardMsg, said: WidgetState | None) -> bool:
        place = tuple(message.metadata.delta_path)
        fragment = message.delta.fragment_id
        before = self._places.get(place)
        if message.delta.WhichOneof("type") == "new_transient":  # a sign that something is under way: it takes a place
            if before is not None:
                before.run, before.fragment = self._run, fragment
                return False
            message.delta.new_element.empty.SetInParent()
        if any(place[:length] in self._hidden for length in range(1, len(place))):
            return False
        if self._is_hidden(place, message):
            message.delta.new_element.Clear()
            message.delta.new_element.empty.SetInParent()
        if message.delta.WhichOneof("type") == "new_element":
            for within in self._within(place):
                if within != place:
                    del self._places[within]
            fill_in(message.delta.new_element, said)
        else:
            message.delta.add_block.allow_empty = True  # or a browser takes it out, and counts the others anew
        packed = _packed(message)
        if before is not None and before.message == packed:
            before.run, before.fragment = self._run, fragment
            return False
        self._places[place] = Shown(self.version, packed, self._run, fragment)
        if message.delta.WhichOneof("type") == "add_block":
            for other in self._within(place):  # what stands in a block is drawn into the new one again
                self._places[other].version = self.version
        return True

    def _is_hidden(self, place: Place, message: ForwardMsg) -> bool:
        if message.delta.add_block.id.endswith(HIDDEN):
            self._hidden.add(place)
        else:
            self._hidden.discard(place)
        return place in self._hidden

    def _sweep(self) -> bool:
        """What the run that has ended did not draw again is gone, with what stands in it."""
        gone = {
            within
            for place, shown in self._places.items()
            if shown.run != self._run and (not self._fragments or shown.fragment in self._fragments)
            for within in self._within(place)
            if self._places[within].run != self._run
        }
        for place in gone:
            del self._places[place]
        for place in gone:  # a browser counts the places of a block: none may be missing before another
            if place[:-1] not in gone and any(place < other for other in self._beside(place)):
                self._places[place] = Shown(self.version, _nothing_at(place), self._run, "")
        if gone:
            self.redrawn = self.version
        return bool(gone)

    def _beside(self, place: Place) -> list[Place]:
        """The places in the same block."""
        return [other for other in self._places if len(other) == len(place) and other[:-1] == place[:-1]]

    def _within(self, place: Place) -> list[Place]:
        """The place, if something stands there, and those inside of it."""
        return [other for other in self._places if other[: len(place)] == place]


def fill_in(element: Element, said: WidgetState | None) -> None:
    """Write into the message of a control what it says now, which otherwise only the lecturer's browser knows."""
    kind = element.WhichOneof("type")
    sort = said.WhichOneof("value") if said is not None else None
    if kind is None or sort is None:
        return
    control = getattr(element, kind)
    fields = control.DESCRIPTOR.fields_by_name
    names = ("raw_values", "raw_value", "value") if sort.startswith("string") else ("value",)
    name = next((name for name in names if name in fields), None)
    if name is None or "set_value" not in fields or control.set_value:
        return
    value = getattr(said, sort)
    if fields[name].is_repeated:
        del getattr(control, name)[:]
        getattr(control, name).extend(value.data)
    else:
        setattr(control, name, value)
    control.set_value = True


def _forget_who_began(message: ForwardMsg) -> None:
    """Leave the version of Streamlit in the beginning of a session, and nothing of the machine or the person."""
    version = message.new_session.initialize.environment_info.streamlit_version
    message.new_session.ClearField("main_script_path")
    message.new_session.initialize.Clear()
    message.new_session.initialize.session_id = "room"
    message.new_session.initialize.environment_info.streamlit_version = version
    message.new_session.initialize.session_status.SetInParent()
    message.new_session.initialize.user_info.SetInParent()


def _packed(message: ForwardMsg) -> bytes:
    """The message as a browser takes it, without the run and the fragment that drew it."""
    place, script = list(message.metadata.delta_path), message.metadata.active_script_hash
    message.ClearField("hash")
    message.metadata.Clear()
    message.metadata.delta_path.extend(place)
    message.metadata.active_script_hash = script
    if message.WhichOneof("type") == "delta":
        message.delta.ClearField("fragment_id")
    return message.SerializeToString(deterministic=True)


def _nothing_at(place: Place) -> bytes:
    message = ForwardMsg()
    message.metadata.delta_path.extend(place)
    message.delta.new_element.empty.SetInParent()
    return message.SerializeToString(deterministic=True)


def _finished() -> bytes:
    message = ForwardMsg()
    message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    return message.SerializeToString()
