"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

import torch

from core.labs.echo.config import EchoConfig
from core.labs.echo.task import EchoTask
from dashboard.labs.echo.components.echo import echo


def _echo() -> None:
    model = EchoTask(EchoConfig()).model(torch.Generator().manual_seed(0)).eval()
    echo(model.trace("abba"), key="k", cursor=2, on_change=print)


DRAW = {"echo": _echo}
