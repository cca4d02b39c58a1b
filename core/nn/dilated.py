"""One layer of dilated convolutions with gates, column by column: what writes sound sample by sample.

A layer of two taps, d samples apart, with filter and gate::

    z_t = tanh(U_f u_{t−d} + W_f u_t + b_f) ∘ σ(U_g u_{t−d} + W_g u_t + b_g)

Whoever writes one column and whoever writes a thousand call the same compiled code, so that each number is the same to
the last bit.

References
----------
- van den Oord et al. 2016, "WaveNet: A Generative Model for Raw Audio", equation 2.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.nn.cells.kernels import kernel, sigmoid, tanh


@kernel
def gated_layer(then, now, bias, w_then, w_now, z):
    """Write z = tanh(a^f) ∘ σ(a^g) of P columns: then, now and z (P, C), bias (P, 2C), weights (C, 2C)."""
    P, C = now.shape
    a: Any = np.empty(2 * C, now.dtype)
    for p in range(P):
        for j in range(2 * C):
            a[j] = bias[p, j]
        for i in range(C):
            x_then, x_now = then[p, i], now[p, i]
            for j in range(2 * C):
                a[j] += x_then * w_then[i, j]
            for j in range(2 * C):
                a[j] += x_now * w_now[i, j]
        for j in range(C):
            z[p, j] = tanh(a[j]) * sigmoid(a[C + j])


@kernel
def add_product(x, weight, y):
    """Y + x W → y: x (P, I), weight (I, O), y (P, O)."""
    P, inputs = x.shape
    for p in range(P):
        for i in range(inputs):
            factor = x[p, i]
            for o in range(weight.shape[1]):
                y[p, o] += factor * weight[i, o]
