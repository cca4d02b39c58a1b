"""What the closer looks at a translation are about: a network, the sentence it translated, and where the cursor
stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.data.pairs import Pair
from core.runs.store import Run
from core.trace.schema import tokens_of
from dashboard.frame.subject import Axis, Subject
from dashboard.panels.sampling import visible
from dashboard.resources import task_of

if TYPE_CHECKING:
    from core.labs.translation.data import Translations


@dataclass(frozen=True, kw_only=True)
class Translated(Subject):
    """One sentence, translated; the cursor is a row and a column of the alignment.

    Attributes
    ----------
    text : str
    reference : Pair or None
        The right translation, where it is known.
    """

    AXES = ("target", "source")
    target, source = Axis(), Axis()

    text: str
    reference: Pair | None

    @property
    def source_tokens(self) -> list[str]:
        """The sentence's tokens, white space by its sign."""
        return [visible(token) for token in tokens_of(self.trace, "source")]

    @property
    def target_tokens(self) -> list[str]:
        """The translation's tokens, ⟨EOS⟩ included, white space by its sign."""
        return [visible(token) for token in tokens_of(self.trace, "target")]


def pairs_of(run: Run) -> Translations:
    """The pairs that a run learns from (see `core.labs.translation.data.Translations`): held-out ones, and `parse`."""
    return task_of(run).pairs
