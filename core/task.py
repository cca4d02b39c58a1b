"""The contract of a lab: what a model and a task must bring so that everything around them works. Imports no torch.

A lab that learns has two classes. Its *model* is a `torch.nn.Module` that can be built again from a checkpoint and can
say what happens inside it (`Model`). Its *task* joins the model to data and says what one training step is (`Task`):
for most labs one loss, which is all that `SupervisedTask` asks for. Where several networks learn side by side or
against each other, each is a `Player` with an optimizer, a learning rate and a gradient clipping of its own::

    class GanTask(Task[Gan, Tensor]):
        players = (
            Player("generator", ("generator.",)),
            Player("critic", ("critic.",), learning_rate="critic_learning_rate", clip="critic_clip"),
        )

        def turns(self, step):
            return ("critic",) * self.config.critic_steps + ("generator",)

        def step(self, model, batch, state):
            made = model.generator(noise(state.generator))
            if state.player == "generator":
                return Step({"generator": -model.critic(made).mean()})
            gap = model.critic(batch).mean() - model.critic(made.detach()).mean()
            return Step({"critic": -gap}, {"distance": gap.item()})
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    import torch
    import xarray as xr
    from torch import Tensor, nn

RATE = "learning_rate"
"""The knob of a player's learning rate; where there are several, the other names end in it."""

BETAS = (0.9, 0.99)
"""How long the optimizer remembers: in so few steps, a shorter memory of squared gradients learns faster than .999."""


# ---- what is measured ----


@dataclass(frozen=True)
class Metric:
    """A number that is measured while a lab trains, and drawn over training steps.

    Attributes
    ----------
    name : str
        Its key among the metrics of a step or of a checkpoint.
    label : str
        What it is (a message id of the catalogues).
    unit : str
        What one of it is, for the axis (a message id).
    better : "lower", "higher" or None
        Which way it should go; None for a number that is neither good nor bad, such as a critic's loss.
    range : tuple of (float or None, float or None)
        The least and the greatest value that it can have; None where there is no bound.
    measured : "step" or "held_out"
        Whether every training step brings it, or every checkpoint, from data that are not trained on.
    where : mapping of str to object
        Values of knobs with which it is measured; with any, if empty.
    """

    name: str
    label: str
    unit: str
    better: Literal["lower", "higher"] | None = "lower"
    range: tuple[float | None, float | None] = (0.0, None)
    measured: Literal["step", "held_out"] = "held_out"
    where: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def applies(self, config: Mapping[str, Any]) -> bool:
        """Whether a run with these knobs measures it."""
        return all(config.get(knob) == value for knob, value in self.where.items())


def training_loss(unit: str, **where: Any) -> Metric:
    """The loss of each training step, in `unit` (a message id), where some knobs have the values that are named."""
    return Metric("train_loss", "training loss", unit, measured="step", where=where)


# ---- who learns ----


@dataclass(frozen=True)
class Player:
    """A group of parameters that one loss moves.

    Attributes
    ----------
    name : str
        Names its loss in `Step.losses`.
    prefixes : tuple of str
        How the names of its parameters begin; the empty prefix stands for all.
    learning_rate : str
        The knob of its rate: ``learning_rate``, or a name that ends in ``_learning_rate``.
    clip : str
        The knob of its gradient's greatest length.
    bound : str or None
        The knob of the greatest absolute value that its weights may have after an update (the weight clipping of
        Arjovsky, Chintala, Bottou 2017, "Wasserstein GAN"); None for no bound.
    betas : tuple of (float, float)
        Adam's decay of the mean gradient and of the mean squared gradient.
    """

    name: str = "model"
    prefixes: tuple[str, ...] = ("",)
    learning_rate: str = RATE
    clip: str = "clip"
    bound: str | None = None
    betas: tuple[float, float] = BETAS


@dataclass(frozen=True)
class TrainState:
    """What a step is handed by the training loop.

    Attributes
    ----------
    step : int
        Training steps done before this one.
    carry : mapping of str to Tensor
        What the step before left (`Step.carry`); empty at first.
    generator : torch.Generator
        The only source of randomness.
    player : str
        Whose turn it is (see `Task.turns`).
    """

    step: int
    carry: Mapping[str, Tensor]
    generator: torch.Generator
    player: str = "model"


@dataclass(frozen=True)
class Step:
    """What a task finds in one turn of a training step.

    Attributes
    ----------
    losses : mapping of str to Tensor
        Of each player that is to move, the scalar whose gradient moves that player and nobody else.
    metrics : mapping of str to float
        Whatever else is worth recording: the terms of the loss, a reward.
    carry : mapping of str to Tensor
        What the next turn or step is to start from, detached; it is saved in checkpoints.
    """

    losses: Mapping[str, Tensor]
    metrics: Mapping[str, float] = field(default_factory=dict)
    carry: Mapping[str, Tensor] = field(default_factory=dict)


# ---- model and task ----


@runtime_checkable
class Model(Protocol):
    """A system that learns: a `torch.nn.Module` with these five members.

    ``type(model).rebuild(model.config, model.header())``, with the weights of ``model.state_dict()`` loaded, has the
    same trace as `model`.

    Attributes
    ----------
    config : dataclass of knobs
        What it was built from.
    """

    config: Any

    def initialise(self, generator: torch.Generator) -> None:
        """Draw every weight anew from `generator`, and from nothing else."""

    def header(self) -> dict[str, Any]:
        """What besides the config is needed to build it again, such as its vocabulary; plain JSON."""
        ...

    @classmethod
    def rebuild(cls, config: Any, header: dict[str, Any]) -> Model:
        """A model of the same shape, its weights still to be loaded."""
        ...

    def trace(self, subject: Any) -> xr.Dataset:
        """What happens inside as it reads `subject`, within the schema of `core.trace.schema`.

        `subject` is what the lab's ``read`` makes of a text. It may take further arguments with defaults.

        Raises
        ------
        InputError
            If it cannot read that.
        """
        ...

    # of torch.nn.Module

    def train(self, mode: bool = True) -> Any: ...  # noqa: D102
    def eval(self) -> Any: ...  # noqa: D102
    def parameters(self) -> Iterator[nn.Parameter]: ...  # noqa: D102
    def named_parameters(self) -> Iterator[tuple[str, nn.Parameter]]: ...  # noqa: D102
    def state_dict(self) -> dict[str, Tensor]: ...  # noqa: D102
    def load_state_dict(self, state_dict: Mapping[str, Any]) -> Any: ...  # noqa: D102


AnyModel = TypeVar("AnyModel")
AnyBatch = TypeVar("AnyBatch")


class Task(Protocol[AnyModel, AnyBatch]):
    """What a training learns: data, model, steps and metrics; the same for equal arguments, never random by itself.

    Parameters
    ----------
    config : dataclass of knobs
        With those that `players` name; `core.training.checkpoints.restore` also asks for ``batch_size``.
    data : Path, optional
        A viewer's own file.

    Attributes
    ----------
    players : tuple of Player
        Who learns; by default all parameters together. The loss of the first is the run's ``train_loss``. Every
        parameter belongs to at most one of them; one that belongs to none stays as it was drawn.

    Raises
    ------
    InputError
        If `data` cannot be used.
    """

    config: Any
    players: tuple[Player, ...] = (Player(),)

    def __init__(self, config: Any, data: Path | None = None) -> None: ...

    def model(self, generator: torch.Generator) -> AnyModel:
        """A fresh model, every weight drawn from `generator`."""
        ...

    def turns(self, step: int) -> Sequence[str]:
        """Whose turns make up the training step after `step` steps: one batch and one call of ``step`` each, in order.

        By default one turn, of the first player. Players that learn from one forward pass need no turns of their own:
        a turn moves all whose loss it brings.
        """
        return (self.players[0].name,)

    def batch(self, generator: torch.Generator) -> AnyBatch:
        """The examples of one turn, drawn from `generator`."""
        ...

    def step(self, model: AnyModel, batch: AnyBatch, state: TrainState) -> Step:
        """Losses, metrics and carry of one turn; moves nothing."""
        ...

    def quick_eval(self, model: AnyModel) -> dict[str, float]:
        """Metrics on held-out data that take at most some 50 ms: those of every checkpoint."""
        ...

    def final_eval(self, model: AnyModel) -> dict[str, float]:
        """The metrics by which a finished training is judged, on held-out data."""
        ...


class SupervisedTask(Task[AnyModel, AnyBatch], Protocol[AnyModel, AnyBatch]):
    """A task whose step is one loss over a batch, with nothing carried from step to step."""

    def loss(self, model: AnyModel, batch: AnyBatch, generator: torch.Generator) -> Tensor:
        """What training makes small (a scalar); what is random here, such as dropout, draws from `generator`."""
        ...

    def step(self, model: AnyModel, batch: AnyBatch, state: TrainState) -> Step:
        """The loss, of the only player."""
        return Step({self.players[0].name: self.loss(model, batch, state.generator)})
