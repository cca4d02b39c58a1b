"""The closer look "between": from one held-out picture to another, straight between codes and straight between pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.labs.autoencoders.observations import walk_is_recognised
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.labs.autoencoders.components.decoded_rows import PictureRow, decoded_rows
from dashboard.labs.autoencoders.names import WALK_FROM, WALK_TO
from dashboard.labs.autoencoders.subject import Coded, counterpart, pictures_of
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.resources import task_of

if TYPE_CHECKING:
    from core.labs.autoencoders.judge import Verdict
    from core.labs.autoencoders.questions import Walked


def between(subject: Coded) -> None:
    """The run in view, and the shipped one that is an AE where it is a VAE, or the other way round."""
    moment, other = subject.steady(), counterpart(subject)
    pictures = pictures_of(moment.run)
    most = len(pictures.test)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        start = int(view.number(WALK_FROM, _("From held-out picture"), high=most, width=190))
        end = int(view.number(WALK_TO, _("to held-out picture"), high=most, default=min(2, most), width=190))
    first = _walk(moment, start - 1, end - 1)
    names = [_(name) if name else "" for name in pictures.classes]
    shape = (-1, pictures.height, pictures.width)
    rows = [
        PictureRow(
            _("straight between codes: {run}", run=moment.name),
            first.codes.reshape(shape),
            *_said(first.codes_verdict, names),
        )
    ]
    if other:
        second = _walk(other, start - 1, end - 1)
        rows.append(
            PictureRow(
                _("straight between codes: {run}", run=other.name),
                second.codes.reshape(shape),
                *_said(second.codes_verdict, names),
            )
        )
    rows.append(
        PictureRow(
            _("straight between pixels, no network"), first.pixels.reshape(shape), *_said(first.pixels_verdict, names)
        )
    )
    decoded_rows(rows, key="between:rows", label=_("Ways from one picture to another"), side=72, translate=_)
    note(
        _(
            "Under each picture stands what the judge recognises in it; framed where it recognises nothing. A cross-fade"
            " shows two pictures at once; between codes, the decoder draws each picture on the way as one of its own."
        ),
        *observed(
            walk_is_recognised,
            of=[
                int(first.codes_verdict.recognised.sum()),
                int(first.pixels_verdict.recognised.sum()),
                len(first.codes),
            ],
        ),
    )


def _said(verdict: Verdict, names: list[str]) -> tuple[list[str], list[bool]]:
    """What stands under each picture, and which are framed."""
    recognised = verdict.recognised.tolist()
    captions = [names[seen] if known else "–" for seen, known in zip(verdict.seen.tolist(), recognised, strict=True)]
    return captions, [not known for known in recognised]


@computed_once
def _walk(moment: Moment, start: int, end: int) -> Walked:
    from core.labs.autoencoders.questions import walk

    return walk(moment.model, task_of(moment.run), start, end)
