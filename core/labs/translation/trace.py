"""The trace of a translation: every step of the decoder, labelled; of what the network does by itself, or when someone
interferes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import torch
import xarray as xr
from torch import nn

from core.errors import InputError
from core.nn.attention import Edit
from core.nn.encoders import STACKED, Sentences
from core.text.vocabulary import EOS
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


@torch.no_grad()
def trace(
    model: nn.Module,
    text: str,
    reference: Reference | None = None,
    forced: bool = False,
    *,
    prefix: str = "",
    edits: Sequence[Edit] = (),
) -> xr.Dataset:
    """Translate a text and keep every step.

    Parameters
    ----------
    model : core.labs.translation.model.Translator
        Whose steps they are.
    text : str
        What to translate; spaces around it do not count.
    reference : Reference, optional
        The right translation of the text. Its gold alignment joins the trace where that writes the reference.
    forced : bool
        Write the reference (teacher forcing) instead of what the network would: so a half-trained network, or
        two networks, can be compared row by row.
    prefix : str
        How the translation is to begin, whatever the network would write; it goes on from there.
    edits : sequence of Edit
        Attention weights to set by hand, one after the other. What is written before the first of them stays as it was.

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

    Raises
    ------
    InputError
        If the text or the prefix cannot be read, the prefix is too long, or an edit is out of range.
    """
    numbers = model.read(text)
    source = model.encode(Sentences.padded([numbers]))
    given = _read_prefix(model, prefix)
    _check_edits(model, edits, len(numbers))
    decoded = model.decode(source, prefix=given, edits=edits)
    _check_reached(edits, decoded.tokens.shape[1])
    output = model.until_eos(decoded.tokens[0].tolist())
    if forced:
        if reference is None:
            raise ValueError("to force a translation, give the reference")
        written = [*model.target_vocabulary.encode(model.target_vocabulary.split(reference.target)), model.eos]
        decoded = model.decode(source, torch.tensor([written]), edits=edits)
    target = model.target_vocabulary.decode(decoded.tokens[0].tolist())

    variables: dict[str, Any] = {
        "annotation": (("source", "unit"), source.annotation[0].numpy()),
        "query": (("target", "unit"), decoded.query[0].numpy()),
        "hidden_state": (("target", "unit"), decoded.hidden_state[0].numpy()),
        "logit": (("target", "vocabulary"), decoded.logits[0].numpy()),
        "probability": (("target", "vocabulary"), decoded.logits[0].softmax(1).numpy()),
    }
    if decoded.context.shape[2]:
        variables["context"] = (("target", "unit"), decoded.context[0].numpy())
    if decoded.alignment is not None:
        variables["key"] = (("source", "unit"), source.keys[0].numpy())
        variables["score"] = (("target", "source"), decoded.score[0].numpy())
        variables["alignment"] = (("target", "source"), decoded.alignment[0].numpy())
    if reference is not None and target == [*model.target_vocabulary.split(reference.target), EOS]:
        gold = np.zeros((len(target), len(numbers)), dtype=np.float32)  # ⟨EOS⟩ has no counterpart
        gold[:-1] = reference.gold
        if gold.any():
            variables["gold_alignment"] = (("target", "source"), gold)
    dataset = xr.Dataset(
        variables,
        coords={
            "source_token": ("source", text_array(model.source_vocabulary.decode(numbers))),
            "target_token": ("target", text_array(target)),
            "word": ("vocabulary", text_array(model.target_vocabulary.tokens)),
        },
        attrs={
            "output": "".join(output),
            "finished": int(len(output) < model.limit),
            "forced": int(forced),
            "reference": "" if reference is None else reference.target,
            "prefix": len(given),
            "edited": len(edits),
            "normalised": int(model.config.softmax and all(edit.renormalise for edit in edits)),
            "unbounded": " ".join(_unbounded(model)),
            "encoder": model.config.encoder,
            "attention": model.config.attention,
            "order": model.config.order,
            "softmax": int(model.config.softmax),
            "first_query": model.config.first_query,
            "hidden_size": model.config.hidden_size,
        },
    )
    return check(dataset)


def _read_prefix(model: nn.Module, prefix: str) -> list[int]:
    tokens = model.target_vocabulary.split(prefix)
    if len(tokens) > model.limit:
        raise InputError(
            "The beginning has {found:,} tokens; this network writes up to {most}. Shorten it.",
            found=len(tokens),
            most=model.limit,
        )
    return model.target_vocabulary.encode(tokens)


def _check_edits(model: nn.Module, edits: Sequence[Edit], S: int) -> None:
    """Raise `InputError` for an edit of what is not there, or one that asks for an impossible weight."""
    if edits and model.attention is None:
        raise InputError("This network has no attention, so there is no weight to set. Choose a run with attention.")
    for edit in edits:
        if not 0 <= edit.source < S:
            raise InputError(
                "There is no source position {position}; the sentence has {found}, counted from 0. Choose one of"
                " these.",
                position=edit.source,
                found=S,
            )
        if not math.isfinite(edit.weight) or (model.config.softmax and not 0 <= edit.weight <= 1):
            raise InputError(
                "An attention weight cannot be {weight:g}; it takes 0 … 1. Choose one of these and try again.",
                weight=edit.weight,
            )


def _check_reached(edits: Sequence[Edit], T: int) -> None:
    for edit in edits:
        if not 0 <= edit.target < T:
            raise InputError(
                "There is no target step {step}; the network wrote {found} tokens, counted from 0. Choose one of"
                " these.",
                step=edit.target,
                found=T,
            )


def _unbounded(model: nn.Module) -> list[str]:
    """The variables that may leave the range of a single layer's states: sums of layers, and what starts from one.

    A GRU averages its old state with numbers from −1 to 1. Started within that range it stays there; started outside,
    by a sum of layers or by a state that is learnt, it comes back step by step.
    """
    stacked = model.config.encoder in STACKED
    names = ["annotation", "key"] if stacked else []
    names += ["hidden_state"] if stacked or model.config.first_query == "learnt" else []
    return names if model.config.softmax else [*names, "alignment"]
