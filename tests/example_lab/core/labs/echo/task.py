"""Learning to repeat: random symbols, the network, and how often it is right on sequences that it never heard."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.errors import InputError
from core.labs.echo.config import EchoConfig
from core.labs.echo.model import EchoNetwork
from core.task import SupervisedTask

QUICK, FINAL = 64, 1_000
"""Held-out sequences on which the accuracy is measured at a checkpoint and at the end."""

HELD_OUT_SEED = 1990
"""Fixes the held-out sequences; the same in every run."""


class EchoTask(SupervisedTask[EchoNetwork, Tensor]):
    """Random symbols, each to be said one step after it was heard (see `core.task.Task`).

    Parameters
    ----------
    config : EchoConfig
    data : Path, optional
        A viewer's own file.

    Raises
    ------
    InputError
        If a file of one's own is given.
    """

    def __init__(self, config: EchoConfig, data: Path | None = None) -> None:
        if data is not None:
            raise InputError("This lab draws its own symbols and takes no file. Train without one.")
        self.config = config

    def model(self, generator: torch.Generator) -> EchoNetwork:
        """A fresh network, its weights drawn from `generator`."""
        model = EchoNetwork(self.config)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> Tensor:
        """Numbers of symbols, (B, T), all equally likely."""
        return self._symbols(self.config.batch_size, self.config.length, generator)

    def loss(self, model: EchoNetwork, batch: Tensor, generator: torch.Generator) -> Tensor:
        """Cross-entropy of the symbol before, in nats; at the first step there is none."""
        logits, _ = model(batch)  # (B, T, K)
        return cross_entropy(logits[:, 1:].flatten(0, 1), batch[:, :-1].flatten())

    def quick_eval(self, model: EchoNetwork) -> dict[str, float]:
        """The ``accuracy`` on `QUICK` held-out sequences."""
        return {"accuracy": float(self.right(model, QUICK, self.config.length).mean())}

    def final_eval(self, model: EchoNetwork) -> dict[str, float]:
        """The ``accuracy`` on `FINAL` held-out sequences, and ``chance``: that of who has kept nothing, 1/K."""
        accuracy = float(self.right(model, FINAL, self.config.length).mean())
        return {"accuracy": accuracy, "chance": 1 / self.config.symbols}

    @torch.no_grad()
    def right(self, model: EchoNetwork, count: int, length: int) -> Tensor:
        """How often the network is right at each step from the second on, in held-out sequences of any length.

        Returns
        -------
        Tensor, shape (length − 1,)
            Shares of the sequences, 0 … 1.
        """
        symbols = self._symbols(count, length, torch.Generator().manual_seed(HELD_OUT_SEED))  # (B, T)
        said = model(symbols)[0].argmax(-1)  # (B, T)
        return (said[:, 1:] == symbols[:, :-1]).float().mean(0)  # (T − 1,)

    def _symbols(self, count: int, length: int, generator: torch.Generator) -> Tensor:
        return torch.randint(self.config.symbols, (count, length), generator=generator)  # (B, T)
