"""A picture of each component of the lab, for the tests that draw them all (`tests.drawings`)."""

from dashboard.labs.chatbot.components.conversation import conversation
from dashboard.labs.chatbot.subject import prompts
from tests.labs.chatbot.small_bot import SYSTEMS, TALK, fresh


def _conversations() -> None:
    for knobs in SYSTEMS.values():
        model = fresh(**knobs)
        conversation([model.trace(text) for text in prompts(TALK)], [True, False], key="k", cursor=(1, 0, 0))


DRAW = {"conversation": _conversations}
