"""The viewer's own recording to train on."""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from core.labs.audio_generation.config import RATES
from core.labs.audio_generation.observations import mostly_quiet
from core.labs.audio_generation.own import LEAST, MOST, RecordingReport, own_sounds
from core.limits import limits
from core.sound.files import SUFFIXES
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.observed import note, observed
from dashboard.panels.upload import Upload, Uploaded, upload_panel


def own_recording_panel(lab: Lab) -> None:
    """Draw the upload; what is accepted becomes the data of the next run."""
    upload_panel(
        lab,
        Upload(
            title=_("Train on your own recording"),
            about=_(
                "One WAV, FLAC, OGG or MP3 file of {least} second to {most} minutes: a voice, an instrument, a machine."
                " Its end is held out. It stays on the machine that runs this app.",
                least=int(LEAST),
                most=int(MOST // 60),
            ),
            label=_("Upload a recording"),
            types=[suffix.removeprefix(".") for suffix in SUFFIXES],
            megabytes=limits().recordings_mb,
            waiting=_("Your recording is listened to …"),
            read=_read,
            tell=_tell,
        ),
    )


def _read(data: bytes, name: str) -> tuple[RecordingReport, bytes]:
    return own_sounds(data, name, RATES["speech"])[1], data


def _tell(own: Uploaded) -> None:
    """What the recording holds, and how it sounds."""
    report: RecordingReport = own.report
    st.success(
        _(
            "“{name}”: {seconds} s, of which the last {held_out} s are held out; {rate} samples a second, {channels}"
            " channels.",
            name=plain(report.name),
            seconds=f"{report.seconds:.1f}",
            held_out=f"{report.held_out:.1f}",
            rate=f"{report.rate:,}",
            channels=report.channels,
        )
    )
    st.audio(own.content)
    st.caption(
        _(
            "The next run brings it to the sample rate of its knobs, to one channel, and to the loudness of all others."
            " 8,000 samples a second suit a voice: choose them as “Sample rate”."
        )
    )
    note(*observed(mostly_quiet, of=[report.quiet]))
