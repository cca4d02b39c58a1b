"""The viewer's own recordings to train on: uploaded, checked at once, kept in the run store."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.errors import InputError
from core.lab import Lab
from core.labs.speech_recognition.recordings import FEWEST, MOST_MINUTES, RecordingsReport, own_speech
from dashboard import state
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.resources import store

LARGEST = 200
"""Megabytes of a zip: half an hour of uncompressed sound, and some more."""

WORDS = {
    "unreadable": "{count} files cannot be read as a sound.",
    "empty": "{count} are shorter than a tenth of a second.",
    "silent": "{count} are silent.",
    "long": "{count} are too long, or their text is.",
    "unlabelled": "{count} have no text, neither in their name nor in a metadata.csv.",
    "missing": "{count} stand in the metadata.csv and are not there.",
    "repeated": "{count} are the same as one before.",
    "beyond": "{count} lie beyond the minutes that are used.",
}
"""Why recordings are left out, by their reason in `core.labs.speech_recognition.recordings.REASONS` (message ids)."""


@dataclass(frozen=True)
class OwnRecordings:
    """A zip of the viewer's, as the store keeps it: its file there, the name it came with, the upload that it was, what
    is in it.
    """

    file: str
    name: str
    upload: str
    report: RecordingsReport


def own_recordings_panel(lab: Lab) -> None:
    """Draw the upload; what is accepted becomes the data of the next run."""
    with st.expander(_("Train on your own recordings"), icon=":material/upload_file:"):
        st.caption(
            _(
                "A zip of WAV, FLAC, OGG or MP3 files, a few seconds each, at least {least} of them. What is said"
                " stands in the names (7_jackson_32.wav) or in a metadata.csv (name|text). It stays on the machine that"
                " runs this app.",
                least=FEWEST,
            )
        )
        upload = st.file_uploader(
            _("Upload a zip of recordings"), type=["zip"], key="own_upload", max_upload_size=LARGEST
        )
        if upload is None:
            state.forget(f"own:{lab.key}")
        else:
            _accept(lab, upload)
        if own := state.get(f"own:{lab.key}"):
            _told(own.report)
            st.toggle(_("The next run trains on it"), value=True, key="use_own")


def _accept(lab: Lab, upload) -> None:
    known = state.get(f"own:{lab.key}")
    if known is not None and known.upload == upload.file_id:
        return
    try:
        data = upload.getvalue()
        with st.spinner(_("Your recordings are listened to …")):
            _speech, report = own_speech(data, upload.name)
        state.put(
            f"own:{lab.key}", OwnRecordings(store().add_data(data, upload.name), upload.name, upload.file_id, report)
        )
    except InputError as error:
        state.forget(f"own:{lab.key}")
        st.error(sentence(error))


def _told(report: RecordingsReport) -> None:
    """What the zip holds, and what was left out of it, a sentence for each reason."""
    st.success(
        _(
            "“{name}”: {recordings} recordings, {minutes} minutes, {texts} different texts; {held_out} are held out.",
            name=plain(report.name),
            recordings=f"{report.recordings:,}",
            minutes=f"{report.minutes:.1f}",
            texts=f"{report.texts:,}",
            held_out=f"{report.held_out:,}",
        )
    )
    if report.by_text:
        st.caption(_("No text that is held out is trained on."))
    else:
        st.caption(
            _(
                "There are so few texts that recordings of each are held out, and the network has met the words of all"
                " of them."
            )
        )
    if report.resampled or report.mixed:
        st.caption(
            _(
                "{resampled} were brought to 16 kHz; of {mixed} the channels were averaged.",
                resampled=report.resampled,
                mixed=report.mixed,
            )
        )
    if report.dropped:
        reasons = [_(told, count=count) for reason, told in WORDS.items() if (count := getattr(report, reason))]
        st.caption(
            _("Left out: {count}.", count=report.dropped)
            + " "
            + " ".join(reasons)
            + (" " + _("At most {minutes} minutes are used.", minutes=MOST_MINUTES) if report.beyond else "")
        )
