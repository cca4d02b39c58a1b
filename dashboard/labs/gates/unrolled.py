"""The closer look "unrolled": the copies of the network that read the text up to the cursor."""

from __future__ import annotations

from core.trace.schema import tokens_of
from dashboard.labs.gates.subject import Reading


def unrolled_text(subject: Reading) -> None:
    """The last copies up to the cursor; a click on one of them moves it there."""
    from core.systems.language import unrolled as language
    from dashboard.panels.unrolled import unrolled

    traces = [subject.trace, *(trace for _moment, trace in subject.beside)]
    unrolled(
        [subject.steady(), *subject.moments[1:]],
        ["".join(tokens_of(trace, "time")) for trace in traces],
        [trace.sizes["time"] for trace in traces],
        language.unrolled_text,
        step=subject.time,
        stand_at=lambda step: subject.point_at(time=step),
    )
