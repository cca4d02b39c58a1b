"""The trace of a translation: every step of the decoder, labelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import xarray as xr

from core.labs.translation.config import TranslationConfig
from core.nn.attention import Edit
from core.nn.decoding import Decoded, Encoded
from core.nn.encoders import STACKED
from core.text.vocabulary import EOS, Vocabulary
from core.trace.schema import check, text_array


class Reference(Protocol):
    """A translation known to be right.

    Attributes
    ----------
    target : str
        The translation.
    gold : ndarray of bool, shape (target, source)
        True where a target and a source token belong together; nowhere, if that is not known.
    """

    target: str
    gold: np.ndarray


def labelled(
    config: TranslationConfig,
    source: Encoded,
    decoded: Decoded,
    source_tokens: Sequence[str],
    vocabulary: Vocabulary,
    *,
    output: Sequence[str],
    finished: bool,
    reference: Reference | None = None,
    forced: bool = False,
    prefix: int = 0,
    edits: Sequence[Edit] = (),
) -> xr.Dataset:
    """The steps of one translation as a trace.

    Parameters
    ----------
    config : TranslationConfig
        Of the translator.
    source, decoded : Encoded and Decoded
        What it read and wrote, as a batch of one.
    source_tokens : sequence of str
        That it read.
    vocabulary : Vocabulary
        Of the target.
    output : sequence of str
        What it wrote without being forced, up to ⟨EOS⟩.
    finished : bool
        Whether there was an ⟨EOS⟩.
    reference : Reference, optional
        The right translation of the text. Its gold alignment joins the trace where that writes the reference.
    forced : bool
        Whether `decoded` writes the reference.
    prefix : int
        Target tokens that were given.
    edits : sequence of Edit
        Attention weights that were set by hand.

    Returns
    -------
    Dataset
        ``annotation`` (source, unit); ``query`` (the state that attends), ``hidden_state`` z_{i+1}, ``context`` c_i,
        where there is one (target, unit), ``logit`` and ``probability`` (target, vocabulary) of the steps that write
        each target token, ⟨EOS⟩ included; with attention, ``key`` (source, unit), ``score`` and ``alignment`` (target,
        source), after the edits; ``gold_alignment`` (target, source) where known. Attributes: ``output`` (the
        translation without being forced, but after prefix and edits), ``finished`` (0 if it never reached ⟨EOS⟩),
        ``forced``, ``reference`` (empty if unknown), ``prefix`` (target tokens that were given), ``edited`` (weights
        that were set), ``normalised`` (1 if every row of weights sums to 1), and the knobs ``encoder``, ``attention``,
        ``order``, ``softmax``, ``first_query`` and ``hidden_size``.
    """
    target = vocabulary.decode(decoded.tokens[0].tolist())
    variables: dict[str, Any] = {
        "annotation": (("source", "unit"), source.annotation[0].numpy()),
        "query": (("target", "unit"), decoded.query[0].numpy()),
        "hidden_state": (("target", "unit"), decoded.hidden_state[0].numpy()),
        "logit": (("target", "vocabulary"), decoded.logits[0].numpy()),
        "probability": (("target", "vocabulary"), decoded.logits[0].softmax(1).numpy()),
    }
    if decoded.context.shape[2]:
        variables["context"] = (("target", "unit"), decoded.context[0].numpy())
    if decoded.alignment is not None and decoded.score is not None:
        variables["key"] = (("source", "unit"), source.keys[0].numpy())
        variables["score"] = (("target", "source"), decoded.score[0].numpy())
        variables["alignment"] = (("target", "source"), decoded.alignment[0].numpy())
    if reference is not None and target == [*vocabulary.split(reference.target), EOS]:
        gold = np.zeros((len(target), len(source_tokens)), dtype=np.float32)  # ⟨EOS⟩ has no counterpart
        gold[:-1] = reference.gold
        if gold.any():
            variables["gold_alignment"] = (("target", "source"), gold)
    dataset = xr.Dataset(
        variables,
        coords={
            "source_token": ("source", text_array(source_tokens)),
            "target_token": ("target", text_array(target)),
            "word": ("vocabulary", text_array(vocabulary.tokens)),
        },
        attrs={
            "output": "".join(output),
            "finished": int(finished),
            "forced": int(forced),
            "reference": "" if reference is None else reference.target,
            "prefix": prefix,
            "edited": len(edits),
            "normalised": int(config.softmax and all(edit.renormalise for edit in edits)),
            "unbounded": " ".join(_unbounded(config)),
            "encoder": config.encoder,
            "attention": config.attention,
            "order": config.order,
            "softmax": int(config.softmax),
            "first_query": config.first_query,
            "hidden_size": config.hidden_size,
        },
    )
    return check(dataset)


def _unbounded(config: TranslationConfig) -> list[str]:
    """The variables that may leave the range of a single layer's states: sums of layers, and what starts from one.

    A GRU averages its old state with numbers from −1 to 1. Started within that range it stays there; started outside,
    by a sum of layers or by a state that is learnt, it comes back step by step.
    """
    stacked = config.encoder in STACKED
    names = ["annotation", "key"] if stacked else []
    names += ["hidden_state"] if stacked or config.first_query == "learnt" else []
    return names if config.softmax else [*names, "alignment"]
