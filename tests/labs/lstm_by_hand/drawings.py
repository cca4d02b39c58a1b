"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

from core.labs.lstm_by_hand.config import ByHandConfig
from core.labs.lstm_by_hand.model import LSTMByHand
from dashboard.labs.lstm_by_hand.components.by_hand import by_hand


def _by_hand() -> None:
    for config in (ByHandConfig(), ByHandConfig(gates="weights")):
        by_hand(LSTMByHand(config).read("3 4 2"), config, key="k")


DRAW = {"by_hand": _by_hand}
