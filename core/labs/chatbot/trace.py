"""The trace of an answer: every step of the decoder, labelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xarray as xr
from torch import Tensor

from core.labs.chatbot.config import ChatbotConfig
from core.labs.chatbot.prompt import joined
from core.labs.chatbot.schema import SCHEMA
from core.nn.decoding import Decoded, Encoded
from core.text.vocabulary import Vocabulary
from core.trace.schema import check, text_array


def labelled(
    config: ChatbotConfig,
    source: Encoded,
    decoded: Decoded,
    gate: Tensor | None,
    source_tokens: Sequence[str],
    vocabulary: Vocabulary,
    *,
    output: Sequence[str],
    finished: bool,
    utterances: Sequence[str],
) -> xr.Dataset:
    """The steps of one answer as a trace.

    Parameters
    ----------
    config : ChatbotConfig
        Of the network.
    source, decoded : Encoded and Decoded
        What it read and wrote, as a batch of one.
    gate : Tensor, shape (1, T), or None
        Of a network that copies, how much of each token comes from the softmax.
    source_tokens : sequence of str
        That it read.
    vocabulary : Vocabulary
        Of prompts and answers.
    output : sequence of str
        What it wrote, up to ⟨EOS⟩.
    finished : bool
        Whether there was an ⟨EOS⟩.
    utterances : sequence of str
        All that was said.

    Returns
    -------
    Dataset
        ``annotation`` (source, unit); ``query`` and ``hidden_state``, both z_i, ``logit`` and ``probability`` (target,
        vocabulary) of the steps that write each token, ⟨EOS⟩ included; with attention, ``context`` c_i (target, unit),
        ``key`` (source, unit), ``score`` and ``alignment`` (target, source); with copying, ``generation_gate``
        (target,). Attributes: ``output`` (the answer), ``finished`` (0 if it never reached ⟨EOS⟩), ``said`` (what was
        said, an utterance a line), ``read`` (how many utterances of it were read), and the knobs ``attention``,
        ``copying``, ``turns`` and ``hidden_size``.
    """
    variables: dict[str, Any] = {
        "annotation": (("source", "unit"), source.annotation[0].numpy()),
        "query": (("target", "unit"), decoded.query[0].numpy()),
        "hidden_state": (("target", "unit"), decoded.hidden_state[0].numpy()),
        "logit": (("target", "vocabulary"), decoded.logits[0].numpy()),
        "probability": (("target", "vocabulary"), decoded.logits[0].softmax(1).numpy()),
    }
    if decoded.alignment is not None and decoded.score is not None:
        variables["context"] = (("target", "unit"), decoded.context[0].numpy())
        variables["key"] = (("source", "unit"), source.keys[0].numpy())
        variables["score"] = (("target", "source"), decoded.score[0].numpy())
        variables["alignment"] = (("target", "source"), decoded.alignment[0].numpy())
    if gate is not None:
        variables["generation_gate"] = (("target",), gate[0].numpy())
    dataset = xr.Dataset(
        variables,
        coords={
            "source_token": ("source", text_array(source_tokens)),
            "target_token": ("target", text_array(vocabulary.decode(decoded.tokens[0].tolist()))),
            "word": ("vocabulary", text_array(vocabulary.tokens)),
        },
        attrs={
            "output": joined(output),
            "finished": int(finished),
            "said": "\n".join(utterances),
            "read": min(config.turns, len(utterances)),
            "attention": config.attention,
            "copying": int(gate is not None),
            "turns": config.turns,
            "hidden_size": config.hidden_size,
        },
    )
    return check(dataset, SCHEMA)
