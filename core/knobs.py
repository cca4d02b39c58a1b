"""Knobs: a setting declared once, with its range and its sentence; drawn, parsed and tested from there."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from core.errors import InputError

Config = TypeVar("Config")


@dataclass(frozen=True)
class Knob:
    """One field of a lab's config, as a person sees it.

    Attributes
    ----------
    name : str
        The field's name, also the name on the command line and in links.
    default : int, float, bool or str
        The value a new run starts from; its type is the knob's type.
    label, help : str
        A word or two beside the control, and one sentence on what turning it does (English;
        both are message ids of the catalogues).
    low, high : float or None
        Inclusive range of a number.
    choices : tuple of str
        The values of a knob that is a word; empty for numbers and switches.
    log : bool
        Whether the control moves in decades rather than in equal steps.
    """

    name: str
    default: Any
    label: str
    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    log: bool = False

    def parse(self, text: Any) -> Any:
        """Return `text` as a value of this knob, or raise `InputError`."""
        kind = type(self.default)
        try:
            if kind is bool and isinstance(text, str):
                value = {"true": True, "1": True, "on": True, "false": False, "0": False, "off": False}[text.lower()]
            elif kind is int and isinstance(text, float) and not text.is_integer():
                raise ValueError(text)
            else:
                value = kind(text)
        except (ValueError, KeyError, TypeError, OverflowError):
            value = None
        if value is None or not self.allows(value):
            raise InputError(
                "{knob} cannot be {value}; it takes {allowed}. Choose one of these and try again.",
                knob=self.name,
                value=repr(text)[:80],
                allowed=self.allowed(),
            )
        return value

    def allows(self, value: Any) -> bool:
        """Whether `value` has this knob's type and lies in its range."""
        if type(value) is not type(self.default):
            return False
        if self.choices:
            return value in self.choices
        if isinstance(value, int | float) and not isinstance(value, bool):
            low, high = self.bounds
            return math.isfinite(value) and low <= value <= high
        return True

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest value of a number; infinite where it has none."""
        return -math.inf if self.low is None else self.low, math.inf if self.high is None else self.high

    def allowed(self) -> str:
        """The values it takes, in symbols: ``lstm, gru`` or ``16 … 512``."""
        if self.choices:
            return ", ".join(self.choices)
        low, high = self.bounds
        return "true, false" if isinstance(self.default, bool) else f"{low:g} … {high:g}"


def knob(default: Any, label: str, help: str, **more: Any) -> Any:
    """Declare a config field that is a knob (see `Knob` for the arguments)."""
    return field(default=default, metadata={"knob": dict(label=label, help=help, **more)})


def knobs_of(config: Any) -> tuple[Knob, ...]:
    """The knobs of a config class or of one of its instances, in order of declaration."""
    return tuple(
        Knob(name=f.name, default=f.default, **f.metadata["knob"])
        for f in dataclasses.fields(config)
        if "knob" in f.metadata
    )


def configure(kind: type[Config], values: Mapping[str, Any]) -> Config:
    """Build a config from names and (possibly textual) values.

    Raises
    ------
    InputError
        For a name that is no knob of `kind`, or a value outside the knob's range.
    """
    known = {k.name: k for k in knobs_of(kind)}
    for name in values:
        if name not in known:
            raise InputError(
                "There is no knob {name}. The knobs here are: {known}.",
                name=repr(name)[:80],
                known=", ".join(known),
            )
    return kind(**{name: known[name].parse(value) for name, value in values.items()})


def check_config(config: Any) -> None:
    """Raise `InputError` for the first knob whose value is out of range (call from ``__post_init__``)."""
    for k in knobs_of(config):
        k.parse(getattr(config, k.name))
