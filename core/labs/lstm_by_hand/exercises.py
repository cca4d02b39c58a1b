"""For the LSTM by hand: settings that are worth seeing, and challenges whose solution can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.labs.lstm_by_hand.config import ByHandConfig
from core.labs.lstm_by_hand.model import WORKED_EXAMPLE, Steps

FIVE = "3 4 2 1 3"
"""The inputs of the lecture's worked example, and of every challenge."""


@dataclass(frozen=True)
class Setting:
    """Inputs, and gates or weights, under which the cell does something with a name.

    Attributes
    ----------
    key : str
        Names it; the page has the words.
    inputs : str
        What the cell reads.
    gates : mapping of str to str
        The gates, where they are set by hand.
    weights : mapping of str to float or None
        The knobs that leave 0, where the gates are computed; None where they are set by hand.
    """

    key: str
    inputs: str
    gates: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] | None = None

    @property
    def link(self) -> dict[str, str]:
        """Everything it says, as it stands in a link."""
        if self.weights is None:
            return {"x": self.inputs, "gates": "hand", **self.gates}
        every = {name: f"{getattr(self.config, name):g}" for name in WEIGHTS}
        return {"x": self.inputs, "gates": "weights", **every}

    @property
    def config(self) -> ByHandConfig:
        """Where its gates come from, and its weights."""
        if self.weights is None:
            return ByHandConfig()
        return ByHandConfig(
            gates="weights", **dict.fromkeys(WEIGHTS, 0.0) | {k: float(w) for k, w in self.weights.items()}
        )


WEIGHTS = tuple(f"{gate}_{part}" for gate in ("input", "forget", "output", "candidate") for part in ("x", "h", "b"))
"""The knobs of `core.configs.ByHandConfig` that are weights."""

_OPEN = "1 1 1 1 1 1"

SETTINGS = (
    Setting("worked", FIVE, WORKED_EXAMPLE),
    Setting("sum", FIVE, dict.fromkeys(WORKED_EXAMPLE, "1 1 1 1 1")),
    Setting("forgetful", FIVE, {"input_gate": "1 1 1 1 1", "forget_gate": "0 0 0 0 0", "output_gate": "1 1 1 1 1"}),
    Setting(
        "latch",
        "5 1 4 8 2 6",
        {"input_gate": "1 0 0 1 0 0", "forget_gate": "0 1 1 0 1 1", "output_gate": _OPEN},
    ),
    Setting("counter", "1 1 1 1 1 1", {"input_gate": _OPEN, "forget_gate": "1 1 1 0 1 1", "output_gate": _OPEN}),
    Setting(
        "half_life",
        "8 0 0 0 0 0",
        {"input_gate": "1 0 0 0 0 0", "forget_gate": "0.5 0.5 0.5 0.5 0.5 0.5", "output_gate": _OPEN},
    ),
    Setting(
        "worked_by_weights",
        FIVE,
        weights={
            "input_x": 10,
            "input_h": -20,
            "input_b": -25,
            "forget_h": -20,
            "forget_b": 6,
            "output_x": -10,
            "output_b": 15,
            "candidate_x": 0.1,
        },
    ),
    Setting(
        "flip_flop",
        "0 1 0 0 -1 0 1 1 0 -1 0",
        weights={
            "input_x": 20,
            "input_h": -20,
            "input_b": -10,
            "forget_x": 20,
            "forget_b": 10,
            "output_b": 10,
            "candidate_x": 5,
        },
    ),
    Setting(
        "counter_by_weights",
        "1 1 0 1 0 1 1 1",
        weights={"input_b": 10, "forget_b": 10, "output_b": 10, "candidate_x": 10},
    ),
)
"""The first one is what the page opens on."""


def setting_of(key: str) -> Setting:
    """The setting named `key`.

    Raises
    ------
    KeyError
        If there is none.
    """
    return {setting.key: setting for setting in SETTINGS}[key]


@dataclass(frozen=True)
class Challenge:
    """Something the cell is to do with the inputs `FIVE`.

    Attributes
    ----------
    key : str
        Names it; the page has the words.
    gates : {"hand", "weights"}
        Where its gates must come from.
    quantity : str
        What is looked at: ``cell_state`` or ``hidden_state``.
    wanted : tuple of float or None
        Its value at each step; None where anything will do.
    within : float
        How far from it a value may lie.
    """

    key: str
    gates: str
    quantity: str
    wanted: tuple[float | None, ...]
    within: float = 1e-6

    def solved(self, gates: str, steps: Steps) -> bool:
        """Whether a cell whose gates come from `gates`, and which did `steps`, does it."""
        return (
            gates == self.gates
            and steps["x"] == tuple(map(float, FIVE.split()))
            and all(
                wanted is None or abs(value - wanted) <= self.within
                for value, wanted in zip(steps[self.quantity], self.wanted, strict=True)
            )
        )


CHALLENGES = (
    Challenge("only_the_four", "hand", "cell_state", (None, None, None, None, 4.0)),
    Challenge("largest", "hand", "hidden_state", (3.0, 4.0, 4.0, 4.0, 4.0)),
    Challenge("mean", "hand", "cell_state", (None, None, None, None, 3.5)),
    Challenge("count", "weights", "cell_state", (1.0, 2.0, 3.0, 4.0, 5.0), within=0.1),
    Challenge("bell", "weights", "hidden_state", (0.76, 0.76, 0.0, 0.0, 0.76), within=0.05),
)
"""From easy to hard."""
