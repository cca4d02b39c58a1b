"""The architectures that say what they see: keys, names and files, for whoever offers a choice. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.nn.kind import NetworkKind, named


@dataclass(frozen=True)
class TellerKind(NetworkKind):
    """One architecture.

    Attributes
    ----------
    attends : bool
        Whether it looks at the cells of the picture.
    """

    attends: bool = False


WORDS = {
    "no_picture": "No picture",
    "m_rnn": "m-RNN",
    "once": "Once",
    "every_step": "Every step",
    "soft_attention": "Soft attention",
    "hard_attention": "Hard attention",
    "top_down": "Top-down",
}
"""The architectures by name (message ids)."""


def _kind(key: str, origin: str, path: str, attends: bool = False) -> TellerKind:
    return TellerKind(key, WORDS[key], origin, f"core.labs.captioning.architectures.{path}", attends)


TELLERS = (
    _kind("no_picture", "", "no_picture:NoPicture"),
    _kind("m_rnn", "Mao et al. 2015", "m_rnn:MultimodalRNN"),
    _kind("once", "Vinyals et al. 2015", "once:Once"),
    _kind("every_step", "Karpathy, Fei-Fei 2015", "every_step:EveryStep"),
    _kind("soft_attention", "Xu et al. 2015", "soft_attention:SoftAttention", attends=True),
    _kind("hard_attention", "Xu et al. 2015", "hard_attention:HardAttention", attends=True),
    _kind("top_down", "Anderson et al. 2018", "top_down:TopDown", attends=True),
)
"""Every architecture, from the simplest on."""


def kind_of(key: str) -> TellerKind:
    """The architecture named `key`.

    Raises
    ------
    KeyError
        If there is none.
    """
    return named(key, TELLERS)


def teller(key: str) -> Any:
    """The class of that architecture."""
    return kind_of(key).network
