"""A network that names the frames of a video: a GRU that looks, before each word, at the frame it wants.

With x_1 … x_K the frames, P_i a learnt vector for the place of a frame, and E_y the embedding of a word::

    k_i  = W_k x_i + P_i                    what a frame offers, as key and as value
    h_t  = GRU(E_{y_{t−1}}, h_{t−1})        y_0 = ⟨BOS⟩, h_0 = 0
    α_ti = softmax_i((W_q h_t)ᵀ k_i)        alignment
    c_t  = Σ_i α_ti k_i                     context
    p(y_t) = softmax(V [h_t; c_t] + b)

Where it looks follows from the words so far, not from where it looked before: so nothing but its training keeps it from
looking twice at one frame and never at another.

References
----------
- Luong, Pham, Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation", section 3.
- Xu et al. 2015, "Show, Attend and Tell", section 4.2.1: the penalty on Σ_t α_ti that is put on it in training.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import xarray as xr
from torch import Tensor, nn

from core.labs.generation_tips.examples import FEATURES, FRAMES, ITEMS, Given
from core.labs.generation_tips.schema import SCHEMA
from core.nn.cells.gru import GRU
from core.text.vocabulary import EOS
from core.trace.schema import check, stacked, text_array

LIMIT = 8
"""Words after which a caption is cut, its end included."""

END = len(ITEMS)
"""The number of ⟨EOS⟩."""

EMBEDDING = 16
PLACE_SCALE = 0.03
"""How far the places of the frames are apart before training: so little that they have to be found."""


class Said(NamedTuple):
    """Captions, and how they came about; L is `LIMIT`.

    Attributes
    ----------
    words : Tensor, shape (B, L), int64
        `END` from the end on.
    alignment, score : Tensor, shape (B, L, K)
    probability : Tensor, shape (B, L, V)
    """

    words: Tensor
    alignment: Tensor
    score: Tensor
    probability: Tensor


class VideoTeller(nn.Module):
    """The decoder of a video.

    Parameters
    ----------
    hidden_size : int
        Units H.
    """

    def __init__(self, hidden_size: int) -> None:
        super().__init__()
        H, V = hidden_size, len(ITEMS) + 1
        self.embedding = nn.Parameter(torch.empty(V + 1, EMBEDDING))  # the last one is ⟨BOS⟩
        self.place = nn.Parameter(torch.empty(FRAMES, H))
        self.key, self.query = nn.Linear(FEATURES, H), nn.Linear(H, H)
        self.decoder = GRU(EMBEDDING, H)
        self.output = nn.Linear(2 * H, V)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew from `generator`."""
        nn.init.normal_(self.embedding, std=0.3, generator=generator)
        nn.init.normal_(self.place, std=PLACE_SCALE, generator=generator)
        for layer in (self.key, self.output, self.query):
            bound = layer.in_features**-0.5
            nn.init.uniform_(layer.weight, -bound, bound, generator=generator)
            nn.init.zeros_(layer.bias)
        self.decoder.reset_parameters(generator)

    def forward(self, frames: Tensor, words: Tensor) -> tuple[Tensor, Tensor]:
        """What is said of each place of captions that are known: teacher forcing.

        Parameters
        ----------
        frames : Tensor, shape (B, K, D)
            What each frame shows.
        words : Tensor, shape (B, T), int64
            The captions.

        Returns
        -------
        logits : Tensor, shape (B, T, V)
        alignment : Tensor, shape (B, T, K)
        """
        bos = torch.full_like(words[:, :1], END + 1)  # (B, 1)
        before = torch.cat((bos, words[:, :-1]), dim=1)  # (B, T)
        states, _, _ = self.decoder(self.embedding[before])  # (B, T, H)
        _, alignment, logits = self._look(states, self._keys(frames))
        return logits, alignment

    def _keys(self, frames: Tensor) -> Tensor:
        return self.key(frames) + self.place  # (B, K, H)

    def _look(self, states: Tensor, keys: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Score and alignment (B, T, K) and logits (B, T, V) of states (B, T, H)."""
        score = self.query(states) @ keys.transpose(1, 2)  # (B, T, K)
        alignment = score.softmax(-1)  # (B, T, K)
        return score, alignment, self.output(torch.cat((states, alignment @ keys), dim=-1))  # (B, T, V)

    @torch.no_grad()
    def say(self, frames: Tensor, generator: torch.Generator | None = None) -> tuple[Said, list[dict[str, Tensor]]]:
        """Write captions: the likeliest word at each step or, from `generator`, one that is drawn.

        Parameters
        ----------
        frames : Tensor, shape (B, K, D)
            What each frame shows.
        generator : torch.Generator, optional
            Draws the words.

        Returns
        -------
        Said
        gates : list of dict of str to Tensor, shape (B, 1, H)
            Of the decoder, one a step.
        """
        keys, B = self._keys(frames), len(frames)
        word, ended = torch.full((B,), END + 1), torch.zeros(B, dtype=torch.bool)  # (B,) each
        state = torch.zeros(1, B, self.decoder.hidden_size)  # (1, B, H)
        steps, gates = [], []
        for _ in range(LIMIT):
            states, _, [inside] = self.decoder(self.embedding[word].unsqueeze(1), {"hidden_state": state})  # (B, 1, H)
            score, alignment, logits = self._look(states, keys)
            p = logits[:, 0].softmax(-1)  # (B, V)
            word = p.argmax(-1) if generator is None else torch.multinomial(p, 1, generator=generator)[:, 0]  # (B,)
            word = word.masked_fill(ended, END)
            ended = ended | (word == END)
            steps.append((word, alignment[:, 0], score[:, 0], p))
            gates.append(inside)
            state = states.transpose(0, 1)  # (1, B, H)
        return Said(*(torch.stack(parts, dim=1) for parts in zip(*steps, strict=True))), gates

    def trace(self, example: Given, remedy: bool) -> xr.Dataset:
        """What happens inside as it names the frames of a video.

        Returns
        -------
        Dataset
            On ``target`` are the words and the end, on ``source`` the frames, by the name of what is in them.
            ``alignment`` and ``score`` (target, source), ``probability`` (target, vocabulary), the gates and states of
            the decoder (layer, time, unit). In ``attrs``: whether the video was ``drawn`` by its number.
        """
        frames, items = example.video()
        said, gates = self.say(frames.unsqueeze(0))
        numbers = said.words[0].tolist()
        T = numbers.index(END) + 1 if END in numbers else LIMIT
        names = (*ITEMS, EOS)
        tokens = text_array([names[k] for k in numbers[:T]])
        inside = {name: torch.cat([step[name] for step in gates[:T]], dim=1) for name in gates[0]}  # (1, T, H)
        variables = stacked([inside], 1)
        variables["probability"] = (("target", "vocabulary"), said.probability[0, :T].numpy())
        for name in ("alignment", "score"):
            variables[name] = (("target", "source"), getattr(said, name)[0, :T].numpy())
        coords = {
            "token": ("time", tokens),
            "target_token": ("target", tokens),
            "source_token": ("source", text_array(items)),
            "word": ("vocabulary", text_array(names)),
        }
        return check(xr.Dataset(variables, coords, {"cell": "gru"}), SCHEMA)
