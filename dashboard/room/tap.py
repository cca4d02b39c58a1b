"""Hearing what a Streamlit session draws. The only module that reaches into Streamlit's session; its version is pinned.

Streamlit sends every session its messages through one method. A tap stands before that of one session, copies what it
says and lets it go on. A browser that has kept a message gets a reference in its place; one that is heard gets all of
it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.room.stage import Heard

_ENQUEUE, _RERUN = "_enqueue_forward_msg", "request_rerun"


def own_session() -> str | None:
    """The session whose script runs here; None outside of one."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else None


def tap(session_id: str, hear: Callable[[Heard], None]) -> bool:
    """Let `hear` have a copy of everything that a session draws from now on; whether that is new.

    Parameters
    ----------
    session_id : str
        Whose page is heard.
    hear : callable
        Called in the server's event loop.
    """
    session = _session(session_id)
    if session is None or _ENQUEUE in vars(session):
        return False
    enqueue, rerun = getattr(session, _ENQUEUE), getattr(session, _RERUN)

    def enqueue_and_hear(message: ForwardMsg) -> None:
        copy = ForwardMsg()
        copy.CopyFrom(message)
        hear(Heard(copy, _said(session, copy)))
        enqueue(message)

    def rerun_whole(client_state: ClientState | None) -> None:
        if client_state is not None:
            del client_state.cached_message_hashes[:]
        rerun(client_state)

    setattr(session, _ENQUEUE, enqueue_and_hear)
    setattr(session, _RERUN, rerun_whole)
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None and context.session_id == session_id:
        context.cached_message_hashes = frozenset()  # of this run, and of the one that it asks for
    return True


def untap(session_id: str) -> None:
    """Hear a session no longer."""
    session = _session(session_id)
    for method in (_ENQUEUE, _RERUN):
        if session is not None and method in vars(session):
            delattr(session, method)  # what stood before it is the class's own


def is_there(session_id: str) -> bool:
    """Whether a browser is connected to the session."""
    return bool(get_instance().is_active_session(session_id))


def _session(session_id: str) -> Any:
    known = get_instance()._session_mgr.get_session_info(session_id)
    return known.session if known else None


def _said(session: Any, message: ForwardMsg) -> WidgetState | None:
    """What the control of a message says now, if it draws one and its browser has said anything of it."""
    if message.delta.WhichOneof("type") != "new_element":
        return None
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    control = getattr(element, kind) if kind else None
    if control is None or "set_value" not in control.DESCRIPTOR.fields_by_name:
        return None
    return session.session_state._new_widget_state.get_serialized(control.id)
