"""The knobs of a network that says what it sees: lab ``captioning``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, dropout, learning_rate
from core.knobs import check_config, knob


@dataclass(frozen=True)
class CaptioningConfig:
    """Knobs of an eye and a decoder, and of their training (lab ``captioning``)."""

    architecture: str = knob(
        "soft_attention",
        "Architecture",
        "How the decoder is given the picture: not at all (no_picture), as a vector (m_rnn, once, every_step), or as"
        " cells to look at, at all of them a little, at one that a die chooses, or with an LSTM of its own.",
        choices=("no_picture", "m_rnn", "once", "every_step", "soft_attention", "hard_attention", "top_down"),
    )
    first_look: str = knob(
        "layout",
        "Image vector",
        "How the picture becomes one vector: each cell with weights of its own, so that it is known what is where, or"
        " the mean of all cells, which loses the places.",
        choices=("layout", "mean"),
    )
    objects: int = knob(2, "Objects", "How many objects a scene has at most.", low=1, high=3)
    language: str = knob("en", "Language", "The language of the captions.", choices=("en", "zh"))
    side: int = knob(
        32,
        "Picture size",
        "Rows and columns of pixels of a picture. In a larger one the objects are as large as ever and further apart,"
        " and there are more cells to look at; pictures of your own keep more of what they show.",
        choices=(32, 48, 64),
    )
    sizes: bool = knob(False, "Sizes", "Whether an object is big or small, and its caption says which.")
    held_out: str = knob(
        "pairs",
        "Held out",
        "What is never seen in training: pairs of objects side by side, or whole combinations of a colour and a shape.",
        choices=("pairs", "combinations"),
    )
    lessons: int = knob(
        400,
        "Eye lessons",
        "How often the eye is shown single objects before it is frozen; without a lesson it stays as it was drawn.",
        low=0,
        high=4_000,
    )
    hidden_size: int = knob(64, "Hidden size", "How many units the decoder has.", low=8, high=256)
    embedding_size: int = knob(
        24, "Embedding size", "How many numbers stand for one word at the decoder's input.", low=4, high=128
    )
    dropout: float = dropout(0.0)
    batch_size: int = knob(32, "Batch size", "How many scenes one training step describes.", low=1, high=256)
    learning_rate: float = learning_rate(0.006)
    eye_learning_rate: float = knob(
        0.01,
        "Learning rate of the eye",
        "How far each lesson moves the weights of the eye.",
        low=1e-6,
        high=100.0,
        log=True,
    )
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)
