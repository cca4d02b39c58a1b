"""A network that writes down a melody that it hears badly.

The true note y_t walks by −1, 0 or +1; what is heard, x_t, is wrong half of the time. The note before tells more than
the ear: so the network reads both, x_t and ŷ_{t−1}, the note that was written last::

    h_t = GRU([x_t; ŷ_{t−1}], h_{t−1})      one-hot, h_0 = 0
    p(y_t) = softmax(V h_t + b)

In training, ŷ_{t−1} may be the true note; when it writes alone, it is its own.

References
----------
- Bengio, Vinyals, Jaitly, Shazeer 2015, "Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks".
"""

from __future__ import annotations

import torch
import xarray as xr
from torch import Tensor, nn
from torch.nn.functional import one_hot, pad

from core.labs.generation_tips.examples import NOTES, Given
from core.labs.generation_tips.schema import SCHEMA
from core.nn.cells.gru import GRU
from core.trace.schema import check, stacked, text_array


class Follower(nn.Module):
    """A GRU over what is heard and what was written.

    Parameters
    ----------
    hidden_size : int
        Units H.
    """

    def __init__(self, hidden_size: int) -> None:
        super().__init__()
        self.cell = GRU(2 * NOTES + 1, hidden_size)  # a note that is heard, and one before or none
        self.output = nn.Linear(hidden_size, NOTES)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all parameters anew from `generator`."""
        self.cell.reset_parameters(generator)
        bound = self.output.in_features**-0.5
        nn.init.uniform_(self.output.weight, -bound, bound, generator=generator)
        nn.init.zeros_(self.output.bias)

    def forward(self, heard: Tensor, before: Tensor) -> tuple[Tensor, list[dict[str, Tensor]]]:
        """Follow melodies whose notes before are known.

        Parameters
        ----------
        heard : Tensor, shape (B, T), int64
            The notes that are heard.
        before : Tensor, shape (B, T), int64
            What is fed back at each step; `NOTES` where there is none.

        Returns
        -------
        logits : Tensor, shape (B, T, N)
        gates : list of dict of str to Tensor, shape (B, T, H)
        """
        x = torch.cat((one_hot(heard, NOTES), one_hot(before, NOTES + 1)), dim=-1).float()  # (B, T, 2N + 1)
        states, _, gates = self.cell(x)  # (B, T, H)
        return self.output(states), gates

    @torch.no_grad()
    def write(
        self,
        heard: Tensor,
        true: Tensor | None = None,
        share: float = 0.0,
        generator: torch.Generator | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Write notes one after the other, each read back; a `share` of those that are read back are the true ones.

        Parameters
        ----------
        heard : Tensor, shape (B, T), int64
            The notes that are heard.
        true : Tensor, shape (B, T), int64, optional
            The true ones, where a share of them is read back.
        share : float, 0 … 1
            ε of Bengio et al. 2015.
        generator : torch.Generator, optional
            With it a note is drawn from its distribution; without, it is the likeliest one.

        Returns
        -------
        written, before : Tensor, shape (B, T), int64
            What was written and what was fed back.
        """
        (B, T), H = heard.shape, self.cell.hidden_size
        weights = self.cell.weights(0)
        heard_part, before_part = weights["weight_ih"].t().split((NOTES, NOTES + 1))  # (N, 3H), (N + 1, 3H)
        sums = heard_part[heard] + weights["bias_ih"]  # (B, T, 3H)
        matrix = weights["weight_hh"].t().contiguous()  # (H, 3H)
        state = matrix.new_zeros(B, H)  # (B, H)
        note, written, before = torch.full((B,), NOTES), [], []
        for t in range(T):
            before.append(note)
            a, u = sums[:, t] + before_part[note], torch.addmm(weights["bias_hh"], state, matrix)  # (B, 3H) each
            r, z = torch.sigmoid(a[:, : 2 * H] + u[:, : 2 * H]).chunk(2, dim=1)  # (B, H) each
            n = torch.tanh(a[:, 2 * H :] + r * u[:, 2 * H :])  # (B, H)
            state = n + z * (state - n)  # (B, H)
            note = chosen(self.output(state), generator)  # (B,)
            written.append(note)
            if true is not None and share > 0:
                note = torch.where(torch.rand(B, generator=generator) < share, true[:, t], note)  # (B,)
        return torch.stack(written, dim=1), torch.stack(before, dim=1)

    def trace(self, example: Given, remedy: bool) -> xr.Dataset:
        """What happens inside as it writes a melody alone.

        Returns
        -------
        Dataset
            On ``time`` are its notes, named by their numbers. ``probability`` (time, vocabulary), ``forced`` the same
            if the true notes are fed back, the gates and states as it writes alone (layer, time, unit). Coordinates on
            time: ``true`` and ``heard``, numbers of notes.
        """
        heard, true = example.melody()  # (T,) each
        with torch.no_grad():
            written, before = self.write(heard.unsqueeze(0))  # (1, T)
            alone, gates = self(heard.unsqueeze(0), before)  # (1, T, N)
            forced, _ = self(heard.unsqueeze(0), shifted(true.unsqueeze(0)))  # (1, T, N)
        variables = stacked(gates, 1)
        variables["probability"] = (("time", "vocabulary"), alone[0].softmax(-1).numpy())
        variables["forced"] = (("time", "vocabulary"), forced[0].softmax(-1).numpy())
        coords = {
            "token": ("time", text_array([str(note + 1) for note in written[0].tolist()])),
            "word": ("vocabulary", text_array([str(note + 1) for note in range(NOTES)])),
            "true": ("time", true.numpy()),
            "heard": ("time", heard.numpy()),
        }
        return check(xr.Dataset(variables, coords, {"cell": "gru"}), SCHEMA)


def chosen(logits: Tensor, generator: torch.Generator | None) -> Tensor:
    """One of the places of logits (B, N): the likeliest or, from `generator`, one that is drawn; (B,)."""
    if generator is None:
        return logits.argmax(-1)  # (B,)
    return torch.multinomial(logits.softmax(-1), 1, generator=generator)[:, 0]  # (B,)


def shifted(true: Tensor) -> Tensor:
    """The note before each of the true ones (B, T); `NOTES` before the first."""
    return pad(true[:, :-1], (1, 0), value=NOTES)  # (B, T)
