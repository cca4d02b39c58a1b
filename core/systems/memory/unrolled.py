"""A network that must remember, unrolled: the loss of each step is what it would be were the sequence to end there."""

from __future__ import annotations

from itertools import accumulate

import torch
from torch import Tensor

from core.errors import InputError
from core.nn.unrolled import UnrolledReading, unroll
from core.systems.memory.config import SYMBOLIC
from core.systems.memory.model import MemoryNetwork
from core.systems.memory.task import loss_of


def unrolled_sequence(model: MemoryNetwork, text: str, end: int) -> UnrolledReading:
    """Unroll a network that reads a sequence.

    Parameters
    ----------
    model : MemoryNetwork
        Of any task and cell.
    text : str
        As `MemoryNetwork.trace` takes it.
    end : int
        The step behind the last copy, 1 … T. Training sends back the error of step T alone.

    Raises
    ------
    InputError
        If `text` cannot be read, or has no digit to be remembered.
    """
    task = model.config.task
    tokens, x = model.read(text)  # (T, I)
    said = _answers(task, tokens, model)
    words = list(model.vocabulary.tokens)
    numbers = [words.index(word) if task in SYMBOLIC else float(word) for word in said]
    wanted = torch.tensor(numbers)  # (T,)

    def losses(output: Tensor, steps: slice) -> Tensor:
        return loss_of(task, model.output(output), wanted[steps], reduction="none")  # (K,)

    network = unroll(model.cell, x, losses, end=end)
    here = slice(network.begin, end)
    return UnrolledReading(network, tokens[here], said[here])


def _answers(task: str, tokens: list[str], model: MemoryNetwork) -> list[str]:
    """What would be right at each step: of symbols the first digit or the latest one, of values the sum so far."""
    if task not in SYMBOLIC:
        sums = accumulate(float(token) if token.startswith("+") else 0.0 for token in tokens)
        return [f"{total:.3g}" for total in sums]
    known = set(model.vocabulary.tokens[: model.answers])
    digits = [token for token in tokens if token in known]
    if not digits:
        raise InputError(
            "There is no digit in this sequence, so no answer is right. Begin with a digit and go on with letters, as"
            " in 3 a d b."
        )
    if task == "recall":
        return [digits[0]] * len(tokens)
    return list(accumulate(tokens, lambda last, token: token if token in known else last, initial=digits[0]))[1:]
