"""The architectures that paint: their keys, names and files, for whoever offers a choice. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.nn.kind import NetworkKind, named


@dataclass(frozen=True)
class PainterKind(NetworkKind):
    """One architecture.

    Attributes
    ----------
    layers, hidden_size : int
        How many layers suit it, and how many units in each: about so many that all take alike long to train.
    """

    hidden_size: int
    layers: int = 1


WORDS = {
    "raster_pixel": "LSTM, previous pixel",
    "raster_patch": "LSTM, neighbouring pixels",
    "row_lstm": "Row LSTM",
    "diagonal_bilstm": "Diagonal BiLSTM",
    "grid_2d": "2-D Grid LSTM",
    "grid_3d": "3-D Grid LSTM",
    "pixel_cnn": "Gated PixelCNN",
}
"""The architectures by name (message ids)."""

_OORD = "van den Oord, Kalchbrenner, Kavukcuoglu 2016"
_GRID = "Kalchbrenner, Danihelka, Graves 2016"
_GATED = "van den Oord et al. 2016"


def _kind(key: str, origin: str, path: str, hidden_size: int, layers: int = 1) -> PainterKind:
    return PainterKind(key, WORDS[key], origin, f"core.labs.image_generation.architectures.{path}", hidden_size, layers)


PAINTERS = (
    _kind("raster_pixel", "", "raster:RasterPixel", 80),
    _kind("raster_patch", "", "raster:RasterPatch", 80),
    _kind("row_lstm", _OORD, "row_lstm:RowLSTM", 64),
    _kind("diagonal_bilstm", _OORD, "diagonal_bilstm:DiagonalBiLSTM", 56),
    _kind("grid_2d", _GRID, "grid:Grid2D", 64),
    _kind("grid_3d", _GRID, "grid:Grid3D", 40, layers=2),
    _kind("pixel_cnn", _GATED, "pixel_cnn:PixelCNN", 32, layers=4),
)
"""Every architecture, from the simplest on."""

PAINTER_KEYS = tuple(kind.key for kind in PAINTERS)


def kind_of(key: str) -> PainterKind:
    """The architecture named `key`.

    Raises
    ------
    KeyError
        If there is none.
    """
    return named(key, PAINTERS)


def painter(key: str) -> Any:
    """The class of that architecture."""
    return kind_of(key).network
