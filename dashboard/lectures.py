"""The course as six lectures: each a walk of views, a sentence a view, in the order in which one teaches them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from core.course import KEYS
from core.errors import InputError


@dataclass(frozen=True)
class Stop:
    """One view of a walk.

    Attributes
    ----------
    lab : str
        The key of the page.
    said : str
        What to say or to ask here, in a sentence or two (message id of the catalogues).
    link : mapping of str to str
        What the link says besides the page.
    at : str
        The picture to scroll to: how the key of its container begins; the top of the page where it is empty.
    """

    lab: str
    said: str
    link: Mapping[str, str] = field(default_factory=dict)
    at: str = ""

    @property
    def record(self) -> dict[str, str]:
        """The view, as `dashboard.frame.view.apply` takes it."""
        return {"page": self.lab, **self.link}


@dataclass(frozen=True)
class Lecture:
    """A lecture.

    Attributes
    ----------
    title, goal : str
        What it is called, and what one can do after it (message ids).
    minutes : int
        What it takes, with questions.
    stops : tuple of Stop
    """

    title: str
    goal: str
    minutes: int
    stops: tuple[Stop, ...]

    @property
    def labs(self) -> tuple[str, ...]:
        """The keys of the labs that it visits, each once, in their order."""
        return tuple(dict.fromkeys(stop.lab for stop in self.stops))


LOOK = "look"


def predict(lab: str) -> Stop:
    """The stop at which a lecture room predicts."""
    return Stop(
        lab,
        "Predict first: read the question aloud, let everyone choose, and only then press the button.",
        {LOOK: "predict"},
        LOOK,
    )


def looked(lab: str, look: str, said: str, **link: str) -> Stop:
    """A stop at a closer look."""
    return Stop(lab, said, {LOOK: look, **link}, LOOK)


def before_training(lab: str, said: str) -> Stop:
    """A stop at the first step of the shipped run."""
    return Stop(lab, said, {"step": "0"})


CELLS = Lecture(
    "What a cell remembers",
    "You can say what each gate does, work a cell out by hand, and find a unit that has learnt a concept.",
    75,
    (
        Stop(
            "lstm_by_hand",
            "One memory, three gates. Step through it: which number is in the cell, and why?",
        ),
        Stop(
            "lstm_by_hand",
            "Open the forget gate halfway at every step. What becomes of the 3?",
            {"forget_gate": "0.5 0.5 0.5 0.5 0.5"},
        ),
        Stop(
            "lstm_by_hand",
            "Nobody sets a gate here: the input itself writes, wipes and reads. Make the weights small and"
            " the memory leaks.",
            {},
            "parts",
        ),
        Stop(
            "gates",
            "A network that reads code, letter by letter. Point at a letter: which gates open?",
        ),
        before_training(
            "gates",
            "The same network before training: the gates move, and mean nothing.",
        ),
        looked(
            "gates",
            "concepts",
            "One unit has learnt to know that it is inside quotes. Nobody told it to.",
        ),
        looked(
            "gates",
            "unrolled",
            "The network unrolled: a copy for each letter, and the error on its way back.",
        ),
        predict("gates"),
    ),
)

FADING = Lecture(
    "Why memory fades, and what mends it",
    "You can read a gradient off an unrolled network, say why it vanishes or explodes, and what a gate changes.",
    75,
    (
        Stop(
            "vanishing_gradients",
            "Three cells, one task. Read from right to left: how much of the error reaches the first step?",
        ),
        looked(
            "vanishing_gradients",
            "unrolled",
            "The orange bars are the way through the hidden state, the yellow ones through the cell state:"
            " one road fades, the other does not.",
        ),
        looked(
            "vanishing_gradients",
            "weight",
            "One weight, a thousand steps: move it from 0.99 to 1.01 and see what is left of the first input.",
        ),
        looked(
            "vanishing_gradients",
            "cliff",
            "The wall in the error surface. Without clipping one step flies off the map; with it the descent goes on.",
        ),
        predict("vanishing_gradients"),
        Stop(
            "lstm_variants",
            "Take one part out of an LSTM at a time. Which part would you miss?",
        ),
        predict("lstm_variants"),
        Stop(
            "slot_filling",
            "A word alone does not say whether one leaves or arrives. What must be remembered?",
        ),
        Stop(
            "slot_filling",
            "The same word in two sentences: two hidden vectors, two slots.",
            {},
            "twins",
        ),
        predict("slot_filling"),
    ),
)

WRITING = Lecture(
    "Networks that write and paint",
    "You can say what a network believes before it draws a token, and choose temperature, top-k and top-p.",
    75,
    (
        Stop(
            "text_generation",
            "A distribution, a die, a token, and back in: play it step by step.",
        ),
        Stop(
            "text_generation",
            "Temperature 2: everything becomes possible, and nothing makes sense.",
            {"temperature": "2.0"},
        ),
        before_training(
            "text_generation",
            "Before training every token is as likely as any other.",
        ),
        predict("text_generation"),
        Stop(
            "image_generation",
            "A picture read as a sentence of pixels, painted one after the other.",
        ),
        looked(
            "image_generation",
            "complete",
            "Begin a picture yourself, and let the network finish it.",
        ),
        looked(
            "image_generation",
            "field",
            "Which pixels does this one depend on? Only on those before it.",
        ),
        predict("image_generation"),
    ),
)

ATTENTION = Lecture(
    "From sequence to sequence: attention",
    "You can read an attention matrix, say whose vector asks, and why a single vector is too little.",
    90,
    (
        Stop(
            "translation",
            "Each row is a token that is written. Where does the decoder look?",
        ),
        before_training(
            "translation",
            "Before training it looks everywhere alike: an alignment has to be born.",
        ),
        looked(
            "translation",
            "length",
            "Without attention all of a sentence must fit one vector. It does not.",
        ),
        looked(
            "translation",
            "step",
            "One decoding step with its numbers: scores, softmax, and the mean they weigh.",
        ),
        predict("translation"),
        Stop(
            "captioning",
            "A scene, and the place under each word. Move an object and the sentence follows.",
        ),
        looked(
            "captioning",
            "compare",
            "Six ways to give a picture to a sentence, on one picture.",
        ),
        predict("captioning"),
        Stop(
            "chatbot",
            "It answers. Ask “and in Osaka?” and see which turn it looks at.",
        ),
        looked(
            "chatbot",
            "many",
            "The same question twenty times: what does temperature change?",
        ),
        predict("chatbot"),
        Stop(
            "speech_recognition",
            "Time runs to the right: which stretch of sound is each character heard in?",
        ),
        looked(
            "speech_recognition",
            "guess",
            "A network that is right and does not listen where you think.",
        ),
        predict("speech_recognition"),
    ),
)

BETTER = Lecture(
    "Attention alone, and better generation",
    "You can say what heads and positions are for, and name four faults of networks that generate.",
    90,
    (
        Stop(
            "self_attention",
            "No recurrence at all: every position asks all before it, in several heads.",
        ),
        looked(
            "self_attention",
            "silence",
            "Silence a head. Which one does the work?",
        ),
        predict("self_attention"),
        Stop(
            "generation_tips",
            "What goes wrong when a network generates, with its remedy beside it.",
        ),
        looked(
            "generation_tips",
            "faults",
            "Where it goes wrong, example by example.",
        ),
        predict("generation_tips"),
        Stop(
            "pointer_network",
            "The answer is a place in the question. Drag a point and the hull follows.",
        ),
        looked(
            "pointer_network",
            "longer",
            "More points than in training: who still knows what to do?",
        ),
        predict("pointer_network"),
        Stop(
            "architecture_search",
            "A network that describes networks, and is paid for good ones.",
        ),
        looked(
            "architecture_search",
            "beliefs",
            "What it believes, over the search: watch the dice become loaded.",
        ),
        predict("architecture_search"),
    ),
)

OTHERS = Lecture(
    "Other generators",
    "You can say what separates an autoencoder, a variational one and a forger with its detective.",
    75,
    (
        Stop(
            "gan",
            "First a ruler: how far apart are two distributions? Then a forger and a detective.",
        ),
        looked(
            "gan",
            "stepping",
            "One player at a time: a step of the detective, then one of the forger.",
        ),
        looked(
            "gan",
            "meaning",
            "What the critic’s loss means, with its sign, beside the true distance.",
        ),
        predict("gan"),
    ),
)


def _taught(lecture: Lecture) -> Lecture:
    """A lecture without the stops at labs that the course has not."""
    return replace(lecture, stops=tuple(stop for stop in lecture.stops if stop.lab in KEYS))


LECTURES = tuple(map(_taught, (CELLS, FADING, WRITING, ATTENTION, BETTER, OTHERS)))
"""The course."""


class Place(NamedTuple):
    """Where a walk stands: which lecture, and which of its stops, counted from 0."""

    lecture: int
    stop: int

    @property
    def text(self) -> str:
        """As a link says it: ``2.3`` is the third stop of the second lecture."""
        return f"{self.lecture + 1}.{self.stop + 1}"


def place_of(text: str) -> Place:
    """Where a link says that a walk stands.

    Raises
    ------
    InputError
        If there is no such lecture, or it has no such stop.
    """
    lecture, _, stop = text.partition(".")
    if text.isascii() and lecture.isdecimal() and stop.isdecimal() and 1 <= int(lecture) <= len(LECTURES):
        place = Place(int(lecture) - 1, int(stop) - 1)
        if 0 <= place.stop < len(LECTURES[place.lecture].stops):
            return place
    raise InputError(
        "The link says that a walk stands at {place}; there are the lectures 1 to {count}, each with its stops, as in"
        " 1.1. The page is shown without the walk.",
        place=repr(text)[:40],
        count=len(LECTURES),
    )


def neighbour(place: Place, by: int) -> Place | None:
    """The place `by` stops further in the same lecture; None beyond its ends."""
    stop = place.stop + by
    return Place(place.lecture, stop) if 0 <= stop < len(LECTURES[place.lecture].stops) else None
