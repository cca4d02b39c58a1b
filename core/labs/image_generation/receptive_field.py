"""On which pixels a network's belief about one pixel depends, and how many bits each pixel costs.

What the wiring allows is the *theoretical* receptive field (`core.labs.image_generation.model.PixelModel.field`);
what the network makes of it is measured with the gradient, at the vector E[x_q] that stands for each pixel q::

    D_pq = ‖∂ log p(x_p | x_1 … x_{p−1}) / ∂E[x_q]‖

It is exactly 0 outside the theoretical field, and may be as good as 0 far inside it: what is not remembered does not
matter.

References
----------
- Luo, Li, Urtasun, Zemel 2016, "Understanding the Effective Receptive Field in Deep Convolutional Neural Networks".
"""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from core.labs.image_generation.model import PixelModel

AT_ONCE = 128
"""Pictures that are read together."""


def gradient_field(model: PixelModel, pictures: np.ndarray, classes: np.ndarray, row: int, column: int) -> np.ndarray:
    """How strongly the belief about one pixel depends on each pixel: D_pq, the mean over some pictures.

    Parameters
    ----------
    model : PixelModel
        Whose beliefs these are; it is left as it is.
    pictures : ndarray of int, shape (N, height, width)
        Levels; ten or so give a steady mean.
    classes : ndarray of int, shape (N,)
        What they show.
    row, column : int
        The pixel p, from 0 on.

    Returns
    -------
    ndarray, shape (height, width)
        In nats per unit of the vector of a pixel, ≥ 0; 0 at p itself and after it.
    """
    single, numbers, vectors = _with_a_vector_for_each_pixel(model, torch.from_numpy(pictures.astype(np.int64)))
    logits = single(numbers, torch.from_numpy(classes))[:, row, column]  # (N, L)
    painted = torch.from_numpy(pictures[:, row, column].astype(np.int64))
    log_p = logits.log_softmax(-1).gather(1, painted[:, None]).sum()  # no picture changes another's
    (gradient,) = torch.autograd.grad(log_p, vectors)  # (rows, E)
    return gradient.norm(dim=1)[numbers].mean(0).numpy()  # (h, w)


def _with_a_vector_for_each_pixel(model: PixelModel, pictures: Tensor) -> tuple[PixelModel, Tensor, Tensor]:
    """A copy of the model that has an embedding for each pixel of each picture, and the numbers (N, h, w) of these.

    Pixel q of picture n then has E[x_q] to itself, so that its gradient is that of this pixel, wherever it is seen.
    """
    single = copy.deepcopy(model)
    eye = getattr(single.painter, "surroundings", single.painter)
    table = eye.embedding.weight.detach()  # a row for each level, and maybe one for what is outside
    rows = torch.cat((table, table[-1:], table[pictures.flatten()]))  # (rows, E)
    eye.embedding = nn.Embedding.from_pretrained(rows, freeze=False)
    numbers = torch.arange(len(table) + 1, len(rows)).view_as(pictures)
    return single, numbers, eye.embedding.weight


@torch.no_grad()
def bits(model: PixelModel, pictures: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """How many bits each pixel costs, −log₂ p(x_p | x_1 … x_{p−1}): ndarray of float32, (N, height, width).

    Its mean over pictures is a map of what is hard to foresee; its mean over all, the bits per pixel.
    """
    maps = []
    for begin in range(0, len(pictures), AT_ONCE):
        some = torch.from_numpy(pictures[begin : begin + AT_ONCE].astype(np.int64))  # (B, h, w)
        logits = model(some, torch.from_numpy(classes[begin : begin + AT_ONCE]))  # (B, h, w, L)
        log_p = logits.log_softmax(-1).gather(3, some[..., None])[..., 0]
        maps.append(-log_p.numpy() / math.log(2))
    return np.concatenate(maps)
