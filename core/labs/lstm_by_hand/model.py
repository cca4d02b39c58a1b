"""One LSTM unit, small enough to follow with a pencil: its gates are set by hand, or computed from twelve weights.

By hand, every activation is the identity (i, f and o are numbers from 0 to 1 that a person chooses at each step)::

    c_t = f_t · c_{t−1} + i_t · x_t
    h_t = o_t · c_t

From weights it is the LSTM of `core.nn.cells.lstm` with one input and one unit; every gate has a w_x, a w_h and a b::

    i_t = σ(w_x x_t + w_h h_{t−1} + b)        and so f_t, o_t, each from its own three weights
    g_t = tanh(w_x x_t + w_h h_{t−1} + b)
    c_t = f_t · c_{t−1} + i_t · g_t
    h_t = o_t · tanh(c_t)

The arithmetic is that of Python's floats; nothing heavier is imported until somebody wants a trace.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import exp, tanh
from typing import TYPE_CHECKING

from core.errors import InputError
from core.labs.lstm_by_hand.config import ByHandConfig

if TYPE_CHECKING:
    import xarray as xr

WORKED_EXAMPLE = {"input_gate": "1 1 0 0 0", "forget_gate": "1 1 1 1 0", "output_gate": "0 0 0 1 0"}
"""The gates of the lecture's worked example, one number a step; its inputs are 3 4 2 1 3."""

KEEP = {"input_gate": 0.0, "forget_gate": 1.0, "output_gate": 0.0}
"""What the gates are at a step for which nobody has set them: nothing comes in, nothing is lost, nothing goes out."""

LONGEST = 24
"""Steps that one can still follow."""

LARGEST = 999.0
"""The largest input, in absolute value."""

Steps = dict[str, tuple[float, ...]]
"""``x``, the gates, ``candidate``, ``cell_state`` and ``hidden_state``: one number a step each."""


class LSTMByHand:
    """The cell.

    Parameters
    ----------
    config : ByHandConfig, optional
        Whether its gates are set or computed, and its weights.
    """

    def __init__(self, config: ByHandConfig | None = None) -> None:
        self.config = config or ByHandConfig()

    def read(self, text: str, gates: Mapping[str, str] = WORKED_EXAMPLE) -> Steps:
        """What happens at each step.

        Parameters
        ----------
        text : str
            1 … `LONGEST` numbers, with spaces or commas between them.
        gates : mapping of str to str, optional
            The gates that are set by hand, written like `WORKED_EXAMPLE`. A step that is not in it keeps what there is
            (`KEEP`); numbers beyond the last step wait for one. Gates that are computed need none.

        Raises
        ------
        InputError
            If `text` is no such list of numbers, or a gate is none from 0 to 1.
        """
        x = inputs_of(text)
        if self.config.gates == "hand":
            return _by_hand(x, {name: _gate(name, gates.get(name, ""), len(x)) for name in KEEP})
        return _by_weights(x, self.config)

    def trace(self, text: str, gates: Mapping[str, str] = WORKED_EXAMPLE) -> xr.Dataset:
        """`read`, as a trace of one layer with one unit; its tokens are the inputs, as they are written.

        Raises
        ------
        InputError
            As `read` does.
        """
        import xarray as xr

        from core.trace.schema import check, text_array

        steps = self.read(text, gates)
        x = steps.pop("x")
        return check(
            xr.Dataset(
                {name: (("layer", "time", "unit"), [[[value] for value in values]]) for name, values in steps.items()},
                {"token": ("time", text_array(written(value) for value in x))},
                {
                    "cell": "lstm",
                    "layers": 1,
                    "unbounded": "candidate hidden_state" if self.config.gates == "hand" else "",
                    "cell_state_before": [0.0],
                    "hidden_state_before": [0.0],
                },
            )
        )


def _by_hand(x: tuple[float, ...], gates: Steps) -> Steps:
    c, cells = 0.0, []
    for x_t, i, f in zip(x, gates["input_gate"], gates["forget_gate"], strict=True):
        c = f * c + i * x_t
        cells.append(c)
    outputs = tuple(o * c for o, c in zip(gates["output_gate"], cells, strict=True))
    return {"x": x, **gates, "candidate": x, "cell_state": tuple(cells), "hidden_state": outputs}


def _by_weights(x: tuple[float, ...], w: ByHandConfig) -> Steps:
    c, h, rows = 0.0, 0.0, []
    for x_t in x:
        i = sigmoid(w.input_x * x_t + w.input_h * h + w.input_b)
        f = sigmoid(w.forget_x * x_t + w.forget_h * h + w.forget_b)
        o = sigmoid(w.output_x * x_t + w.output_h * h + w.output_b)
        g = tanh(w.candidate_x * x_t + w.candidate_h * h + w.candidate_b)
        c = f * c + i * g
        h = o * tanh(c)
        rows.append((x_t, i, f, o, g, c, h))
    names = ("x", "input_gate", "forget_gate", "output_gate", "candidate", "cell_state", "hidden_state")
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def sigmoid(a: float) -> float:
    """σ(a), 0 … 1."""
    return 1 / (1 + exp(-a)) if a >= 0 else exp(a) / (1 + exp(a))  # neither overflows


def inputs_of(text: str) -> tuple[float, ...]:
    """The inputs that a person typed.

    Raises
    ------
    InputError
        If there are none or too many, or one is not a number from −`LARGEST` to `LARGEST`.
    """
    words = _words(text)
    if not words:
        raise InputError("There is nothing to read. Type numbers with spaces between them, as in 3 4 2 1 3.")
    if len(words) > LONGEST:
        raise InputError(
            "{found} numbers are too many to follow by hand; the cell reads up to {most}. Take some of them away.",
            found=len(words),
            most=LONGEST,
        )
    x: list[float] = []
    for word in words:
        value = _number(word)
        if value is None or abs(value) > LARGEST:
            raise InputError(
                "{word} is not a number from −{most:g} to {most:g}. Type numbers with spaces between them, as in 3 4 2"
                " 1 3.",
                word=repr(word)[:40],
                most=LARGEST,
            )
        x.append(value)
    return tuple(x)


def _gate(name: str, text: str, length: int) -> tuple[float, ...]:
    found: list[float] = []
    for step, word in enumerate(_words(text)[:length], start=1):
        value = _number(word)
        if value is None or not 0 <= value <= 1:
            raise InputError(
                "Gate {gate} is {word} at step {step}. A gate is a number from 0 (shut) to 1 (open).",
                gate=name[0],
                step=step,
                word=repr(word)[:40],
            )
        found.append(value)
    return tuple(found) + (KEEP[name],) * (length - len(found))


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,;，；、]+", text) if word]


def _number(word: str) -> float | None:
    """`word` as a plain decimal number, or None if it is not one (so neither ``nan`` nor ``1_0``)."""
    plain = word.replace("−", "-")
    return float(plain) + 0.0 if re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", plain, re.ASCII) else None


def written(value: float) -> str:
    """A number as a person writes it: ``3``, ``0.5``, ``-1.25``."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
