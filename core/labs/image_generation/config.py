"""The knobs of a network that paints: lab ``image_generation``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, dropout, learning_rate
from core.knobs import check_config, knob


@dataclass(frozen=True)
class ImageConfig:
    """Knobs of a network that paints pixel by pixel and of its training (lab ``image_generation``)."""

    architecture: str = knob(
        "raster_patch",
        "Architecture",
        "What carries memory from pixel to pixel: one LSTM along the rows, a whole row at once, diagonals, a grid with"
        " a memory for each axis, or no memory but masked convolutions.",
        choices=("raster_pixel", "raster_patch", "row_lstm", "diagonal_bilstm", "grid_2d", "grid_3d", "pixel_cnn"),
    )
    data: str = knob(
        "digits",
        "Data",
        "What is painted: handwritten digits, or shapes or letters drawn by code, in grey or in colour.",
        choices=("digits", "shapes", "coloured_shapes", "glyphs", "coloured_glyphs"),
    )
    levels: int = knob(
        17, "Levels", "How many shades or colours a pixel may have: 2 is black and white.", low=2, high=17
    )
    size: int = knob(
        8,
        "Size",
        "Rows and columns of drawings and of pictures of your own; digits have 8. Time grows with its square.",
        low=8,
        high=28,
    )
    coloured: bool = knob(
        False,
        "Colour",
        "Whether the levels of your own pictures are the colours that suit them best, rather than shades of grey.",
    )
    conditional: bool = knob(
        True, "Class given", "Whether the network is told the class of the picture, and so can be asked for one."
    )
    layers: int = knob(
        0,
        "Layers",
        "How many layers are stacked; 0 takes as many as suit the architecture. In a 3-D grid they are its depth.",
        low=0,
        high=8,
    )
    hidden_size: int = knob(
        0,
        "Hidden size",
        "How many units each layer has, for each direction or axis; 0 takes as many as suit the architecture.",
        low=0,
        high=256,
    )
    embedding_size: int = knob(
        8, "Embedding size", "How many numbers stand for one pixel at the network’s input.", low=2, high=64
    )
    dropout: float = dropout(0.1)
    batch_size: int = knob(
        16, "Batch size", "How many pictures are learnt from side by side in one training step.", low=1, high=256
    )
    learning_rate: float = learning_rate(0.008)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)
