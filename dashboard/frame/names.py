"""The names of a link: each is declared once, with how its text is read, what it may be and what stands without it.

A lab declares its own in ``dashboard/labs/<key>/names.py``, as ``NAMES``: a tuple of the kinds below and of `Knob`.
Those that every page has, and those that several labs have, stand here. `names_of` puts together what the links of a
page may say.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any, Self

from core.errors import InputError
from core.knobs import Knob
from core.lab import Lab

DECADES = tuple(float(f"{digit}e{power}") for power in range(-6, 3) for digit in (1, 2, 5))
"""The values of a knob that moves in decades."""


@dataclass(frozen=True)
class Name:
    """One name of a link.

    Attributes
    ----------
    name : str
        What stands before the equals sign; links that people saved rely on it.
    default : Any
        The value where the link does not say it. What depends on the data in view is given when it is drawn.
    bound : bool
        Whether Streamlit keeps widget and link together (``bind="query-params"``): so it is where the link says what
        the widget says, in the same letters. A slider that is dragged and a text that is typed then never wait for an
        answer. What is called otherwise in another language is put into the link by `dashboard.frame.view`.
    former : str, optional
        What it was called in earlier versions, whose links people saved.
    """

    name: str
    default: Any = None
    bound: bool = field(default=False, kw_only=True)
    former: str | None = field(default=None, kw_only=True)

    def parse(self, text: str) -> Any:
        """The value that `text` stands for; `InputError` if it stands for none."""
        return text

    def form(self, value: Any) -> str:
        """The text of a value."""
        return str(value)

    def allowed(self) -> str:
        """What it takes, in symbols."""
        return "…"

    def now(self, **data: Any) -> Self:
        """The same name with what the data in view decides: its default, its bounds, its choices."""
        return replace(self, **data)

    def refused(self, text: str) -> InputError:
        """What to say of a text that stands for no value."""
        return InputError(
            "{knob} cannot be {value}; it takes {allowed}. Choose one of these and try again.",
            knob=self.name,
            value=repr(text)[:80],
            allowed=self.allowed(),
        )


@dataclass(frozen=True)
class Number(Name):
    """A number between two bounds; a whole one if the default is."""

    default: float = 0
    low: float = -math.inf
    high: float = math.inf
    step: float | None = None
    bound: bool = field(default=True, kw_only=True)

    def parse(self, text: str) -> float:  # noqa: D102
        try:
            value = type(self.default)(text)
        except (ValueError, OverflowError):
            raise self.refused(text) from None
        if not (math.isfinite(value) and self.low <= value <= self.high):
            raise self.refused(text)
        return value

    def allowed(self) -> str:  # noqa: D102
        return f"{self.low:g} … {self.high:g}"

    def slips(self, text: str) -> bool:
        """Whether a slider would take a text that `parse` refuses: 3.7 for a whole number, or no number at all."""
        try:
            value = float(text)
        except ValueError:
            return False
        return math.isnan(value) or self.low <= value <= self.high


@dataclass(frozen=True)
class Switch(Name):
    """On or off."""

    default: bool = False
    bound: bool = field(default=True, kw_only=True)

    def parse(self, text: str) -> bool:  # noqa: D102
        if text.lower() not in ("true", "false"):
            raise self.refused(text)
        return text.lower() == "true"

    def form(self, value: bool) -> str:  # noqa: D102
        return str(value).lower()

    def allowed(self) -> str:  # noqa: D102
        return "true, false"


@dataclass(frozen=True)
class Text(Name):
    """What a viewer types, letter for letter."""

    default: str = ""
    bound: bool = field(default=True, kw_only=True)


@dataclass(frozen=True)
class Choice(Name):
    """One of several values; bound, if they are called the same in every language."""

    choices: tuple[Any, ...] = ()

    def parse(self, text: str) -> Any:  # noqa: D102
        for value in self.choices:
            if value is not None and self.form(value) == text:
                return value
        raise self.refused(text)

    def form(self, value: Any) -> str:  # noqa: D102
        return f"{value:g}" if isinstance(value, float) else str(value)

    def allowed(self) -> str:  # noqa: D102
        shown = [self.form(value) for value in self.choices]
        return ", ".join(shown[:12] + ["…"] * (len(shown) > 12))


@dataclass(frozen=True)
class Places(Name):
    """Whole numbers from 0 on, joined by dots: ``12.3.0``; as many as the `count` says."""

    count: int = 1

    def parse(self, text: str) -> tuple[int, ...]:  # noqa: D102
        parts = text.split(".")
        if len(parts) != self.count or not all(part.isdecimal() and len(part) < 9 for part in parts):
            raise self.refused(text)
        return tuple(map(int, parts))

    def form(self, value: Iterable[int]) -> str:  # noqa: D102
        return ".".join(map(str, value))

    def refused(self, text: str) -> InputError:  # noqa: D102
        return InputError(
            "The link says {name}={value}, which is not {count} numbers joined by dots. That part of the link is left"
            " out.",
            name=self.name,
            value=repr(text)[:60],
            count=self.count,
        )


@dataclass(frozen=True)
class StepChoice(Choice):
    """One of the training steps that are kept of a run."""

    def refused(self, text: str) -> InputError:  # noqa: D102
        return InputError(
            "The link names training step {step}, of which this run has no checkpoint. You see its newest one.",
            step=repr(text)[:40],
        )


@dataclass(frozen=True)
class Looks(Choice):
    """One of the closer looks of a page."""

    def refused(self, text: str) -> InputError:  # noqa: D102
        return InputError(
            "There is no closer look {name}. The closer looks here are: {known}.",
            name=repr(text)[:80],
            known=", ".join(self.choices),
        )


def of_knob(knob: Knob, name: str | None = None) -> Name:
    """The name of a knob in links: its own, unless `name` says another."""
    name = name or knob.name
    if knob.choices:
        return Choice(name, knob.default, bound=True, choices=knob.choices)
    if isinstance(knob.default, bool):
        return Switch(name, knob.default)
    if knob.low is None or knob.high is None:
        return Text(name, str(knob.default))
    if knob.log:
        decades = {value for value in DECADES if knob.low <= value <= knob.high}
        return Choice(name, knob.default, bound=True, choices=tuple(sorted(decades | {knob.default})))
    return Number(name, knob.default, knob.low, knob.high)


RUN = Name("run")
"""The run in view."""
BESIDE = Name("beside")
"""The run beside it."""
STEP = StepChoice("step", bound=True)
"""The training step; without it the newest."""
LANGUAGE = Name("lang")
WALK = Name("walk")
"""Where a lecture stands that walks through the pages: ``2.3`` is the third stop of the second."""
ROOM = Name("room")
"""The room from which one has let go, to explore alone."""
LOOK = Looks("look")
"""The closer look that is open."""
CURSOR = Places("cursor")
"""Where the cursor is pinned, a number for each axis of the lab's subject."""
ERROR_STEP = Places("error_step")
"""The step whose error flows back through the unrolled network."""
SEED = Number("seed", 0, 0, 2**31 - 1)
"""The seed of the next run."""

TEXT = Text("text")
"""What the network reads, or goes on from."""

TEMPERATURE = Knob(
    "temperature",
    0.7,
    "Temperature",
    "Divides the logits: below 1 the likely gets likelier, above 1 all becomes more alike.",
    0.05,
    3.0,
)
TOP_K = Knob("top_k", 0, "Top-k", "Only the k likeliest tokens may be written; 0 allows all.", 0, 100)
TOP_P = Knob(
    "top_p",
    1.0,
    "Top-p",
    "Only the likeliest tokens that together reach this probability may be written (the nucleus).",
    0.05,
    1.0,
)
WRITING_SEED = Knob(
    "writing_seed", 0, "Writing seed", "Another seed draws other tokens from the same distributions.", 0, 9999
)
WRITING_LENGTH = Knob("writing_length", 200, "Length", "How many tokens are written at most.", 10, 600)
SAMPLING = (TEMPERATURE, TOP_K, TOP_P, WRITING_SEED, WRITING_LENGTH)
"""How a network of language writes."""

PRUNED = Switch("pruned")
BEAM_NODE = Places("beam_node")
BEAM = (PRUNED, BEAM_NODE)
"""What every beam search has besides its width and its penalty."""

VALUES = Text("values")
"""The numbers of an adding problem."""

EVERYWHERE = (LANGUAGE, WALK, ROOM)
LESSON = (RUN, BESIDE, STEP, SEED)
"""What the links of every lab that trains may say."""


def names_of(lab: Lab | None) -> dict[str, Name]:
    """Every name that the links of a lab's page may have, or those of the home page."""
    if lab is None:
        return {name.name: name for name in EVERYWHERE}
    own = import_module(f"dashboard.labs.{lab.key}.names").NAMES
    every = [*EVERYWHERE, *(LESSON if lab.trains else ()), *lab.knobs, *own]
    names = [of_knob(one) if isinstance(one, Knob) else one for one in every]
    return {name.name: name for name in names}
