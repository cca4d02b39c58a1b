"""The trace of a caption: what the eye saw, and every step of the decoder, labelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import xarray as xr
from torch import Tensor

from core.labs.captioning.config import CaptioningConfig
from core.labs.captioning.schema import SCHEMA
from core.nn.decoding import Decoded, Encoded
from core.text.vocabulary import EOS, Vocabulary
from core.trace.schema import check, text_array


class Seen(Protocol):
    """What a network sees."""

    def seen(self, side: int, /) -> np.ndarray:
        """Its pixels for a network that sees pictures of so many rows and columns: uint8, (side, side, 3)."""
        ...


class KnownCaption(Protocol):
    """A caption known to be right.

    Attributes
    ----------
    tokens : list of str
        Its words, without ⟨EOS⟩.
    target : str
        The same as it is read.
    gold : ndarray of bool, shape (target, source)
        Which cells are a place of what a word names.
    """

    @property
    def tokens(self) -> list[str]: ...  # noqa: D102
    @property
    def target(self) -> str: ...  # noqa: D102
    @property
    def gold(self) -> np.ndarray: ...  # noqa: D102


def labelled(
    config: CaptioningConfig,
    pixels: np.ndarray,
    maps: tuple[Tensor, Tensor],
    source: Encoded,
    decoded: Decoded,
    vocabulary: Vocabulary,
    *,
    output: Sequence[str],
    finished: bool,
    reference: KnownCaption | None = None,
    forced: bool = False,
) -> xr.Dataset:
    """The steps of one caption as a trace.

    Parameters
    ----------
    config : CaptioningConfig
        Of the captioner.
    pixels : ndarray of uint8, shape (side, side, 3)
        What it saw.
    maps : tuple of Tensor, shape (M, grid, grid)
        The feature maps of both layers of its eye.
    source, decoded : Encoded and Decoded
        What it saw of the picture and wrote, as a batch of one.
    vocabulary : Vocabulary
        Its words.
    output : sequence of str
        What it wrote without being forced, up to ⟨EOS⟩.
    finished : bool
        Whether there was an ⟨EOS⟩.
    reference : KnownCaption, optional
        The right caption. Its places join the trace where that writes the reference.
    forced : bool
        Whether `decoded` writes the reference.

    Returns
    -------
    Dataset
        ``pixel`` (row, column, channel), 0 … 1; ``edge_map`` and ``feature_map`` (map, source); ``image_vector``
        (unit); ``query`` (the state before the step), ``hidden_state`` (target, unit), ``logit`` and ``probability``
        (target, vocabulary) of the steps that write each word, ⟨EOS⟩ included; with attention ``annotation`` (source,
        feature), ``score`` and ``alignment`` (target, source) and ``context`` (target, feature); ``gold_alignment``
        (target, source) where known. The source positions are the cells, row by row. Attributes: ``output``,
        ``finished``, ``forced``, ``reference`` (empty if unknown), ``architecture``, ``grid`` (cells in a row) and
        ``hidden_size``.
    """
    target = vocabulary.decode(decoded.tokens[0].tolist())
    grid = maps[0].shape[1]
    variables: dict[str, Any] = {
        "pixel": (("row", "column", "channel"), (pixels / 255).astype(np.float32)),
        "edge_map": (("map", "source"), maps[0].flatten(1).numpy()),
        "feature_map": (("map", "source"), maps[1].flatten(1).numpy()),
        "image_vector": (("unit",), source.last[0].numpy()),
        "query": (("target", "unit"), decoded.query[0].numpy()),
        "hidden_state": (("target", "unit"), decoded.hidden_state[0].numpy()),
        "logit": (("target", "vocabulary"), decoded.logits[0].numpy()),
        "probability": (("target", "vocabulary"), decoded.logits[0].softmax(1).numpy()),
    }
    if decoded.alignment is not None and decoded.score is not None:
        variables["annotation"] = (("source", "feature"), source.annotation[0].numpy())
        variables["context"] = (("target", "feature"), decoded.context[0].numpy())
        variables["score"] = (("target", "source"), decoded.score[0].numpy())
        variables["alignment"] = (("target", "source"), decoded.alignment[0].numpy())
    if reference is not None and target == [*reference.tokens, EOS]:
        gold = np.zeros((len(target), grid * grid), dtype=np.float32)  # ⟨EOS⟩ names nothing
        gold[:-1] = reference.gold
        variables["gold_alignment"] = (("target", "source"), gold)
    dataset = xr.Dataset(
        variables,
        coords={
            "source_token": ("source", text_array(f"{i // grid + 1},{i % grid + 1}" for i in range(grid * grid))),
            "target_token": ("target", text_array(target)),
            "word": ("vocabulary", text_array(vocabulary.tokens)),
        },
        attrs={
            "output": "".join(output),
            "finished": int(finished),
            "forced": int(forced),
            "reference": "" if reference is None else reference.target,
            "unbounded": "annotation hidden_state" if config.architecture == "m_rnn" else "annotation",  # ReLU
            "architecture": config.architecture,
            "grid": grid,
            "hidden_size": config.hidden_size,
        },
    )
    return check(dataset, SCHEMA)
