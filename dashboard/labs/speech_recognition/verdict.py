"""Whether what was heard is right, and how far attention lies from the truth."""

from __future__ import annotations

import numpy as np
import streamlit as st
import xarray as xr

from core.errors import InputError
from core.sound.synthesis import read_example
from core.sound.utterances import Utterance
from core.text.edit_distance import error_rate, matches
from core.text.vocabulary import EOS
from core.trace.schema import tokens_of
from dashboard.language import translate as _
from dashboard.markdown import plain


def verdict(trace: xr.Dataset, utterance: Utterance, small: bool = False) -> None:
    """Right or wrong, error rate, and the mean distance of attention from the true stretches."""
    written, reference = written_in(trace), reference_of(trace, utterance)
    off, monotonic = distance(trace)
    if small:
        sentence, (rate, far) = st.container(), st.columns(2)
    else:
        sentence, rate, far = st.columns([3, 1, 1.3], vertical_alignment="center")
        sentence = sentence.container(height=56, border=False, vertical_alignment="center")
    with sentence:
        _judged(written, reference, trace, utterance, small)
    rate.metric(
        _("Error rate"),
        f"{error_rate([(written, reference)]):.0%}" if reference else "–",
        help=_(
            "The fewest insertions, deletions and substitutions that turn the output into what was said, divided by"
            " its number of tokens."
        ),
    )
    far.metric(
        _("Mean timing error of attention"),
        "–" if off is None else f"{off:.0f} ms",
        help=_(
            "The mean distance, over the tokens that are right, from the centre of attention to the middle of where the"
            " token is truly spoken. {share} of the steps go forwards in time.",
            share=f"{monotonic:.0%}",
        ),
    )


def wrong_in(trace: xr.Dataset, utterance: Utterance) -> list[bool]:
    """Of each output token, whether it is known to be wrong; ⟨EOS⟩ never is."""
    written, reference = written_in(trace), reference_of(trace, utterance)
    right = {place for place, _right in matches(written, reference)} if reference else range(len(written))
    return [place < len(written) and place not in right for place in range(trace.sizes["target"])]


def written_in(trace: xr.Dataset) -> list[str]:
    """What was written, without ⟨EOS⟩."""
    tokens = tokens_of(trace, "target")
    return tokens[: tokens.index(EOS)] if EOS in tokens else tokens


def reference_of(trace: xr.Dataset, utterance: Utterance) -> tuple[str, ...]:
    """What was said, in the tokens of this network; for a recording, the phonemes that a voice would say; empty if
    unknown.
    """
    target = trace.attrs["target"]
    known = utterance.tokens(target)
    if known or not utterance.text:
        return known
    try:
        return read_example(utterance.text).tokens(target)
    except InputError:
        return ()


def distance(trace: xr.Dataset) -> tuple[float | None, float]:
    """Mean |centre of attention − middle of the true stretch| in ms, None where unknown; and the share of steps that go
    forwards.
    """
    from core.labs.speech_recognition.metrics import trace_misses

    misses = trace_misses(trace)
    middle = (trace["source_start"].values + trace["source_end"].values) / 2  # (S,)
    centroids = trace["alignment"].transpose("target", "source").values @ middle  # (T,)
    forwards = np.diff(centroids[: len(written_in(trace))]) >= 0
    return (float(abs(misses).mean()) if misses.size else None), float(forwards.mean()) if forwards.size else 1.0


def _judged(
    written: list[str], reference: tuple[str, ...], trace: xr.Dataset, utterance: Utterance, small: bool
) -> None:
    between = " " if trace.attrs["target"] == "phonemes" else ""
    if not (written or reference):
        st.caption(
            _("It wrote nothing: there was no speech that it knows. Speak as the voices do that it learnt from.")
        )
    elif not reference:
        st.caption(
            _(
                "It is not known what is said here, so nothing can be said about whether this is right. Listen, and"
                " judge for yourself."
            )
        )
    elif small:  # a line, so that pictures side by side stand at one height
        right = tuple(written) == reference
        (st.success if right else st.error)(
            _("Right.") if right else _("Wrong."), icon=f":material/{'check' if right else 'close'}:"
        )
    elif tuple(written) == reference:
        st.success(_("Right: “{text}”.", text=plain(utterance.text)), icon=":material/check:")
    else:
        st.error(_("Wrong: it should be {right}", right=plain(between.join(reference))), icon=":material/close:")
