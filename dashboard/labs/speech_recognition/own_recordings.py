"""The viewer's own recordings to train on."""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from core.labs.speech_recognition.recordings import FEWEST, MOST_MINUTES, RecordingsReport, own_speech
from core.limits import limits
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.upload import Upload, Uploaded, upload_panel

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


def own_recordings_panel(lab: Lab) -> None:
    """Draw the upload; what is accepted becomes the data of the next run."""
    upload_panel(
        lab,
        Upload(
            title=_("Train on your own recordings"),
            about=_(
                "A zip of WAV, FLAC, OGG or MP3 files, a few seconds each, at least {least} of them. What is said"
                " stands in the names (7_jackson_32.wav) or in a metadata.csv (name|text). It stays on the machine that"
                " runs this app.",
                least=FEWEST,
            ),
            label=_("Upload a zip of recordings"),
            types=["zip"],
            megabytes=limits().recordings_mb,
            waiting=_("Your recordings are listened to …"),
            read=_read,
            tell=_tell,
        ),
    )


def _read(data: bytes, name: str) -> tuple[RecordingsReport, None]:
    return own_speech(data, name)[1], None


def _tell(own: Uploaded) -> None:
    """What the zip holds, and what was left out of it, a sentence for each reason."""
    report: RecordingsReport = own.report
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
    if report.speakers:
        who = _("{speakers} speakers.", speakers=report.speakers)
        if report.familiar:
            who += " " + _(
                "Of those who are held out, {familiar} are trained on too: held-out figures say nothing of a voice"
                " that the network has never heard.",
                familiar=report.familiar,
            )
        else:
            who += " " + _("Nobody who is held out is trained on.")
        st.caption(who)
    if report.by_text:
        st.caption(_("No text that is held out is trained on."))
    elif not report.by_speaker:
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
        reasons = [_(words, count=count) for reason, words in WORDS.items() if (count := getattr(report, reason))]
        st.caption(
            _("Left out: {count}.", count=report.dropped)
            + " "
            + " ".join(reasons)
            + (" " + _("At most {minutes} minutes are used.", minutes=MOST_MINUTES) if report.beyond else "")
        )
