"""The viewer's own data to train on: uploaded, checked at once, kept in the run store, and used by the next run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import streamlit as st

from core.errors import InputError
from core.lab import Lab
from core.limits import limits
from core.text.files import ENCODINGS, EncodingError, recoded
from dashboard import state
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.resources import store

OFFERED, SHOWN = 3, 120
"""Encodings that a text may be read in, and bytes of it that are shown with each."""


@dataclass(frozen=True)
class Uploaded:
    """A file of the viewer's, as the store keeps it.

    Attributes
    ----------
    file : str
        Its file in the store.
    name : str
        The name it came with.
    report : Any
        What was found in it and what was left out.
    content : Any
        What a lab shows of it; None where the report is enough.
    """

    file: str
    name: str
    report: Any
    content: Any = None


@dataclass(frozen=True)
class Upload:
    """How a lab asks for data (all sentences already in the viewer's language).

    Attributes
    ----------
    title, about, label : str
        Of the panel, what is accepted, and of the field.
    read : callable
        ``read(data, name, **knobs)`` gives the report and what is shown of it; `InputError` says what is wrong.
    tell : callable
        Draws what was found, from an `Uploaded`.
    knobs : tuple of str
        Knobs of the next run that `read` is told.
    types : sequence of str or None
        Endings that are accepted.
    megabytes : float or None
        The largest upload; by default that of a text.
    join : callable or None
        Makes one block of bytes of several files; without it, one file is asked for.
    paste : str
        Label of a field to paste text into; none if empty.
    waiting : str
        What is said while a file is read.
    """

    title: str
    about: str
    label: str
    read: Callable[..., tuple[Any, Any]]
    tell: Callable[[Uploaded], None]
    knobs: tuple[str, ...] = ()
    types: Sequence[str] | None = None
    megabytes: float | None = None
    join: Callable[[list[tuple[str, bytes]]], bytes] | None = None
    paste: str = ""
    waiting: str = ""


def upload_panel(lab: Lab, upload: Upload) -> None:
    """Draw the upload; what is accepted becomes the data of the next run."""
    with st.expander(upload.title, icon=":material/upload_file:"):
        st.caption(upload.about)
        files = _asked(upload)
        own = _accepted(lab, upload, files) if files else None
        if own is None:
            state.forget(f"own:{lab.key}")
        else:
            state.put(f"own:{lab.key}", own)
            upload.tell(own)
            st.toggle(_("The next run trains on it"), value=True, key="use_own")


def _asked(upload: Upload) -> list[tuple[str, str, bytes]]:
    """What the viewer brings: a mark of each file that changes with it, its name and its bytes."""
    found = st.file_uploader(
        upload.label,
        type=upload.types,
        key="own_upload",
        max_upload_size=ceil(upload.megabytes or limits().text_mb),
        accept_multiple_files=upload.join is not None,
    )
    pasted = st.text_area(upload.paste, key="own_paste", height=120) if upload.paste else ""
    files = found if isinstance(found, list) else [found] if found else []
    if files:
        return [(file.file_id, file.name, file.getvalue()) for file in files]
    return [(pasted, _("pasted text"), pasted.encode())] if pasted else []


def _accepted(lab: Lab, upload: Upload, files: list[tuple[str, str, bytes]]) -> Uploaded | None:
    """What is in the files; read once, and again when a knob that matters is turned."""
    default = {knob.name: knob.default for knob in lab.knobs}
    knobs = {name: state.get(name, default[name]) for name in upload.knobs}
    marks = tuple(mark for mark, _name, _data in files)
    encoding = state.get(f"own_encoding:{lab.key}", {}).get(marks)
    mark = (marks, encoding, tuple(knobs.values()))
    known, own = state.get(f"own_read:{lab.key}", (None, None))
    if known == mark:
        return own
    name = ", ".join(name for _mark, name, _data in files)
    data = files[0][2]
    try:
        with st.spinner(upload.waiting or "…"):
            if upload.join and len(files) > 1:
                data = upload.join([(name, data) for _mark, name, data in files])
            told = recoded(data, encoding, name) if encoding else data
            report, content = upload.read(told, name, **knobs)
            own = Uploaded(store().add_data(told, name), name, report, content)
    except InputError as error:
        st.error(sentence(error))
        if isinstance(error, EncodingError):
            _offer(lab, marks, data, error.guesses)
        return None
    state.put(f"own_read:{lab.key}", (mark, own))
    return own


def _offer(lab: Lab, marks: tuple[str, ...], data: bytes, guesses: Sequence[str]) -> None:
    """Buttons that read a file in another encoding; each shows how it begins then."""

    def read_as(encoding: str) -> None:
        state.put(f"own_encoding:{lab.key}", {marks: encoding})

    for encoding in guesses[:OFFERED]:
        begin = " ".join(data[:SHOWN].decode(encoding, "ignore").split())
        st.button(
            _("Read it as {encoding}", encoding=ENCODINGS[encoding]),
            on_click=read_as,
            args=(encoding,),
            key=f"own_encoding:{encoding}",
        )
        st.caption(plain(begin))


def left_out(counts: Sequence[tuple[str, int]], **values: object) -> None:
    """A caption for each kind of thing that was left out: its sentence, with ``{count}``, and how many there were."""
    for told, count in counts:
        if count:
            st.caption(told.format(count=f"{count:,}", **values))
