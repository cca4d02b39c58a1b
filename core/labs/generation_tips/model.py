"""The networks of one experiment: one that learns without the remedy and, beside it, one that learns with it.

Both begin with the same weights and see the same examples in the same order; only the remedy sets them apart. Where the
remedy lies in how a network writes, and not in how it learns, one network is read in two ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
import xarray as xr
from torch import nn

from core.labs.generation_tips.config import TipsConfig
from core.labs.generation_tips.examples import Given
from core.labs.generation_tips.networks import NETWORKS, names_of


class Tipped(nn.Module):
    """The networks of a tip.

    Parameters
    ----------
    config : TipsConfig
        Which tip, and how large they are.

    Attributes
    ----------
    networks : nn.ModuleDict
        ``without`` and ``with``, or ``both`` (see `core.labs.generation_tips.networks.names_of`).
    """

    def __init__(self, config: TipsConfig) -> None:
        super().__init__()
        self.config = config
        self.networks = nn.ModuleDict({name: NETWORKS[config.tip](config) for name in names_of(config.tip)})

    def initialise(self, generator: torch.Generator) -> None:
        """Draw the weights of one network anew from `generator`; the other one begins with the same."""
        first, *others = self.by_name.values()
        first.initialise(generator)
        for other in others:
            other.load_state_dict(first.state_dict())

    @property
    def by_name(self) -> dict[str, Any]:
        """The networks by what they are called."""
        return dict(self.networks.items())

    def network(self, remedy: bool) -> Any:
        """The network that has the remedy, or the one that has not."""
        return self.networks[("with" if remedy else "without") if len(self.networks) > 1 else "both"]

    def trace(self, example: Given, remedy: bool = True, **more: Any) -> xr.Dataset:
        """What happens inside one of the networks as it generates.

        Parameters
        ----------
        example : Given
            What it is given.
        remedy : bool
            Which network, or which way to write.
        **more
            What the network of this tip takes (see its ``trace``).

        Returns
        -------
        Dataset
            As of the network of this tip.
        """
        return self.network(remedy).trace(example, remedy, **more)

    def header(self) -> dict[str, Any]:
        """What `rebuild` needs beside the config: nothing."""
        return {}

    @classmethod
    def rebuild(cls, config: TipsConfig, header: Mapping[str, Any]) -> Tipped:
        """Networks of the same shape, to load weights into."""
        return cls(config)
