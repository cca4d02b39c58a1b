"""What a chatbot can learn from, whoever wrote it: dialogues by number, those that are held out, acceptable answers.
Imports no torch.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, zip_longest

from core.labs.chatbot.chinese import CHINESE, PIECES
from core.labs.chatbot.dialogues import Dialogue, Kind, Language
from core.labs.chatbot.english import ENGLISH
from core.labs.chatbot.prompt import TURN, cut, prompt_tokens
from core.text.vocabulary import EOS, Vocabulary

LANGUAGES = {"en": ENGLISH, "zh": CHINESE}

SHARES = 1_009
"""Different places on which the choice of an answer can fall."""

TWICE = 2
"""How much more often a kind of two turns is drawn than one of one turn."""

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "I am Eva and I live in Osaka.\nwhere do I live?",
        "what is the weather in Taipei?\nand in Osaka?",
        "where is Taipei?\nwhat about Cairo?",
        "call me Leo.\nwho am I?",
        "I like tea but not fish.\nwhat do I hate?",
        "tell me about Paris.",
        "my friend Mia lives in Nairobi.\nwho is my friend?",
    ),
    "zh": (
        "我叫伊娃，我住在大阪。\n我住在哪里？",
        "台北天气怎么样？\n大阪呢？",
        "台北在哪里？\n那开罗呢？",
        "我是大卫。\n我叫什么名字？",
        "我喜欢茶，不喜欢鱼。\n我讨厌什么？",
        "说说巴黎。",
        "我的朋友安娜住在内罗毕。\n我的朋友是谁？",
    ),
}
"""Conversations to begin with, an utterance a line."""


@dataclass(frozen=True)
class Example:
    """What was said, and one answer.

    Attributes
    ----------
    utterances : tuple of str
        What was said, the last utterance last.
    answer : str
    """

    utterances: tuple[str, ...]
    answer: str


@dataclass(frozen=True, eq=False)
class Dialogues:
    """A source of dialogues.

    Attributes
    ----------
    tokens : sequence of str
        All that occur in prompts and answers, with `TURN` and `EOS`.
    unit : str
        How a text is cut into them (see `core.text.vocabulary.Vocabulary`).
    training_example : callable
        The example of a non-negative number.
    held_out : (sequence of Dialogue, sequence of Dialogue)
        Those of one turn and those of two that are never trained on, kinds by turns.
    unheard : sequence of Dialogue
        Those whose answer needs a word that no answer in training has.
    acceptable : callable
        The dialogue that begins with some utterances, None where nobody knows what to answer.
    limit : int
        Tokens after which an answer that has not ended is given up; ⟨EOS⟩ is one of them.
    examples : tuple of str
        Conversations to begin with.
    names : frozenset of str
        Words that name somebody or something, which an answer may only take from what was said; empty where nobody
        knows which these are.
    """

    tokens: Sequence[str]
    unit: str
    training_example: Callable[[int], Example]
    held_out: tuple[Sequence[Dialogue], Sequence[Dialogue]]
    unheard: Sequence[Dialogue]
    acceptable: Callable[[Sequence[str]], Dialogue | None]
    limit: int
    examples: tuple[str, ...]
    names: frozenset[str] = frozenset()


@lru_cache(maxsize=4)
def grammar(language: str) -> Dialogues:
    """The dialogues that the grammar of a language makes."""
    said = LANGUAGES[language]
    parts = [_parted(said, kind) for kind in said.kinds]
    training = [(kind, some) for kind, (some, _) in zip(said.kinds, parts, strict=True)]
    held_out = [(kind, some) for kind, (_, some) in zip(said.kinds, parts, strict=True) if some]
    openings = tuple(each.utterances[0] for kind, some in training if not kind.then for each in some)
    alone, followed = ([some for kind, some in held_out if bool(kind.then) == two] for two in (False, True))
    known = {each.utterances: each for each in chain(*chain(*parts), said.unheard())}
    vocabulary = Vocabulary(_tokens(said), said.unit)
    answers = [answer for each in known.values() for answer in each.answers]
    return Dialogues(
        tokens=vocabulary.tokens,
        unit=said.unit,
        training_example=partial(
            _example,
            [some for kind, some in training for _ in range(kind.often * (TWICE if kind.then else 1))],
            openings,
        ),
        held_out=(_preceded(_by_turns(alone), openings), _by_turns(followed)),
        unheard=_by_turns([[*said.unheard()]]),
        acceptable=partial(_acceptable, {_spelt(key, vocabulary): each for key, each in known.items()}, vocabulary),
        limit=2 + max(len(cut(answer, vocabulary)) for answer in set(answers)),
        examples=EXAMPLES[language],
        names=frozenset(
            cut(word, vocabulary)[0]
            for family in ("name", "city", "food")
            for word in said.words[family] + said.unsaid.get(family, ())
        ),
    )


def _parted(said: Language, kind: Kind) -> tuple[list[Dialogue], list[Dialogue]]:
    """The dialogues of a kind that are trained on, and those that are held out."""
    training: list[Dialogue] = []
    held_out: list[Dialogue] = []
    for out, dialogue in said.dialogues(kind):
        (held_out if out else training).append(dialogue)
    return training, held_out


def _tokens(said: Language) -> list[str]:
    """All tokens of a language, sorted, with `TURN` and `EOS` behind them."""
    if said.unit == "piece":
        words = {word for family in (said.words, said.unsaid) for some in family.values() for word in some}
        words |= {word for _, leads in said.facts.values() for word in leads.values()}
        return [*sorted({*PIECES, *words}), TURN, EOS]
    bare = Vocabulary((), said.unit)
    texts = {text for kind in said.kinds for _, each in said.dialogues(kind) for text in each.utterances + each.answers}
    return [*sorted({token for text in texts for token in cut(text, bare)}), TURN, EOS]


def _example(lots: Sequence[Sequence[Dialogue]], openings: Sequence[str], number: int) -> Example:
    """The training example of a number; every second prompt of one turn has something else said before it."""
    number, lot = divmod(number, len(lots))
    number, place = divmod(number, len(lots[lot]))
    number, share = divmod(number, SHARES)
    dialogue = lots[lot][place]
    before = ()
    if len(dialogue.utterances) == 1 and number % 2:
        before = (openings[number // 2 % len(openings)],)
    return Example(before + dialogue.utterances, dialogue.answer(share / SHARES))


def _by_turns(kinds: Sequence[Sequence[Dialogue]]) -> list[Dialogue]:
    """Dialogues of several kinds, one of each kind after the other, in an order that depends on nothing but them."""
    ordered = [sorted(some, key=lambda each: zlib.crc32("\n".join(each.utterances).encode())) for some in kinds]
    return [each for turn in zip_longest(*ordered) for each in turn if each is not None]


def _preceded(dialogues: Sequence[Dialogue], openings: Sequence[str]) -> list[Dialogue]:
    """Dialogues of one turn, every second one with something else said before it."""
    return [
        Dialogue(each.kind, (openings[7 * n % len(openings)], *each.utterances), each.answers, each.weights)
        if n % 2
        else each
        for n, each in enumerate(dialogues)
    ]


def _spelt(utterances: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(prompt_tokens(utterances, vocabulary))


def _acceptable(
    known: Mapping[tuple[str, ...], Dialogue], vocabulary: Vocabulary, utterances: Sequence[str]
) -> Dialogue | None:
    """The dialogue of the last two utterances, or that of the last one, whatever was said before it."""
    for last in (utterances[-2:], utterances[-1:]):
        if (found := known.get(_spelt(last, vocabulary))) is not None:
            return found
    return None
