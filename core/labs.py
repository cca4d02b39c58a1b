"""The course: one readable tuple. Navigation, tests and the command line are built from it. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from core.configs import LanguageConfig, TranslationConfig
from core.errors import InputError
from core.knobs import Knob, knobs_of


@dataclass(frozen=True)
class Lab:
    """One teachable system: a question, its data and model, its knobs.

    Attributes
    ----------
    key : str
        Names the page file, the URL and the command line; never changes.
    chapter, title, question : str
        Where it stands in the course and what it asks (message ids of the catalogues).
    config : type
        The frozen dataclass of its knobs.
    model_path, task_path : str
        ``module:Class`` of the system and of what joins it to its data; imported on first use,
        because they bring torch.
    icon : str
        The name of its Material symbol.
    watch : str
        What to watch for on its page, in one sentence (message id).
    examples : tuple of str
        Inputs on which a page opens; the first one is the default of every command.
    """

    key: str
    chapter: str
    title: str
    question: str
    config: type
    model_path: str
    task_path: str
    icon: str
    watch: str
    examples: tuple[str, ...]

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """What of it can be turned."""
        return knobs_of(self.config)

    @property
    def model(self) -> Any:
        """The system's class (a ``torch.nn.Module`` with ``rebuild`` and ``trace``)."""
        return _load(self.model_path)

    @property
    def task(self) -> Any:
        """The class that joins data, model and figures (see `core.training.Task`)."""
        return _load(self.task_path)


def _load(path: str) -> Any:
    module, name = path.split(":")
    return getattr(import_module(module), name)


LABS: tuple[Lab, ...] = (
    Lab(
        key="gates",
        chapter="Memory",
        title="Gates",
        question="Which gates open, and when?",
        config=LanguageConfig,
        model_path="core.models.language_model:LanguageModel",
        task_path="core.tasks.language:LanguageTask",
        icon=":material/memory:",
        watch="Point at a character: every gate, the cell and the next-character guess show that step. Then drag the training step back to 0 and watch the order dissolve.",
        examples=(
            'def greet(name):\n    """Say hello."""\n    return "Hello, " + name\n',
            "# a comment, then a list\nitems = [x for x in range(10) if x % 2]\n",
            "class Stack:\n    def __init__(self):\n        self.items = []\n",
        ),
    ),
    Lab(
        key="translation",
        chapter="Attention",
        title="Translation",
        question="Where does the decoder look?",
        config=TranslationConfig,
        model_path="core.models.translator:Translator",
        task_path="core.tasks.translation:TranslationTask",
        icon=":material/translate:",
        watch="Point at an output character: the ribbons show which source characters it was read from. Nobody told the network; it found the alignment while it learnt to translate.",
        examples=("Tuesday, March 5, 2024", "Oct 31, 1999", "12/25/2030"),
    ),
)


def lab_of(key: str) -> Lab:
    """The lab named `key`.

    Raises
    ------
    InputError
        If there is none; the sentence lists those there are.
    """
    for lab in LABS:
        if lab.key == key:
            return lab
    raise InputError(
        "There is no lab {key}. The labs are: {known}.", key=repr(key)[:80], known=", ".join(lab.key for lab in LABS)
    )
