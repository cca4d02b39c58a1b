"""A network laid out in its plane: what a viewer needs to decode any place of it, and to see what lies there."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import numpy as np
import torch

from core.labs.autoencoders.model import Autoencoder, Coder
from core.labs.autoencoders.plane import CodePlane
from core.labs.autoencoders.task import AutoencoderTask


@dataclass(frozen=True, eq=False)
class LaidOut:
    """A network at a moment, and its plane.

    Attributes
    ----------
    height, width : int
        Of a picture; together X pixels.
    names : tuple of str
        Of the classes.
    sizes : tuple of int
        Of the decoder's layers, from code to picture.
    weights : str
        Of each of its layers the weights, row by row, and then the biases: float32, little-endian, in base64.
    origin, axes : ndarray, shapes (L,) and (2, L)
        Of the plane; ``reach`` and ``share`` as in `core.labs.autoencoders.plane.CodePlane`.
    codes, seen : ndarray, shapes (N, L) and (N, 2)
        m of the held-out pictures, and where they are seen in the plane.
    held_out, classes : ndarray, shapes (N, X) and (N,)
        These pictures.
    training, training_classes : ndarray, shapes (M, X) and (M,)
        The pictures that the judge asks; ``judge_reach`` is how far the nearest may be.
    """

    height: int
    width: int
    names: tuple[str, ...]
    sizes: tuple[int, ...]
    weights: str
    origin: np.ndarray
    axes: np.ndarray
    reach: float
    share: float
    codes: np.ndarray
    seen: np.ndarray
    held_out: np.ndarray
    classes: np.ndarray
    training: np.ndarray
    training_classes: np.ndarray
    judge_reach: float

    @classmethod
    @torch.no_grad()
    def of(cls, model: Autoencoder, task: AutoencoderTask) -> LaidOut:
        """Of a network that learns this task."""
        codes = model.encode(task.held_out).mean  # (N, L)
        plane = plane_of(model, task)
        judge = task.judge
        sizes, weights = packed(model.decoder)
        return cls(
            height=model.height,
            width=model.width,
            names=task.pictures.classes,
            sizes=sizes,
            weights=weights,
            origin=plane.origin.numpy(),
            axes=plane.axes.numpy(),
            reach=plane.reach,
            share=plane.share,
            codes=codes.numpy(),
            seen=plane.seen(codes).numpy(),
            held_out=task.held_out.numpy(),
            classes=task.pictures.test_classes,
            training=judge.x.numpy(),
            training_classes=judge.classes.numpy(),
            judge_reach=judge.reach,
        )


@torch.no_grad()
def plane_of(model: Autoencoder, task: AutoencoderTask) -> CodePlane:
    """The plane of a network: where the codes of its training pictures lie."""
    return CodePlane.of(model.encode(task.training).mean)


def packed(decoder: Coder) -> tuple[tuple[int, ...], str]:
    """Sizes and weights of a decoder, as `LaidOut` has them."""
    linear = [layer for layer in decoder.layers if isinstance(layer, torch.nn.Linear)]
    numbers = [values.detach().numpy().astype("<f4").tobytes() for one in linear for values in (one.weight, one.bias)]
    sizes = (linear[0].in_features, *(layer.out_features for layer in linear))
    return sizes, base64.b64encode(b"".join(numbers)).decode()
