"""The course: one readable tuple. Navigation, tests and the command line are built from it. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from core.errors import InputError
from core.knobs import Knob, knobs_of
from core.labs.image_generation.config import ImageConfig
from core.labs.lstm_by_hand.config import ByHandConfig
from core.labs.self_attention.config import SelfAttentionConfig
from core.labs.slot_filling.config import TaggerConfig
from core.labs.speech_recognition.config import SpeechConfig
from core.labs.translation.config import TranslationConfig
from core.systems.language.config import LanguageConfig, WritingConfig
from core.systems.memory.config import MemoryConfig, VariantsConfig


@dataclass(frozen=True)
class Lab:
    """One teachable system: a question, its data and model, its knobs; most can be trained, some only be played with.

    Attributes
    ----------
    key : str
        Names the page file, the URL and the command line; never changes.
    chapter, title, question : str
        Where it stands in the course and what it asks (message ids of the catalogues).
    config : type
        The frozen dataclass of its knobs.
    model_path : str
        ``module:Class`` of the system; imported on first use, because most bring torch.
    task_path : str or None
        The same of what joins it to its data; None where there is nothing to train. Then a viewer sets what a
        training would find, no run is shipped, and the system is made from its config alone.
    icon : str
        The name of its Material symbol.
    watch : str
        What to watch for on its page, in one sentence (message id).
    examples : tuple of str
        Inputs on which a page opens; the first one is the default of every command.
    reader_path : str or None
        ``module:function`` that turns such a text into what the system's ``trace`` takes: a sentence into its sound,
        say. None where that is the text itself.
    """

    key: str
    chapter: str
    title: str
    question: str
    config: type
    model_path: str
    task_path: str | None
    icon: str
    watch: str
    examples: tuple[str, ...]
    reader_path: str | None = None

    def read(self, text: str) -> Any:
        """What the system's ``trace`` takes, from a text.

        Raises
        ------
        InputError
            If the text does not name such a thing.
        """
        return text if self.reader_path is None else _load(self.reader_path)(text)

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """What of it can be turned."""
        return knobs_of(self.config)

    @property
    def model(self) -> Any:
        """The system's class: it has ``trace``, and one that trains is a ``torch.nn.Module`` with ``rebuild``."""
        return _load(self.model_path)

    @property
    def trains(self) -> bool:
        """Whether there is something to train."""
        return self.task_path is not None

    @property
    def task(self) -> Any:
        """The class that joins data, model and figures (see `core.training.loop.Task`).

        Raises
        ------
        InputError
            If there is nothing to train.
        """
        self.need_task()
        return _load(self.task_path)

    def need_task(self) -> None:
        """Raise `InputError` if there is nothing to train; imports nothing."""
        if not self.trains:
            raise InputError(
                "{lab} has nothing to train: one plays with it on its page. Train one of these: {others}.",
                lab=self.key,
                others=", ".join(lab.key for lab in LABS if lab.trains),
            )


def _load(path: str) -> Any:
    module, name = path.split(":")
    return getattr(import_module(module), name)


LABS: tuple[Lab, ...] = (
    Lab(
        key="lstm_by_hand",
        chapter="Memory",
        title="LSTM by hand",
        question="What do the gates do?",
        config=ByHandConfig,
        model_path="core.labs.lstm_by_hand.model:LSTMByHand",
        task_path=None,
        icon=":material/back_hand:",
        watch=(
            "Step through the cell and see what each gate lets through; then click a gate, and see what the memory"
            " becomes."
        ),
        examples=("3 4 2 1 3", "5 1 4 8 2 6", "1 1 1 1 1 1"),
    ),
    Lab(
        key="gates",
        chapter="Memory",
        title="Gates",
        question="Which gates open, and when?",
        config=LanguageConfig,
        model_path="core.systems.language.model:LanguageModel",
        task_path="core.labs.gates.task:LanguageTask",
        icon=":material/memory:",
        watch=(
            "Point at a character: every gate, the cell and the next-character guess show that step. Then drag the"
            " training step back to 0 and watch the order dissolve."
        ),
        examples=(
            'names = ["Ada", "Alan Turing", "Grace"]\nfor name in names:\n    print("Hello, " + name)\n',
            'def greet(name):\n    """Say hello."""\n    return "Hello, " + name\n',
            "# a comment, then a list\nitems = [x for x in range(10) if x % 2]\n",
            "class Stack:\n    def __init__(self):\n        self.items = []\n",
        ),
    ),
    Lab(
        key="vanishing_gradients",
        chapter="Memory",
        title="Vanishing gradients",
        question="Why is an RNN forgetful?",
        config=MemoryConfig,
        model_path="core.systems.memory.model:MemoryNetwork",
        task_path="core.systems.memory.task:MemoryTask",
        icon=":material/trending_down:",
        watch=(
            "Turn the weight scale and the initialisation: some thirty steps back the Elman network’s gradient is gone,"
            " unless its weights are so large that it explodes; an LSTM or a GRU whose gate starts open hands it back"
            " unharmed."
        ),
        examples=(
            "5 bbcdaadcbbdddbbbdaabacacdddddbcaabdbcdcddcdbcacbcabccaaddacadbacddaaadccbacaaaabdccbacccbddddacdbcd",
            "2 cccadcadbacdcccdaaaccdccbcbccccdaabcbcbc",
            "7 bdaaccbdbacb",
        ),
    ),
    Lab(
        key="lstm_variants",
        chapter="Memory",
        title="LSTM variants",
        question="Which part of an LSTM matters?",
        config=VariantsConfig,
        model_path="core.systems.memory.model:MemoryNetwork",
        task_path="core.systems.memory.task:MemoryTask",
        icon=":material/trophy:",
        watch=(
            "Twelve cells, one task, the same seeds: see in the table what an LSTM loses with each part, then hold a"
            " tournament on another task or length and watch the table fill."
        ),
        examples=("2 cccadcadb", "7 bdaaccbdbacb", "0 dddddddddddddddddddddddd"),
    ),
    Lab(
        key="slot_filling",
        chapter="Memory",
        title="Slot filling",
        question="Why does a network need memory?",
        config=TaggerConfig,
        model_path="core.labs.slot_filling.model:Tagger",
        task_path="core.labs.slot_filling.task:TaggingTask",
        icon=":material/label:",
        watch=(
            "Change “leave” to “arrive”: Taipei and May 1st take other slots, though not a letter of them has changed."
            " A network that sees each word alone cannot do this."
        ),
        examples=(
            "I would like to leave Taipei on May 1st",
            "I would like to arrive in Taipei on May 1st",
            "Taipei is where I leave from on Friday",
            "arrive in Tokyo by noon but leave Osaka at 9 am",
            "a flight from New York to Paris landing on March 3rd",
        ),
    ),
    Lab(
        key="text_generation",
        chapter="Generating sequences",
        title="Text generation",
        question="How does a network write?",
        config=WritingConfig,
        model_path="core.systems.language.model:LanguageModel",
        task_path="core.labs.text_generation.task:WritingTask",
        icon=":material/edit_note:",
        watch=(
            "Press play: token by token, watch a distribution come out, the sliders cut it down, and a die fall on one"
            " token, which is read next. Then move the temperature and watch the futures fan out."
        ),
        examples=(
            "The file is closed when the last reference to it is gone.",
            "Return True if the name is a valid identifier.",
            "If no argument is given, the current time is used.",
        ),
    ),
    Lab(
        key="image_generation",
        chapter="Generating sequences",
        title="Image generation",
        question="Can a network paint one pixel at a time?",
        config=ImageConfig,
        model_path="core.labs.image_generation.model:PixelModel",
        task_path="core.labs.image_generation.task:PaintingTask",
        icon=":material/brush:",
        watch=(
            "Press play: before each pixel the network says how likely every shade is, and a die decides. Then change"
            " one pixel and watch the rest of the picture answer."
        ),
        examples=("test 1", "test 12", "test 105", "test 297"),
        reader_path="core.labs.image_generation.data:read_example",
    ),
    Lab(
        key="translation",
        chapter="Attention",
        title="Translation",
        question="Where does the decoder look?",
        config=TranslationConfig,
        model_path="core.labs.translation.model:Translator",
        task_path="core.labs.translation.task:TranslationTask",
        icon=":material/translate:",
        watch=(
            "Point at an output token: the ribbons show which source tokens it was read from. Nobody told the network;"
            " it found the alignment while it learnt to translate."
        ),
        examples=("Tuesday, March 5, 2024", "Oct 31, 1999", "12/25/2030"),
    ),
    Lab(
        key="speech_recognition",
        chapter="Attention",
        title="Speech recognition",
        question="What does the decoder hear?",
        config=SpeechConfig,
        model_path="core.labs.speech_recognition.model:Listener",
        task_path="core.labs.speech_recognition.task:SpeechTask",
        icon=":material/hearing:",
        watch=(
            "Click a phoneme that the network wrote and hear the stretch of sound it listened to. Then look at the"
            " counting network: every word right, and attention somewhere else."
        ),
        examples=("three one four one five nine", "two seven one eight two", "seven seven seven"),
        reader_path="core.sound.synthesis:read_example",
    ),
    Lab(
        key="self_attention",
        chapter="Attention",
        title="Self-attention",
        question="What if source and target are the same?",
        config=SelfAttentionConfig,
        model_path="core.labs.self_attention.model:SelfAttention",
        task_path="core.labs.self_attention.task:SelfAttentionTask",
        icon=":material/hub:",
        watch=(
            "Point at a token after the second bar: one head looks back to where that token came before, and on to what"
            " followed it. Nobody told it to. Then drag the training step back and watch the heads being born."
        ),
        examples=("KDQFXB", "LSTMGRU", "WORDKEY", "KDQFXB|FXBKDQ"),
        reader_path="core.labs.self_attention.data:read_puzzle",
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
