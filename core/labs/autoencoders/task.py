"""Learning to give pictures back through a code of a few numbers."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from core.data.text import read_file
from core.labs.autoencoders.config import AutoencoderConfig
from core.labs.autoencoders.data import built_in, values
from core.labs.autoencoders.judge import Judge
from core.labs.autoencoders.losses import TERMS, constant, kl, reconstruction
from core.labs.autoencoders.model import Autoencoder
from core.pictures.digits import SHADES
from core.pictures.own import own_pictures
from core.task import Step, Task, TrainState

QUICK, FINAL = 400, 2_000
"""Random codes that are judged at a checkpoint, and at the end."""

DICE = 2014
"""Throws the noise and the codes on which is measured: always the same."""


class AutoencoderTask(Task[Autoencoder, Tensor]):
    """Pictures of one size (see `core.task.Task`).

    Parameters
    ----------
    config : AutoencoderConfig
    data : Path, optional
        The viewer's own pictures.

    Attributes
    ----------
    pictures : Pictures
    training, held_out : Tensor, shape (N, X)
        Their values, 0 … 1.
    judge : Judge
        Says what is recognised.

    Raises
    ------
    InputError
        If they cannot be used.
    """

    def __init__(self, config: AutoencoderConfig, data: Path | None = None) -> None:
        self.config = config
        if data is None:
            self.pictures = built_in(config.data, config.size)
        else:
            self.pictures, self.report = own_pictures(read_file(data), data.name, config.size, SHADES)
        self.training = torch.from_numpy(values(self.pictures.train, self.pictures.levels))  # (N, X)
        self.held_out = torch.from_numpy(values(self.pictures.test, self.pictures.levels))  # (N, X)
        self.judge = Judge(self.pictures)

    def model(self, generator: torch.Generator) -> Autoencoder:
        """A fresh network, its weights drawn from `generator`."""
        model = Autoencoder(self.config, self.pictures.height, self.pictures.width)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> Tensor:
        """Pictures drawn from those to learn from, (B, X)."""
        return self.training[torch.randint(len(self.training), (self.config.batch_size,), generator=generator)]

    def step(self, model: Autoencoder, batch: Tensor, state: TrainState) -> Step:
        """Reconstruction, and of a VAE β times the second term; also the mean ``noise`` exp(σ)."""
        written = model.encode(batch)
        noise = torch.randn(written.mean.shape, generator=state.generator)  # (B, L)
        far = reconstruction(batch, model.decode(written.code(noise)), self.config.pixel_noise).mean()
        if written.log_noise is None:
            return Step({"model": far})
        term = TERMS[self.config.second_term](written.mean, written.log_noise).sum(1).mean()
        measured = {"second_term": term.item(), "noise": written.log_noise.detach().exp().mean().item()}
        return Step({"model": far + self.config.beta * term}, measured)

    def quick_eval(self, model: Autoencoder) -> dict[str, float]:
        """``reconstruction`` of held-out pictures and ``unseen_codes``, of a VAE also ``kl`` and ``elbo``."""
        return self.measured(model, QUICK)

    def final_eval(self, model: Autoencoder) -> dict[str, float]:
        """The same, of more codes."""
        return self.measured(model, FINAL)

    @torch.no_grad()
    def measured(self, model: Autoencoder, codes: int) -> dict[str, float]:
        """In nats a picture, and the share of so many random codes whose picture is recognised."""
        generator = torch.Generator().manual_seed(DICE)
        random = torch.randn(codes, self.config.latent_size, generator=generator)  # (C, L)
        written = model.encode(self.held_out)
        noise = torch.randn(written.mean.shape, generator=generator)  # (N, L)
        far = float(reconstruction(self.held_out, model.decode(written.code(noise)), self.config.pixel_noise).mean())
        found = {"reconstruction": far, "unseen_codes": self.judge.share(model.decode(random))}
        if written.log_noise is None:
            return found
        cost = float(kl(written.mean, written.log_noise).sum(1).mean())
        return found | {"kl": cost, "elbo": -(far + cost + constant(self.held_out.shape[1], self.config.pixel_noise))}
