"""What attention by location adds: the features it reads off the alignment before, and the scores there would be
without them.

With e_ij = vᵀ tanh(W z_i + U h_j + Q f_ij + b) and f_i = F * α_{i−1} (core.nn.location_attention), attention by content
alone would score

    e_ij = vᵀ tanh(W z_i + U h_j + b)

Chorowski et al. fear that it scores like annotations alike, wherever they stand. That is a risk and no identity: in an
encoder that reads in both directions, a sound that comes twice has two annotations, and they need not score the same.

References
----------
- Chorowski, Bahdanau, Serdyuk, Cho, Bengio 2015, "Attention-Based Models for Speech Recognition", section 2.1 and
equations 8 and 9.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
import xarray as xr

from core.labs.speech_recognition.model import Listener
from core.nn.location_attention import LocationAttention


class Located(NamedTuple):
    """One step of attention by location, taken apart.

    Attributes
    ----------
    before : ndarray, shape (S,)
        The alignment of the step before, α_{i−1}; at the first step, all of it on position 0.
    features : ndarray, shape (K, S)
        What each filter sees of it, f_i.
    content : ndarray, shape (S,)
        The scores without it.
    """

    before: np.ndarray
    features: np.ndarray
    content: np.ndarray


@torch.no_grad()
def located(model: Listener, trace: xr.Dataset, target: int) -> Located:
    """The step of a trace of `model` that writes output token `target`, counted from 0.

    Raises
    ------
    ValueError
        If the model attends by content alone.
    """
    attention = model.attention
    if not isinstance(attention, LocationAttention):
        raise ValueError("only attention by location can be taken apart into content and location")
    alignment = trace["alignment"].transpose("target", "source").values
    before = alignment[target - 1] if target else np.eye(1, alignment.shape[1], dtype=np.float32)[0]
    padded = F.pad(torch.as_tensor(before), (attention.reach, attention.reach))  # (S + width − 1,)
    features = attention.filters @ padded.unfold(0, 2 * attention.reach + 1, 1).T  # (K, S)
    query = torch.as_tensor(trace["query"].isel(target=target).values)  # (H,)
    annotation = torch.as_tensor(trace["annotation"].transpose("source", "unit").values)  # (S, H)
    content = torch.tanh(attention.keys(annotation) + attention.weight @ query) @ attention.v  # (S,)
    return Located(before, features.numpy(), content.numpy())
