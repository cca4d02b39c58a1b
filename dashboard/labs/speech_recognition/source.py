"""What is listened to: a sentence that a voice says, or the viewer's own voice, from the microphone or a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from core.errors import InputError
from core.limits import limits
from core.runs.store import Run
from core.sound.files import SUFFIXES, recording
from core.sound.synthesis import LANGUAGES, LONGEST_TEXT, VARIANTS, VOICES, Voice, read_example, say
from core.sound.utterances import Utterance
from dashboard import state
from dashboard.address import is_this_machine
from dashboard.cache import computed_once
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.frame.names import TEXT
from dashboard.labs.speech_recognition.names import PITCH, RECORDING, SAID, SPEED, VOICE, WAY
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.input import example_of, legible, unlabelled
from dashboard.resources import store

WORDS = {
    "en-us": "English (America)",
    "en-gb": "English (Great Britain)",
    "en-gb-scotland": "English (Scotland)",
    "cmn": "Chinese (Mandarin)",
    "": "standard voice",
    "f": "woman {number}",
    "m": "man {number}",
    "say": "a sentence",
    "record": "your voice",
    "upload": "a file",
    "own": "your data",
}
"""Languages, voices and ways to be heard, in words (message ids)."""

ICONS = {
    "own": ":material/folder_open:",
    "say": ":material/record_voice_over:",
    "record": ":material/mic:",
    "upload": ":material/audio_file:",
}

ENCRYPTED = "streamlit run dashboard/app.py --server.sslCertFile cert.pem --server.sslKeyFile key.pem"
"""How the app is started so that a browser on another machine hands it its microphone."""


@dataclass(frozen=True)
class Brought:
    """A recording as it came: kept, so that nothing the viewer does on the page loses it."""

    content: bytes
    name: str


def listened_to(moment: Moment, examples: list[str]) -> Utterance | None:
    """Draw the choice of what is heard, and return it; None where nothing is there yet.

    Of a run that learnt from the viewer's own recordings, those that it never trained on can be chosen too.

    Raises
    ------
    InputError
        If it cannot be said, or cannot be read as a sound.
    """
    refusal, own = _refusal(), moment.run.data is not None
    choice, rest = st.columns([4.8, 7], vertical_alignment="bottom")
    place = st.empty()
    with choice:
        way = _way([way for way in ICONS if way != "own" or own], "own" if own else "record" if refusal else "say")
    with rest:
        if way == "own":
            return _held_out(moment)
        if way != "say":
            return _brought(way)
        if refusal is None:
            return _said(examples, place)
        st.info(sentence(refusal), icon=":material/voice_over_off:")
        return None


@st.cache_resource(show_spinner=False, ttl=60)
def _refusal() -> InputError | None:
    """Why nothing can be said here, if that is so."""
    from core.sound import synthesis

    try:
        synthesis.check()
    except InputError as error:
        return error
    return None


def _way(ways: list[str], default: str) -> str:
    """How the network is spoken to."""
    return view.choice(
        WAY,
        _("The network hears"),
        {way: f"{ICONS[way]} {_(WORDS[way])}" for way in ways},
        default=default,
        label_visibility="collapsed",
    )


# ---- a sentence that is said ----


def _said(examples: list[str], place: Any) -> Utterance:
    """The sentence, as it is typed; an example of other data gives way to the first of this."""
    kept = state.get("sentence:kept")
    if state.get(TEXT.name) is None and kept is not None and not view.is_said(TEXT):  # the field was away
        view.write(TEXT, kept)
    if kept in set(state.get("sentence:offered", ())) - set(examples):
        view.write(TEXT, examples[0])
    state.put("sentence:offered", tuple(examples))
    typed, taken, spoken = st.columns([3.8, 3.0, 2.2], vertical_alignment="bottom")
    with taken:
        example_of(examples, TEXT)
    with spoken:
        voice = _voice()
    text = view.text(
        TEXT,
        _("Sentence to be said"),
        at=typed,
        **unlabelled(_("Sentence to be said")),
        default=examples[0],
        live="400ms",
        max_chars=LONGEST_TEXT,
        help=_(
            "Type words of the kind that the examples show, in English or Chinese; a voice says them, and the network"
            " listens."
        ),
    )
    state.put("sentence:kept", text)
    return legible("text", text, examples, lambda text: _spoken(text, voice), at=place)


def _spoken(text: str, voice: Voice | None) -> Utterance:
    if voice is not None:
        return say(text, voice)
    by_itself = read_example(text)  # the language is that of the text
    speed, pitch = view.value_of(SPEED), view.value_of(PITCH)
    if (speed, pitch) == (SPEED.default, PITCH.default):
        return by_itself
    language = "cmn" if by_itself.voice.startswith(LANGUAGES["cmn"]) else VOICES[0].language
    return say(text, Voice(language, speed, pitch))


def _voice() -> Voice | None:
    """The voice that the viewer chose; None stands for one of the text's language."""
    named = _named_voice()
    language = named.language if named else ""
    with st.popover(_("Voice"), icon=":material/tune:", width="stretch"):
        for key, here in (("voice_language", language), ("voice_variant", named.variant if named else "")):
            if state.get(key) != here and not (key == "voice_variant" and named is None):
                state.put(key, here)
        language = st.selectbox(
            _("Language"),
            ["", *LANGUAGES],
            key="voice_language",
            format_func=lambda key: _(WORDS[key]) if key else _("that of the sentence"),
            on_change=_voice_chosen,
        )
        variant = st.selectbox(
            _("Voice"),
            VARIANTS,
            key="voice_variant",
            format_func=_variant_in_words,
            on_change=_voice_chosen,
            disabled=not language,
        )
        speed, pitch = view.knob(SPEED, step=1), view.knob(PITCH, step=1)
    return Voice(language, speed, pitch, variant) if language else None


def _named_voice() -> Voice | None:
    """The voice in the link, ``en-gb+f2``; one that there is not is left out of it and said."""
    named = view.read(VOICE)
    if named is None:
        return None
    try:
        language, _plus, variant = named.partition("+")
        return Voice(language, variant=variant)
    except InputError as error:
        view.refuse(VOICE, error)
        return None


def _voice_chosen() -> None:
    language, variant = state.get("voice_language"), state.get("voice_variant")
    view.write(VOICE, (f"{language}+{variant}" if variant else language) or None)


def _variant_in_words(variant: str) -> str:
    return _(WORDS[variant[:1]], number=variant[1:]) if variant else _(WORDS[""])


def voice_in_words(voice: Voice) -> str:
    """A voice in the viewer's language: who speaks, and how fast and high."""
    return _(
        "{language}, {variant}, {speed} / min, pitch {pitch}",
        language=_(WORDS[voice.language]),
        variant=_variant_in_words(voice.variant),
        speed=voice.words_per_minute,
        pitch=voice.pitch,
    )


# ---- the viewer's own voice ----


def microphone_allowed(url: str) -> bool:
    """Whether a browser hands its microphone to a page at this address: over https, or on the viewer's own computer."""
    parts = urlsplit(url)
    return parts.scheme != "http" or is_this_machine(parts.hostname or "")


def _brought(way: str) -> Utterance | None:
    """What was recorded or uploaded, last of its kind; what is said in it may be told."""
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        if way == "record" and not microphone_allowed(st.context.url or ""):
            st.info(
                _(
                    "A browser hands its microphone only to pages that are encrypted, or on the same computer. Open the"
                    " app on this server as localhost, or start it with a certificate: `{command}`. A recording from a"
                    " file works here, too.",
                    command=ENCRYPTED,
                ),
                icon=":material/mic_off:",
            )
        elif way == "record":
            st.audio_input(_("Record yourself"), key="recording", on_change=lambda: _keep(way, "recording"))
        else:
            st.file_uploader(
                _("Upload a WAV, FLAC, OGG or MP3"),
                type=[suffix[1:] for suffix in SUFFIXES],
                key="sound_file",
                max_upload_size=ceil(limits().text_mb),
                on_change=lambda: _keep(way, "sound_file"),
            )
    if state.get(SAID.name) is None and state.get("said:kept") and not view.is_said(SAID):
        view.write(SAID, state.get("said:kept"))
    said = view.text(
        SAID,
        _("What is said in it"),
        at=right,
        live="400ms",
        max_chars=LONGEST_TEXT,
        placeholder="three one four",
        help=_(
            "Optional: then the page can say whether the network heard right. Nobody knows the true times of a"
            " recording."
        ),
    )
    state.put("said:kept", said)
    brought = state.get(f"brought:{way}")
    if brought is None:
        st.info(
            _("Press the microphone, say a few digits in English, and press it again: the network then listens to you.")
            if way == "record"
            else _("Choose a recording of a few seconds; the network then listens to it.")
        )
        return None
    return _read(brought, said.strip())


def _held_out(moment: Moment) -> Utterance:
    """One of the recordings that the network in view was never trained on."""
    recordings = _recordings(moment.run)
    words = {n: " · ".join(filter(None, (str(n + 1), one.text, one.voice))) for n, one in enumerate(recordings)}
    number = view.choice(RECORDING, _("A recording that was held out"), words, listed=True)
    return recordings[number]


@computed_once
def _recordings(run: Run) -> Sequence[Utterance]:
    from core.labs.speech_recognition.recordings import own_speech

    path = store().data_path(run)
    return own_speech(path, run.data_name)[0].held_out if path else ()


def _keep(way: str, key: str) -> None:
    upload: Any = state.get(key)
    if upload is None:
        state.forget(f"brought:{way}")
    else:
        state.put(f"brought:{way}", Brought(upload.getvalue(), upload.name))


@computed_once
def _read(brought: Brought, said: str) -> Utterance:
    return recording(brought.content, brought.name, said)
