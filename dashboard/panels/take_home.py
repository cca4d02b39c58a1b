"""What leaves the app: the run as a file, the traces behind the pictures, the film of the training; of a lab that does
not train, the trace and a handout.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING

import streamlit as st

from core.errors import InputError
from core.lab import Lab
from core.runs.archive import file_name
from core.runs.pack import pack
from core.runs.store import Run
from core.trace.exports import exported
from dashboard.components.preview import caption_of
from dashboard.components.save import FileOffer, save
from dashboard.deliveries import Delivery, Report, deliveries
from dashboard.films.encode import gif, mp4
from dashboard.films.frames import REST, Script, frames, spread
from dashboard.frame import owner
from dashboard.frame.moment import Moment, TraceInView
from dashboard.frame.view import snapshot
from dashboard.language import current, said_in
from dashboard.language import translate as _
from dashboard.lectures import Lecture
from dashboard.markdown import plain
from dashboard.own_lecture import stop_of, to_file
from dashboard.panels.damaged import whole
from dashboard.panels.plain_code import write_code
from dashboard.resources import store
from dashboard.site.asking import write_handout

if TYPE_CHECKING:
    import xarray as xr

FORMATS = {".csv": "CSV", ".parquet": "Parquet", ".nc": "NetCDF"}
"""What the endings of `core.trace.exports` are called."""


LEAST = 2
"""Frames that a film has at least."""


@dataclass(frozen=True)
class TraceByHand:
    """What a picture of a system is drawn from that nobody trains.

    Attributes
    ----------
    cache_key : hashable
        What tells it from all others.
    trace : callable
        What happens inside.
    """

    cache_key: Hashable
    trace: Callable[[], xr.Dataset]


@dataclass(frozen=True)
class InView:
    """What is on the screen.

    Attributes
    ----------
    lab : Lab
    moments : sequence of Moment
        One, or two side by side; none of a lab that does not train.
    seen : sequence of TraceInView or TraceByHand
        What the pictures are drawn from.
    """

    lab: Lab
    moments: Sequence[Moment]
    seen: Sequence[TraceInView | TraceByHand]


def take_home(lab: Lab, moments: Sequence[Moment], seen: Sequence[TraceInView | TraceByHand]) -> None:
    """A button that opens everything of this page that can be saved as a file."""
    with st.popover(
        _("Save"), icon=":material/download:", key="take_home", type="tertiary", on_change="rerun"
    ) as panel:
        if panel.open:
            for column, parts in zip(st.columns(2, gap="medium"), PARTS, strict=True):
                with column:
                    for part in parts:
                        part(InView(lab, moments, seen))


def offer(
    label: str, name: str, write: Callable[[IO[bytes], Report], object], *key: str, help: str = "", slow: bool = False
) -> FileOffer:
    """A button for a file: what it says, how the file is called, what writes it, and what tells it from others."""
    language = current()
    delivery = Delivery(name, write, partial(said_in, language), slow)
    return FileOffer(label, deliveries().offer(delivery, language, name, *key), name, help)


def run_as_zip(view: InView) -> None:
    """The run in view, and the one beside it."""
    if not view.moments:
        return
    st.markdown(f"**{_('The run')}**")
    offers = [
        offer(
            _("The run in view, as a zip") if moment.place == "in_view" else _("The one beside it, as a zip"),
            file_name(moment.run),
            partial(_write_run, moment.run.id),
            "run",
            moment.run.id,
        )
        for moment in view.moments
    ]
    save(offers, key="save_run", translate=_)
    st.caption(
        _(
            "In it: knobs, seed, data of your own, metrics, every checkpoint, and how to use them. “Open a run from a"
            " file”, at the side, opens it in any installation. Of a run that trains, all up to its last checkpoint."
        )
    )


def _write_run(run_id: str, file: IO[bytes], _report: Report) -> None:
    pack(store(), run_id, file)


def traces(view: InView) -> None:
    """The numbers behind the pictures, as tables and with their labels."""
    seen = [one for one in view.seen if _readable(one)]
    if not seen:
        return
    st.markdown(f"**{_('The numbers in these pictures')}**")
    chosen = seen[0]
    if len(seen) > 1:
        number = st.selectbox(
            _("Of which network, reading what"),
            range(len(seen)),
            format_func=lambda k: f"{k + 1}. {_described(view.lab, seen[k])}",
            key="taken_trace",
        )
        chosen = seen[min(number, len(seen) - 1)]
    else:
        st.caption(plain(_described(view.lab, chosen)))
    stem = f"unrolled-{view.lab.key}"
    if isinstance(chosen, TraceInView):
        stem += f"-step-{chosen.moment.checkpoint.step}"
    offers = [
        offer(said, f"{stem}{ending}", partial(_write_trace, chosen, ending), "trace", repr(chosen.cache_key))
        for ending, said in FORMATS.items()
    ]
    save(offers, key="save_trace", translate=_)
    st.caption(_("CSV and Parquet: a row for each number. NetCDF: arrays with named axes, for xarray."))


def _readable(seen: TraceInView | TraceByHand) -> bool:
    """Whether the network can read that as one text: what it wrote may hold what it cannot."""
    try:
        seen.trace()
    except InputError:
        return False
    return True


def _described(lab: Lab, seen: TraceInView | TraceByHand) -> str:
    trace = seen.trace()
    sizes = " × ".join(f"{dimension} {size}" for dimension, size in trace.sizes.items())
    if isinstance(seen, TraceByHand):
        return f"{_(lab.title)}: {sizes}"
    return f"{_('Step {step} of {run}', step=f'{seen.moment.checkpoint.step:,}', run=seen.moment.name)}: {sizes}"


def _write_trace(seen: TraceInView | TraceByHand, ending: str, file: IO[bytes], _report: Report) -> None:
    file.write(exported(seen.trace(), ending))


def film(view: InView) -> None:
    """The training as a film of the first picture: what the network does with this input at each checkpoint."""
    seen = next((one for one in view.seen if isinstance(one, TraceInView) and _readable(one)), None)
    if seen is None or view.lab.preview_path is None:
        return
    points = spread(whole(store().checkpoints(seen.moment.run.id), view.lab.key))
    if len(points) < LEAST:
        return
    st.markdown(f"**{_('The film of the training')}**")
    words = {
        "title": _(view.lab.question),
        "quantity": caption_of(view.lab, view.lab.preview(seen.trace()), _),
        "step": _("Step {step}"),
        "loss": _("training loss"),
        "lacking": _("□: no font on the server has this sign"),
    }
    script = Script(view.lab, points, seen.at, seen.moment.checkpoint, store().metrics(seen.moment.run.id), words)
    stem = f"unrolled-{view.lab.key}-film"
    save(
        [
            offer("GIF", f"{stem}.gif", partial(_write_film, script, gif), repr(seen.cache_key)),
            offer("MP4", f"{stem}.mp4", partial(_write_film, script, mp4), repr(seen.cache_key)),
        ],
        key="save_film",
        translate=_,
    )
    st.caption(
        _("{count} checkpoints, each with the same input; drawn on the server in some seconds.", count=len(points))
    )


def _write_film(script: Script, encode: Callable[..., None], file: IO[bytes], report: Report) -> None:
    encode(frames(script, report), script.seconds, REST, file)


def as_code(view: InView) -> None:
    """The run in view as a program that needs nothing of ours."""
    if not view.moments:
        return
    st.markdown(f"**{_('As code')}**")
    run = view.moments[0].run
    made = (str(run.max_steps), str(run.interventions))  # what of a run may still change
    label = _("A PyTorch file, a notebook and the data, as a zip")
    save(
        [offer(label, f"unrolled-{run.id}-code.zip", partial(_write_code, run, current()), "code", run.id, *made)],
        key="save_code",
        translate=_,
    )
    st.caption(
        _(
            "This run as plain PyTorch: one file to be read from top to bottom, the same as a notebook, and the"
            " data. It needs nothing of this app, and its losses are those of the run."
        )
    )


def _write_code(run: Run, language: str, file: IO[bytes], _report: Report) -> None:
    write_code(run, language, file)


def handout(view: InView) -> None:
    """The page in view as one file that needs no server."""
    st.markdown(f"**{_('A handout')}**")
    save([handout_of(Lecture("", "", 0, (stop_of(snapshot(), ""),)), view.lab.key)], key="save_handout", translate=_)
    if not view.lab.trains:
        st.caption(
            _(
                "This view as one HTML file that opens without a server or a network: every picture can still be"
                " pointed at. It takes some seconds."
            )
        )
        return
    st.caption(
        _(
            "This view as one HTML file that opens without a server or a network: every picture can still be pointed"
            " at, and the training travelled over twelve of its steps. It takes about half a minute."
        )
    )


def handout_of(lecture: Lecture, name: str) -> FileOffer:
    """The button that saves a lecture as a handout; `name` goes into that of the file."""
    language, viewer = current(), owner.viewer()
    return offer(
        _("Save as handout"),
        f"unrolled-{name}-handout.html",
        partial(write_handout, lecture, language, viewer),
        "handout",
        to_file(lecture),
        repr(viewer),
        slow=True,
    )


PARTS: tuple[tuple[Callable[[InView], None], ...], ...] = ((run_as_zip, traces), (as_code, film, handout))
"""What can be taken home, in the columns and the order in which it is offered; what a lab does not have is left out."""
