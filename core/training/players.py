"""Who learns in a training: the parameters of each player, with an optimizer of their own."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils import clip_grad_norm_

from core.task import Model, Player


class Learner:
    """A player at work.

    Parameters
    ----------
    player : Player
    model : Model
        Whose parameters it has some of.
    config : dataclass of knobs
        Where its clipping and its bound are set.

    Attributes
    ----------
    parameters : dict of str to nn.Parameter
        Those that it moves, by their names in the model.
    optimizer : torch.optim.AdamW
        Decoupled weight decay (Loshchilov & Hutter 2019) upon Adam (Kingma & Ba 2015).
    clip : float
        The greatest length of its gradient.
    """

    def __init__(self, player: Player, model: Model, config: Any) -> None:
        self.player = player
        self.parameters = {
            name: parameter
            for name, parameter in model.named_parameters()
            if parameter.requires_grad and name.startswith(player.prefixes)
        }
        if not self.parameters:
            raise ValueError(f"the player {player.name} has no parameters that begin with {player.prefixes}")
        self.optimizer = torch.optim.AdamW(
            self._weights, betas=player.betas, fused=True
        )  # fused is 3 to 9 times faster
        self.clip: float = getattr(config, player.clip)
        self._bound: float | None = None if player.bound is None else getattr(config, player.bound)

    @property
    def _weights(self) -> list[nn.Parameter]:
        return list(self.parameters.values())

    def pull(self, loss: Tensor, *, keep: bool = False) -> float:
        """Find the gradient of `loss`, of these parameters alone, and clip it.

        Parameters
        ----------
        loss : Tensor
            A scalar.
        keep : bool
            Whether another player's loss shares the graph and is still to come.

        Returns
        -------
        float
            The length of the gradient before clipping.
        """
        self.optimizer.zero_grad()
        loss.backward(inputs=self._weights, retain_graph=keep)
        return clip_grad_norm_(self._weights, self.clip).item()

    def move(self, rate: float) -> None:
        """One step of the optimizer at this learning rate; then weights outside the bound, if any, go back to it."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.step()
        if self._bound is not None:
            with torch.no_grad():
                for parameter in self._weights:
                    parameter.clamp_(-self._bound, self._bound)

    def moments(self) -> dict[str, Tensor]:
        """The optimizer's memory, ``<parameter>.<moment>``; empty before the first step."""
        return {
            f"{name}.{moment}": values
            for name, parameter in self.parameters.items()
            for moment, values in self.optimizer.state.get(parameter, {}).items()
        }

    def recall(self, moments: dict[str, Tensor]) -> None:
        """Replace the optimizer's memory by what `moments` (of any players) hold of these parameters."""
        self.optimizer.state.clear()
        for name, values in moments.items():
            parameter, _, moment = name.rpartition(".")
            if parameter in self.parameters:
                self.optimizer.state[self.parameters[parameter]][moment] = values


def learners(players: tuple[Player, ...], model: Model, config: Any) -> dict[str, Learner]:
    """A learner for each player, by name.

    Raises
    ------
    ValueError
        If a player has no parameters, or two have the same one.
    """
    found = {player.name: Learner(player, model, config) for player in players}
    names = [name for learner in found.values() for name in learner.parameters]
    if shared := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"more than one player has {', '.join(shared)}")
    return found
