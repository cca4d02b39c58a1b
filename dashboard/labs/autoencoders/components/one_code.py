"""One picture on its way through encoder, noise and decoder, with its numbers and each term of its loss."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr

from dashboard.charts.colours import COLOURS
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "title": "From picture to code to picture",
    "how": "Read from left to right: what the encoder writes, what the dice add, what the decoder makes of it.",
    "picture": "picture x",
    "decoded": "decoded x̂",
    "error": "reconstruction of each pixel, (x − x̂)² / 2s²",
    "second_term": "second term",
    "kl": "KL in nats",
    "sum": "sum",
    "loss": (
        "Loss of this picture: {reconstruction} + {beta} · {term} = {loss}, reconstruction and β times the second term."
    ),
    "loss_plain": "Loss of this picture: {reconstruction}, its reconstruction; an AE has no second term and no dice.",
    "rolls": "The same picture, other dice",
    "rolls_how": "The decoder must make something like x of all of these, so near codes must be decoded alike.",
}
"""Every word it shows (message ids of the catalogues)."""

SYMBOLS = {
    "coordinate": "i",
    "mean": "m_i",
    "log_noise": "σ_i",
    "deviation": "exp(σ_i)",
    "code_noise": "e_i",
    "code": "c_i = exp(σ_i) e_i + m_i",
    "code_plain": "c_i = m_i",
}
"""What stands above the columns of its table, the same in every language."""

ONE_CODE = Component("one_code", WORDS, room=30)

TOLD = ("mean", "code", "log_noise", "code_noise", "second_term", "kl")
DRAWN = ("picture", "decoded", "error", "roll_decoded")


def one_code(trace: xr.Dataset, *, key: str, translate: Callable[[str], str] = str) -> None:
    """Draw it.

    Parameters
    ----------
    trace : Dataset
        Of `core.labs.autoencoders.model.Autoencoder.trace`.
    key : str
        Names this picture in the session state.
    translate : callable
        Takes an English message to the viewer's language.
    """
    labels = {"colour": COLOURS["error"], "symbols": SYMBOLS}
    ONE_CODE.draw(key=key, numbers=numbers(_numbers, trace), labels=labels, translate=translate)


def _numbers(trace: xr.Dataset) -> Facts:
    """The pictures as arrays; of each quantity of the code its numbers, as a list."""
    facts = {name: trace[name].values.astype(float).round(6).tolist() for name in TOLD if name in trace}
    facts |= {"variational": bool(trace.attrs["variational"]), "beta": float(trace.attrs["beta"])}
    facts["reconstruction"] = float(trace["error"].sum())
    return facts, {name: np.asarray(trace[name].values) for name in DRAWN if name in trace}
