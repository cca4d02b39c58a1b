"""An observation: a sentence about what is on the screen, whose numbers are computed from it, said only where it holds.

What a page says of *this* run, sentence or matrix may be false of the next one. So such a sentence is no constant of a
page: it is a function from what was seen to the values of its fields, or to None where the sentence would not be true.

>>> @observation("{name} is right in all {count} cases.")
... def all_right(name, answers):
...     return {"name": name, "count": str(len(answers))} if all(answers) else None
>>> all_right.of("The network", [True, True])
{'name': 'The network', 'count': '2'}
>>> all_right.of("The network", [True, False])

They stand in ``observations.py`` of a lab or system. `tests/test_observations.py` runs each of them on a case of which
it is true and on one of which it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class Observation:
    """A sentence, and when it is true.

    Attributes
    ----------
    name : str
        Of the function that judges.
    sentence : str
        Message id of the catalogues, with ``{fields}``.
    judge : callable
        From what was seen to the values of the fields, as text; None where the sentence does not hold.
    """

    name: str
    sentence: str
    judge: Callable[..., Mapping[str, str] | None]

    def of(self, *seen: Any) -> Mapping[str, str] | None:
        """The values of the sentence's fields; None where it does not hold."""
        return self.judge(*seen)


def observation(sentence: str) -> Callable[[Callable[..., Mapping[str, str] | None]], Observation]:
    """Make an `Observation` of a function that judges whether `sentence` holds."""

    def made(judge: Callable[..., Mapping[str, str] | None]) -> Observation:
        return Observation(judge.__name__, sentence, judge)

    return made


def signed(value: float, digits: int = 2) -> str:
    """A number as it is read: with a real minus sign."""
    return f"{value:.{digits}f}".replace("-", "−")


def observations_in(module: ModuleType) -> Iterator[Observation]:
    """All observations of a module, in their order."""
    return (value for value in vars(module).values() if isinstance(value, Observation))
