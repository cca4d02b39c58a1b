"""What the cells' inner loops are written in: Python that numba compiles to vector instructions, on first use.

A step of a recurrent cell is a matrix product and a dozen small operations. In torch each of these is a call of its
own, which takes longer than its sums; written as loops over units they are compiled to one pass, and read like the
equations. A compiled kernel is kept on disk beside its source.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit, types
from numba.extending import overload

_SPEED: Any = {"error_model": "numpy", "fastmath": {"contract", "nsz", "arcp"}}  # numba keeps its type to itself
"""As in numpy, 1/0 is ∞; NaN stays NaN, so that a training that diverges is seen to."""

_LOG2E, _LN2_HIGH, _LN2_LOW = map(np.float32, (1 / math.log(2), 355 / 512, math.log(2) - 355 / 512))
_LOWEST, _HIGHEST, _HALF = map(np.float32, (-87, 88, 0.5))
_T0, _T1, _T2, _T3, _T4, _T5, _T6 = (np.float32(1 / math.factorial(n)) for n in range(7))


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function`, which loops over arrays, on its first call with new types."""
    return njit(function, cache=True, nogil=True, **_SPEED)


def exp(x: float) -> float:
    """eˣ, inside kernels: to single precision (1e-7) by a sum that fits vector registers, to double precision by the C
    library.

    With k the integer nearest to x / ln 2 and r = x − k ln 2, which lies within ±ln 2 / 2::

        eˣ = 2ᵏ eʳ        eʳ ≈ 1 + r + r²/2! + … + r⁶/6!
    """
    return math.exp(x)


@overload(exp, jit_options=_SPEED, inline="always")
def _exp(x):
    if x != types.float32:
        return lambda x: math.exp(x)

    def single(x):
        x = _LOWEST if x < _LOWEST else x  # written so that NaN passes
        x = _HIGHEST if x > _HIGHEST else x
        k = np.floor(x * _LOG2E + _HALF)
        r = (x - k * _LN2_HIGH) - k * _LN2_LOW
        power = np.int32((np.int32(k) + np.int32(127)) << np.int32(23)).view(np.float32)  # 2ᵏ by its bits
        return power * (_T0 + r * (_T1 + r * (_T2 + r * (_T3 + r * (_T4 + r * (_T5 + r * _T6))))))

    return single


def sigmoid(x: float) -> float:
    """σ(x) = 1 / (1 + e⁻ˣ), inside kernels."""
    return 1 / (1 + math.exp(-x))


@overload(sigmoid, jit_options=_SPEED, inline="always")
def _sigmoid(x):
    one = _one(x)
    return lambda x: one / (one + exp(-x))


def tanh(x: float) -> float:
    """The hyperbolic tangent, 2σ(2x) − 1, inside kernels."""
    return math.tanh(x)


@overload(tanh, jit_options=_SPEED, inline="always")
def _tanh(x):
    one = _one(x)
    return lambda x: (one + one) / (one + exp(-(x + x))) - one


def _one(kind: Any) -> np.floating:
    return np.float32(1) if kind == types.float32 else np.float64(1)
