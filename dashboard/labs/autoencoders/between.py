"""The closer look "between": from one held-out picture to another, between codes and between pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.frame.names import Number
from dashboard.labs.autoencoders.components.decoded_rows import PictureRow, decoded_rows
from dashboard.labs.autoencoders.names import WALK_FROM, WALK_TO
from dashboard.labs.autoencoders.subject import Coded, counterpart, pictures_of
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.observed import note
from dashboard.resources import task_of

if TYPE_CHECKING:
    from core.labs.autoencoders.judge import Recognised
    from core.labs.autoencoders.questions import Halfway, Walked


def between(subject: Coded) -> None:
    """The run in view, and the shipped one that is an AE where it is a VAE, or the other way round."""
    moment, other = subject.steady(), counterpart(subject)
    pictures = pictures_of(moment.run)
    most = len(pictures.test)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        start = _end(WALK_FROM, _("From held-out picture"), most)
        end = _end(WALK_TO, _("to held-out picture"), most)
    first = _walk(moment, start - 1, end - 1)
    names = [_(name) if name else "" for name in pictures.classes]
    shape = (-1, pictures.height, pictures.width)
    ways = [(_("straight between codes: {run}", run=moment.name), first.codes, first.codes_verdict)]
    if other:
        second = _walk(other, start - 1, end - 1)
        ways.append((_("straight between codes: {run}", run=other.name), second.codes, second.codes_verdict))
    ways.append((_("straight between pixels, no network"), first.pixels, first.pixels_verdict))
    rows = [PictureRow(title, way.reshape(shape), *_said(verdict, names)) for title, way, verdict in ways]
    decoded_rows(rows, key="between:rows", label=_("Ways from one picture to another"), side=72, translate=_)
    note(
        _(
            "Under each picture stands what the judge recognises in it; framed where it recognises nothing. Here"
            " {codes} of {count} are recognised between codes, {pixels} between pixels.",
            codes=int(first.codes_verdict.recognised.sum()),
            pixels=int(first.pixels_verdict.recognised.sum()),
            count=len(first.codes),
        ),
        *(_said_halfway(one.name, _halfway(one)) for one in (moment, other) if one),
        _("A cross-fade shows two pictures at once; the decoder draws each picture on the way as one."),
    )


def _end(name: Number, label: str, most: int) -> int:
    """The held-out picture at one end, counted from 1."""
    return int(view.number(name, label, high=most, default=min(name.default, most), width=190))


def _said_halfway(run: str, found: Halfway | None) -> str:
    if found is None:
        return ""
    return _(
        "Halfway between {count} pairs of different classes, {run}: {codes} are recognised; the means of their pixels:"
        " {pixels}.",
        count=found.pairs,
        run=plain(run),
        codes=f"{found.codes:.0%}",
        pixels=f"{found.pixels:.0%}",
    )


@computed_once
def _halfway(moment: Moment) -> Halfway | None:
    from core.labs.autoencoders.questions import halfway

    return halfway(moment.model, task_of(moment.run))


def _said(verdict: Recognised, names: list[str]) -> tuple[list[str], list[bool]]:
    """What stands under each picture, and which are framed."""
    recognised = verdict.recognised.tolist()
    captions = [names[seen] if known else "–" for seen, known in zip(verdict.seen.tolist(), recognised, strict=True)]
    return captions, [not known for known in recognised]


@computed_once
def _walk(moment: Moment, start: int, end: int) -> Walked:
    from core.labs.autoencoders.questions import walk

    return walk(moment.model, task_of(moment.run), start, end)
