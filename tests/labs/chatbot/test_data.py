from collections import Counter

import pytest

from core.labs.chatbot.data import EXAMPLES, LANGUAGES, grammar
from core.labs.chatbot.dialogues import FEW, Dialogue
from core.labs.chatbot.model import LONGEST
from core.labs.chatbot.prompt import TURN, cut, joined, prompt_tokens, utterances_of
from core.text.vocabulary import EOS, Vocabulary

each_language = pytest.mark.parametrize("language", LANGUAGES)
MANY = 12_000


def numbers(count=MANY, seed=1):
    """Numbers of training examples, far apart."""
    return [(seed + 7919 * n) * 104_729**3 % 2**60 for n in range(count)]


def vocabulary_of(language):
    source = grammar(language)
    return Vocabulary(source.tokens, source.unit)


def every(language):
    said = LANGUAGES[language]
    return [dialogue for kind in said.kinds for _, dialogue in said.dialogues(kind)] + [*said.unheard()]


@each_language
def test_no_held_out_prompt_is_ever_trained_on(language):
    source = grammar(language)
    held_out = {each.utterances for part in source.held_out for each in part}
    asked = {each.utterances[-1:] for each in source.held_out[0]}
    for number in numbers():
        said = source.training_example(number).utterances
        assert said not in held_out
        assert said[-1:] not in asked


@each_language
def test_held_out_prompts_are_many_and_of_both_numbers_of_turns(language):
    alone, followed = grammar(language).held_out
    assert len(alone) > 100
    assert len(followed) > 600
    assert all(len(each.utterances) == 2 for each in followed)
    assert {len(each.utterances) for each in alone} == {1, 2}  # some are said after something else
    kinds = Counter(each.kind for each in followed[:110])
    assert len(kinds) == sum(bool(kind.then) for kind in LANGUAGES[language].kinds)
    assert max(kinds.values()) - min(kinds.values()) <= 1


@each_language
def test_every_word_of_a_held_out_prompt_occurs_in_training_with_its_kind(language):
    """Nobody is asked about a city of which no training prompt of that kind spoke."""
    said = LANGUAGES[language]
    vocabulary = vocabulary_of(language)
    for kind in said.kinds:
        parts: dict[bool, set[str]] = {True: set(), False: set()}
        for out, each in said.dialogues(kind):
            parts[out] |= set(prompt_tokens(each.utterances, vocabulary))
        assert parts[True] <= parts[False], kind.name


@each_language
def test_large_kinds_hold_out_facts_that_never_met(language):
    said = LANGUAGES[language]
    [kind] = (kind for kind in said.kinds if kind.name == "two_facts_name")
    assert len(said.words["name"]) * len(said.words["city"]) >= FEW
    met = {
        out: {each.answers[0] + each.utterances[0][-9:] for o, each in said.dialogues(kind) if o == out}
        for out in (0, 1)
    }
    assert met[1]
    assert not met[0] & met[1]


@each_language
def test_every_text_is_cut_into_known_tokens_and_joined_again(language):
    vocabulary = vocabulary_of(language)
    for each in every(language):
        assert not vocabulary.unknown(prompt_tokens(each.utterances, vocabulary)), each
        for text in (*each.utterances, *each.answers):
            assert joined(cut(text, vocabulary)) == text


@each_language
def test_no_prompt_has_two_different_sets_of_answers(language):
    found: dict[tuple[str, ...], set[str]] = {}
    for each in every(language):
        assert found.setdefault(each.utterances, set(each.answers)) == set(each.answers), each


@each_language
def test_second_turn_alone_does_not_say_what_to_answer(language):
    """Of every follow-up there are prompts whose acceptable answers have nothing in common."""
    answers: dict[str, list[set[str]]] = {}
    for each in every(language):
        if len(each.utterances) == 2:
            answers.setdefault(each.utterances[1], []).append(set(each.answers))
    assert all(not set.intersection(*sets) for sets in answers.values() if len(sets) > 1)
    assert sum(len(sets) > 1 for sets in answers.values()) > 0.9 * len(answers)


@each_language
def test_reserved_words_are_read_but_never_answered_in_training(language):
    source, said = grammar(language), LANGUAGES[language]
    reserved = {word for words in said.unsaid.values() for word in words}
    read, answered = set(), set()
    for number in numbers():
        example = source.training_example(number)
        text = " ".join(example.utterances)
        read |= {word for word in reserved if word in text}
        answered |= {word for word in reserved if word in example.answer}
    assert read == reserved
    assert not answered
    assert source.unheard
    assert all(all(any(word in answer for word in reserved) for answer in each.answers) for each in source.unheard)


@each_language
def test_the_limit_lets_every_answer_end(language):
    vocabulary = vocabulary_of(language)
    longest = max(len(cut(answer, vocabulary)) for each in every(language) for answer in each.answers)
    assert longest + 1 < grammar(language).limit + 1
    assert max(len(prompt_tokens(each.utterances, vocabulary)) for each in every(language)) <= LONGEST


@each_language
def test_examples_can_be_read_and_are_known(language):
    source, vocabulary = grammar(language), vocabulary_of(language)
    for talk in EXAMPLES[language]:
        said = utterances_of(talk)
        assert not vocabulary.unknown(prompt_tokens(said, vocabulary))
        assert source.acceptable(said) is not None


def test_what_was_said_before_does_not_matter_to_a_question_that_says_all():
    source = grammar("en")
    alone, after = source.acceptable(["where is Rome?"]), source.acceptable(["call me Eva.", "where is Rome?"])
    assert alone is after
    assert alone.answers == ("Rome is in Europe.",)
    assert source.acceptable(["hello!", "nobody says this"]) is None
    assert source.acceptable(["call me Eva.", "who am I?"]).answers == ("you are Eva.", "your name is Eva.")


def test_free_slots_take_every_word_and_facts_their_own():
    source = grammar("en")
    assert len(source.acceptable(["what is the weather in Rome?"]).answers) == 4
    about = source.acceptable(["tell me about Cairo."])
    assert "Cairo is in Africa." in about.answers
    assert "Cairo is in Asia." not in about.answers
    weights = dict(zip(about.answers, about.weights, strict=True))
    assert max(weights, key=weights.get) == "I do not know."
    assert weights["I do not know."] < sum(weights.values()) / 2  # the likeliest answer, and yet not what most say


def test_an_answer_is_drawn_as_often_as_people_give_it():
    dialogue = Dialogue("x", ("a",), ("often", "seldom"), (3.0, 1.0))
    drawn = Counter(dialogue.answer(n / 1000) for n in range(1000))
    assert drawn == {"often": 750, "seldom": 250}


def test_words_are_found_whatever_their_case_and_spaces():
    vocabulary = Vocabulary((" I", " Eva", " what", "?", TURN, EOS), "word")
    assert cut("What I eva?", vocabulary) == [" what", " I", " Eva", "?"]
    assert cut("what x?", vocabulary) == [" what", " x", "?"]
    assert prompt_tokens(["what?", "Eva"], vocabulary) == [" what", "?", TURN, " Eva"]


def test_chinese_is_cut_into_words():
    vocabulary = vocabulary_of("zh")
    assert cut("台北 天气怎么样？", vocabulary) == ["台北", "天气", "怎么样", "？"]
    assert joined(["你", "是", "小明", "。"]) == "你是小明。"
