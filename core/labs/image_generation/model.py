"""A network that paints: of every pixel it says, from the pixels before it in raster order, how likely each level is.

With x_1 … x_P the pixels of a picture, row by row from the top left, and k what it is to show::

    p(x | k) = Π_t p(x_t | x_1 … x_{t−1}, k)
    p(x_t = l | x_1 … x_{t−1}, k) = softmax(V h_t + c)_l

h_t comes from one of the architectures of `core.labs.image_generation.architectures`; all else is the same for all
of them.

References
----------
- Theis, Bethge 2015, "Generative Image Modeling Using Spatial LSTMs": pictures by the chain rule, with a
two-dimensional LSTM.
- van den Oord, Kalchbrenner, Kavukcuoglu 2016, "Pixel Recurrent Neural Networks": each pixel a softmax over its levels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
import xarray as xr
from torch import Tensor, nn

from core.errors import InputError
from core.labs.image_generation.architectures.family import kind_of, painter
from core.labs.image_generation.architectures.masked_windows import Sizes, dropped
from core.labs.image_generation.config import ImageConfig
from core.labs.image_generation.schema import SCHEMA
from core.nn.sampling import Sampling, pick, reshape
from core.trace.schema import check, text_array


class PictureLike(Protocol):
    """What the network reads: levels (height, width) and their class, which can be had in fewer levels."""

    @property
    def pixels(self) -> np.ndarray: ...  # noqa: D102
    @property
    def label(self) -> int: ...  # noqa: D102

    def at(self, levels: int) -> PictureLike:
        """The same in fewer levels."""
        ...


@dataclass(frozen=True, eq=False)
class Painted:
    """Pictures, and what the network believed before it painted each of their pixels.

    Attributes
    ----------
    pictures : ndarray of uint8, shape (N, height, width)
        Levels.
    probability : ndarray of float32, shape (N, height, width, L)
        The network's own distribution of each pixel, given those before it.
    after : ndarray of float32, shape (N, height, width, L)
        The same after temperature, top-k and top-p: what the die fell upon.
    dice : ndarray, shape (N, height, width)
        The number, 0 … 1, that was thrown for each pixel.
    given : ndarray of bool, shape (N, height, width)
        Pixels that were there already; their dice decided nothing.
    """

    pictures: np.ndarray
    probability: np.ndarray
    after: np.ndarray
    dice: np.ndarray
    given: np.ndarray


class PixelModel(nn.Module):
    """An architecture that paints, what tells it the class, and a linear layer that makes a distribution of its state.

    Parameters
    ----------
    config : ImageConfig
        The architecture and its sizes.
    height, width : int
        Of every picture; P = height · width.
    levels : int
        L, the values that a pixel can have.
    classes : sequence of str
        Names of what a picture can show; one, which is empty, if nothing is known.
    palette : sequence of (int, int, int)
        The colour of each level, 0 … 255.
    """

    def __init__(
        self,
        config: ImageConfig,
        height: int,
        width: int,
        levels: int,
        classes: Sequence[str],
        palette: Sequence[Sequence[int]],
    ) -> None:
        super().__init__()
        self.config, self.height, self.width, self.levels = config, height, width, levels
        self.classes, self.palette = tuple(classes), tuple(tuple(map(int, colour)) for colour in palette)
        told = config.conditional and len(self.classes) > 1
        self.condition = nn.Embedding(len(self.classes), config.embedding_size) if told else None
        kind = kind_of(config.architecture)
        self.painter = painter(config.architecture)(
            Sizes(
                height,
                width,
                levels,
                config.hidden_size or kind.hidden_size,
                config.layers or kind.layers,
                config.embedding_size,
                config.embedding_size if told else 0,
                config.dropout,
            )
        )
        self.output = nn.Linear(self.painter.size, levels)

    @property
    def conditional(self) -> bool:
        """Whether it is told the class of a picture."""
        return self.condition is not None

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew from `generator`: embeddings normal, biases 0, other weights uniform from
        ±1/√inputs.
        """
        for module in self.modules():
            if isinstance(module, nn.Embedding):
                nn.init.normal_(module.weight, generator=generator)
            elif isinstance(module, nn.Linear | nn.Conv2d):
                bound = module.weight[0].numel() ** -0.5
                nn.init.uniform_(module.weight, -bound, bound, generator=generator)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        self.painter.initialise(generator)

    def forward(self, pictures: Tensor, classes: Tensor | None, noise: torch.Generator | None = None) -> Tensor:
        """What it believes of every pixel of finished pictures, each from those before it (teacher forcing).

        Parameters
        ----------
        pictures : Tensor, shape (B, height, width), int64
            Levels.
        classes : Tensor, shape (B,), int64, or None
            What they show; a network that is not told does not look at it.
        noise : Generator, optional
            What dropout is drawn from, in training. Without it nothing is dropped.

        Returns
        -------
        Tensor, shape (B, height, width, L)
            Logits.
        """
        hidden, _ = self.painter(self._canvas(pictures), self._told(classes), noise)  # (P, B, F)
        hidden = dropped(hidden, self.config.dropout, noise)
        return self.output(hidden).transpose(0, 1).unflatten(1, (self.height, self.width))

    # ---- painting ----

    def paint(
        self,
        count: int,
        classes: Sequence[int] | None,
        sampling: Sampling,
        seed: int,
        given: np.ndarray | None = None,
        start: int = 0,
    ) -> Painted:
        """Paint pictures side by side, pixel by pixel, each state computed once and carried on.

        Every pixel has a die of its own, thrown before all starts: if one pixel is changed, those after it change only
        by what the network makes of that.

        Parameters
        ----------
        count : int
            N pictures; the first ones are the same however many there are.
        classes : sequence of int, or None
            What each is to show; by default, and if the network can be told, picture k shows class k, in turns.
        sampling : Sampling
            Temperature, top-k and top-p.
        seed : int
            Fixes all dice.
        given : ndarray of int, shape (N, height, width) or (height, width), optional
            Pixels that are there already; −1 where the network is to paint.
        start : int
            In raster order, the first pixel that the network paints: those before it must be given, and from it on none
            is.

        Raises
        ------
        InputError
            If classes or pixels are given that it does not know.
        """
        return self._paint(self.painter.strokes, count, classes, sampling, seed, given, start)

    def paint_recomputing(
        self,
        count: int,
        classes: Sequence[int] | None,
        sampling: Sampling,
        seed: int,
        given: np.ndarray | None = None,
        start: int = 0,
    ) -> Painted:
        """The same pictures as of `paint`, the slow way: at every pixel the network reads the whole canvas from the
        start.
        """
        return self._paint(self._fresh_strokes, count, classes, sampling, seed, given, start)

    def _fresh_strokes(self, canvas: Tensor, condition: Tensor | None) -> Iterator[Tensor]:
        for place in range(self.height * self.width):
            yield self.painter(canvas, condition)[0][place]  # (B, F)

    @torch.no_grad()
    def _paint(
        self,
        strokes: Callable[[Tensor, Tensor | None], Iterator[Tensor]],
        count: int,
        classes: Sequence[int] | None,
        sampling: Sampling,
        seed: int,
        given: np.ndarray | None,
        start: int,
    ) -> Painted:
        P = self.height * self.width
        given = self._given(count, given, start)  # (N, P)
        dice = np.random.default_rng(seed).random((count, P))
        canvas = self._canvas(torch.zeros(count, self.height, self.width, dtype=torch.int64))  # (N, P + 1)
        pixels = canvas.numpy()
        before, after = np.empty((2, P, count, self.levels), np.float32)
        untouched = sampling == Sampling()
        for place, hidden in enumerate(strokes(canvas, self._told(self._classes(count, classes)))):
            before[place] = believed = self.output(hidden).softmax(-1).numpy()  # (N, L)
            after[place] = drawn_from = believed if untouched else reshape(believed, sampling)
            there = given[:, place]
            pixels[:, place] = np.where(there < 0, pick(drawn_from, dice[:, place]), there)
        pictures = pixels[:, :P].reshape(count, self.height, self.width).astype(np.uint8)
        believed, drawn_from = (
            p.swapaxes(0, 1).reshape(*pictures.shape, -1) for p in (before, after)
        )  # (N, h, w, L) each
        return Painted(
            pictures, believed, drawn_from, dice.reshape(pictures.shape), (given >= 0).reshape(pictures.shape)
        )

    def _given(self, count: int, given: np.ndarray | None, start: int) -> np.ndarray:
        """What is there already, (N, P); −1 elsewhere."""
        shape = (self.height, self.width)
        given = np.full(shape, -1) if given is None else np.asarray(given, np.int64)
        if given.shape[-2:] != shape or given.ndim > 3 or (given.ndim == 3 and len(given) != count):
            raise InputError(
                "A picture of {found} pixels is given, but the network paints {height} × {width}. Bring it to that"
                " size.",
                found=" × ".join(map(str, given.shape)),
                height=self.height,
                width=self.width,
            )
        given = np.broadcast_to(given, (count, *shape)).reshape(count, -1).copy()
        if given.min() < -1 or given.max() >= self.levels:
            raise InputError(
                "A given pixel has level {found}; the network knows levels 0 … {most}. Choose one of these.",
                found=int(given.min() if given.min() < -1 else given.max()),
                most=self.levels - 1,
            )
        if (given[:, :start] < 0).any():
            raise InputError(
                "The network is to paint from pixel {start} on, but not all pixels before it are given. Give them, or"
                " start earlier.",
                start=start,
            )
        if start:
            given[:, start:] = -1
        return given

    def _classes(self, count: int, classes: Sequence[int] | None) -> Tensor:
        known = len(self.classes)
        classes = [k % known for k in range(count)] if classes is None else list(map(int, classes))
        if len(classes) != count or not all(0 <= k < known for k in classes):
            raise InputError(
                "{found} classes are asked for with {count} pictures; each picture needs one of 0 … {most}.",
                found=len(classes),
                count=count,
                most=known - 1,
            )
        return torch.tensor(classes)

    # ---- looking inside ----

    @torch.no_grad()
    def trace(self, picture: PictureLike) -> xr.Dataset:
        """Everything that happens inside while the network reads a finished picture.

        Returns
        -------
        Dataset
            ``pixel`` and ``surprise`` (row, column), −log₂ of the probability that the pixel had before it was painted;
            ``probability`` (row, column, vocabulary); gates and states on (layer, row, column, unit), with a
            ``direction`` where there are two, and with an ``axis`` where there is a memory for each (see
            `core.trace.schema`). Attributes: ``architecture``, ``levels``, ``class`` (its name), ``bits_per_pixel`` and
            ``palette``, red, green and blue of each level in turn.

        Raises
        ------
        InputError
            If the picture is not of the size or the levels that the network knows.
        """
        picture = picture.at(self.levels)
        if picture.pixels.shape != (self.height, self.width):
            raise InputError(
                "The picture has {rows} × {columns} pixels, but the network paints {height} × {width}. Choose a picture"
                " of the data that it learnt from.",
                rows=picture.pixels.shape[0],
                columns=picture.pixels.shape[1],
                height=self.height,
                width=self.width,
            )
        pixels = torch.from_numpy(picture.pixels.astype(np.int64))[None]  # (1, h, w)
        label = picture.label % len(self.classes)
        hidden, internals = self.painter(self._canvas(pixels), self._told(torch.tensor([label])))  # (P, 1, F)
        log_p = self.output(hidden)[:, 0].log_softmax(-1)  # (P, L)
        shape = (self.height, self.width)
        surprise = -log_p.gather(1, pixels.view(-1, 1)).view(shape).numpy() / math.log(2)
        trace = xr.Dataset(
            {
                **self._stacked(internals),
                "pixel": (("row", "column"), picture.pixels.astype(np.float32)),
                "probability": (("row", "column", "vocabulary"), log_p.exp().view(*shape, -1).numpy()),
                "surprisal": (("row", "column"), surprise),
            },
            {"word": ("vocabulary", text_array(map(str, range(self.levels))))},
            {
                "architecture": self.config.architecture,
                "levels": self.levels,
                "class": self.classes[label],
                "bits_per_pixel": float(surprise.mean()),
                "palette": [channel for colour in self.palette for channel in colour],
            },
        )
        return check(trace, SCHEMA)

    def _stacked(self, internals: list[dict[str, Tensor]]) -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
        """The internals (P, 1, [A,] H) of each layer as variables of a trace."""
        parts = getattr(self.painter, "parts", ())
        dims = ("layer", *parts, "row", "column", "unit")
        variables = {}
        for name in internals[0]:
            values = torch.stack([inside[name][:, 0] for inside in internals])  # (layer, P, [A,] H)
            if parts:
                values = values.movedim(2, 1)  # (layer, A, P, H)
            variables[name] = (dims, values.unflatten(-2, (self.height, self.width)).numpy())
        return variables

    def order(self) -> np.ndarray:
        """At which moment of a reading each pixel's state can be computed, counted from 0: int, (height, width).

        Pixels of one moment are computed at once; painting takes one pixel after the other, whatever the architecture.
        """
        return self.painter.moments().reshape(self.height, self.width)

    def field(self, row: int, column: int) -> np.ndarray:
        """The pixels that this one can depend on, by the wiring alone, whatever the weights: bool, (height, width)."""
        return self.painter.reached()[row * self.width + column].reshape(self.height, self.width)

    # ---- what is kept ----

    def header(self) -> dict[str, Any]:
        """What `rebuild` needs beside the config, as JSON-able facts."""
        return {
            "height": self.height,
            "width": self.width,
            "levels": self.levels,
            "classes": list(self.classes),
            "palette": [list(colour) for colour in self.palette],
        }

    @classmethod
    def rebuild(cls, config: ImageConfig, header: Mapping[str, Any]) -> PixelModel:
        """A model of the shape that `header` and `config` tell, to load weights into."""
        return cls(config, *(header[name] for name in ("height", "width", "levels", "classes", "palette")))

    def _canvas(self, pictures: Tensor) -> Tensor:
        """Pictures row by row, and after them the level of what is outside: (B, P + 1)."""
        outside = pictures.new_full((len(pictures), 1), self.levels)
        return torch.cat((pictures.flatten(1), outside), 1)

    def _told(self, classes: Tensor | None) -> Tensor | None:
        """What tells the class, (B, C); None if it is not told."""
        return None if self.condition is None else self.condition(classes)
