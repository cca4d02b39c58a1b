"""What the links of Better generation may say."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.frame.names import CURSOR, LOOK, TEXT, Name, Number

LECTURE = "60.60.10.60.60.50.10"


@dataclass(frozen=True)
class Forks(Name):
    """How likely the first branch is at each fork of the tree: whole percentages, joined by dots."""

    def parse(self, text: str) -> str:  # noqa: D102
        shares = text.split(".")
        whole = all(share.isdecimal() and len(share) < 4 and int(share) <= 100 for share in shares)
        if not whole or len(shares) != len(LECTURE.split(".")):
            raise self.refused(text)
        return text

    def allowed(self) -> str:  # noqa: D102
        return LECTURE


MIXTURE = Number("mixture", 1.0, 0.0, 1.0)
"""How much of what is fed back is the distribution, where the word that was drawn is not."""

BEAM_WIDTH = Number("beam_width", 2, 1, 10)
"""Hypotheses that the beam keeps, in the tree and in the trained network."""

TREE = Forks("tree", "")
"""The probabilities of the tree that a viewer drags, in percent, joined by dots."""

EARNS = {
    "reward_exact": Number("earns_right", 0.0, 0.0, 1.0),
    "reward_no_repeat": Number("earns_no_repeat", 1.0, 0.0, 1.0),
    "reward_length": Number("earns_length", 1.0, 0.0, 1.0),
    "reward_words": Number("earns_words", 0.0, 0.0, 1.0),
}
"""What the viewer's judge pays, by the knob of the training that it is."""

NAMES = (CURSOR, LOOK, TEXT, MIXTURE, BEAM_WIDTH, TREE, *EARNS.values())
