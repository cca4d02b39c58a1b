"""A language model, unrolled over the last tokens of a text: the loss of each is that of the token that comes next."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.nn.unrolled import UnrolledReading, unroll
from core.systems.language.model import LanguageModel


def unrolled_text(model: LanguageModel, text: str, end: int) -> UnrolledReading:
    """Unroll a network that reads `text`.

    Parameters
    ----------
    model : LanguageModel
        Of any cell.
    text : str
        As `LanguageModel.trace` takes it.
    end : int
        The step behind the last copy, 1 … T. The text's last token has none after it: its loss is that of the token
        which the network itself expects most.

    Raises
    ------
    InputError
        If `text` is too long, or has tokens that the network never saw.
    """
    numbers = torch.tensor(model.encode(text))  # (1 + T,)
    with torch.no_grad():
        x = model.embedding(numbers)  # (1 + T, E)
        _, before, _ = model.cell(x[None, :1])  # what the start symbol leaves, (L, 1, H)
        logits, _, _ = model(numbers[None])
    targets = torch.cat([numbers[2:], logits[0, -1:].argmax(-1)])  # (T,)

    def losses(output: Tensor, steps: slice) -> Tensor:
        return cross_entropy(model.output(output), targets[steps], reduction="none")  # (K,)

    network = unroll(model.cell, x[1:], losses, end=end, state=before)
    here = slice(network.begin, end)
    decode = model.vocabulary.decode
    return UnrolledReading(network, decode(numbers[1:][here].tolist()), decode(targets[here].tolist()))
