"""The knobs of a network that writes down what it hears: lab ``speech_recognition``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, dropout, learning_rate
from core.knobs import check_config, knob


@dataclass(frozen=True)
class SpeechConfig:
    """Knobs of a listener and of its training (lab ``speech_recognition``)."""

    data: str = knob(
        "digits",
        "Data",
        "What is said: one to six digits in any order; as many, counted up, so that what comes next can be guessed"
        " without listening; numbers; or dates.",
        choices=("digits", "counting", "numbers", "dates"),
    )
    target: str = knob(
        "phonemes",
        "Target",
        "What is written: the phonemes that are heard, or the characters of the text. Your own recordings are always"
        " written in characters, because nobody marked their phonemes.",
        choices=("phonemes", "characters"),
    )
    encoder: str = knob(
        "stacked",
        "Encoder",
        "How frames become positions to attend to: several are laid side by side and read by a GRU in both directions,"
        " or a pyramid of LSTMs halves their number layer by layer (Chan et al. 2016).",
        choices=("stacked", "pyramid"),
    )
    frames: int = knob(
        3,
        "Frames per position",
        "How many frames of 10 ms become one position; a pyramid makes it the next higher of 2, 4 and 8. Fewer"
        " positions are attended to faster, and more coarsely.",
        low=1,
        high=8,
    )
    attention: str = knob(
        "location",
        "Attention",
        "Whether the decoder chooses where to listen by content alone, or also by where it listened before (Chorowski"
        " et al. 2015).",
        choices=("content", "location"),
    )
    match: str = knob(
        "additive",
        "Match",
        "How attention by content alone scores a position: by a scaled dot product, or by a small network as attention"
        " by location does.",
        choices=("scaled_dot", "additive"),
    )
    filters: int = knob(
        8,
        "Filters",
        "How many filters the last alignment is convolved with in attention by location.",
        low=1,
        high=32,
    )
    width: int = knob(
        15,
        "Filter width",
        "How many positions such a filter sees, half of them before and half behind; an even number counts as the next"
        " odd one.",
        low=3,
        high=63,
    )
    hidden_size: int = knob(
        64,
        "Hidden size",
        "How many units the encoder has (half of them in each direction), and the decoder.",
        low=8,
        high=256,
    )
    embedding_size: int = knob(
        16, "Embedding size", "How many numbers stand for one symbol at the decoder's input.", low=4, high=128
    )
    token_noise: float = knob(
        0.3,
        "Token noise",
        "The share of tokens that the decoder reads back in training and that are replaced by random ones, so that it"
        " must listen rather than guess.",
        low=0.0,
        high=1.0,
    )
    guidance: int = knob(
        0,
        "Guided attention",
        "For how many training steps attention far from the diagonal is penalised, ever less (Tachibana et al. 2018);"
        " with 0 it finds its order alone.",
        low=0,
        high=2_000,
    )
    dropout: float = dropout(0.2)
    batch_size: int = knob(
        32, "Batch size", "How many utterances are heard side by side in one training step.", low=1, high=128
    )
    learning_rate: float = learning_rate(0.004)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)
