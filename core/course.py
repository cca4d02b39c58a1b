"""The course: its labs in order. Navigation, tests and the command line are built from it. Imports no torch.

A lab is a package ``core/labs/<key>`` that says all that is the lab's (its `core.lab.Lab` is called ``LAB`` there); its
line below is the only thing that the rest of the house is told of it.
"""

from __future__ import annotations

from importlib import import_module

from core.errors import InputError
from core.lab import Lab

KEYS = (
    "lstm_by_hand",
    "gates",
    "vanishing_gradients",
    "lstm_variants",
    "slot_filling",
    "text_generation",
    "image_generation",
    "translation",
    "captioning",
    "chatbot",
    "speech_recognition",
    "self_attention",
    "generation_tips",
    "pointer_network",
    "architecture_search",
    "audio_generation",
    "autoencoders",
    "gan",
)
"""One line for each lab, in the order in which a course teaches them; those of a chapter stand together."""

OPENING = "gates"
"""The lab on which a newcomer starts."""

LABS: tuple[Lab, ...]
"""The labs themselves, imported when they are asked for: who needs one of them imports that one (`lab_of`)."""


def __getattr__(name: str) -> tuple[Lab, ...]:
    if name != "LABS":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return tuple(import_module(f"core.labs.{key}").LAB for key in KEYS)


def lab_of(key: str) -> Lab:
    """The lab named `key`.

    Raises
    ------
    InputError
        If there is none; the sentence lists those there are.
    """
    if key in KEYS:
        return import_module(f"core.labs.{key}").LAB
    raise InputError("There is no lab {key}. The labs are: {known}.", key=repr(key)[:80], known=", ".join(KEYS))
