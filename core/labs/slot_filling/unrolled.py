"""A tagger, unrolled over a sentence: the loss of each word is that of the slot which the network itself gives it."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.errors import InputError
from core.labs.slot_filling.model import Tagger
from core.nn.cells import family
from core.nn.cells.recurrent import Recurrent
from core.nn.unrolled import UnrolledReading, unroll
from core.text.words import normalised, words_of


def unrolled_sentence(model: Tagger, text: str, end: int) -> UnrolledReading:
    """Unroll a network that reads a sentence from the left; of one that reads in both directions, this half of it.

    Parameters
    ----------
    model : Tagger
        With a memory.
    text : str
        As `Tagger.trace` takes it.
    end : int
        The word behind the last copy, 1 … T.

    Raises
    ------
    InputError
        If the network has no memory, or several layers that read in both directions.
    """
    cell = model.cell
    if not isinstance(cell, Recurrent):
        raise InputError(
            "This network has no memory: every word is read alone, and there is nothing between two copies. Choose a"
            " network with a memory above."
        )
    if cell.directions == 2 and cell.num_layers > 1:
        raise InputError(
            "This network reads in both directions, layer by layer: its copies do not stand in one row. Choose one"
            " above that reads from the left only, or has one layer."
        )
    words = words_of(text)
    numbers = torch.tensor(model.vocabulary.encode([normalised(word) for word in words]))  # (T,)
    with torch.no_grad():
        logits, hidden, _ = model(numbers[None])  # (1, T, K), (1, T, D·H)
        x = model.embedding(numbers)  # (T, E)
    likeliest = logits[0].argmax(-1)  # (T,)
    from_the_right = hidden[0, :, model.config.hidden_size :]  # (T, 0) or (T, H)

    def losses(output: Tensor, steps: slice) -> Tensor:
        said = model.output(torch.cat([output, from_the_right[steps]], dim=1))  # (K, slots)
        return cross_entropy(said, likeliest[steps], reduction="none")  # (K,)

    network = unroll(_from_the_left(cell, model.config.cell), x, losses, end=end)
    here = slice(network.begin, end)
    return UnrolledReading(network, words[here], model.slots.decode(likeliest[here].tolist()))


def _from_the_left(cell: Recurrent, kind: str) -> Recurrent:
    """The cell that reads from the left: this one, or one with the weights of that half of it."""
    if cell.directions == 1:
        return cell
    half = family.build(kind, cell.input_size, cell.hidden_size)
    half.load_state_dict({name: weights for name, weights in cell.state_dict().items() if name in half.state_dict()})
    return half
