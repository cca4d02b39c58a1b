from collections import Counter
from random import Random

import pytest

from core.labs.slot_filling import data as slots
from core.labs.slot_filling.data import (
    AMBIGUOUS,
    GRAMMAR,
    HELD_OUT,
    SLOTS,
    TRAINING,
    Word,
    ceiling,
    corpus,
    draw,
    from_the_left,
    is_held_out,
    memoryless,
    text_of,
)
from core.text.words import is_punctuation, words_of


def sentence(*words: Word) -> tuple[Word, ...]:
    return words


def city(text: str, slot: str, later: bool = False) -> Word:
    return Word(text, slot, "city", later)


def test_no_held_out_sentence_is_trained_on():
    trained = {text_of(sentence) for sentence in corpus().training}
    held_out = {text_of(sentence) for sentence in corpus().held_out}
    assert len(corpus().training) == TRAINING
    assert len(held_out) == len(corpus().held_out) == HELD_OUT
    assert not trained & held_out
    assert len(trained) > 0.9 * TRAINING


def test_both_sides_of_the_split_hold_the_same_words():
    trained, held_out = (
        {word.text for sentence in sentences for word in sentence}
        for sentences in (corpus().training, corpus().held_out)
    )
    assert trained <= set(corpus().words)
    assert held_out <= trained


def test_corpus_is_the_same_in_every_process():
    first = text_of(draw(Random(0)))
    assert first in {text_of(sentence) for sentence in (corpus().training[0], corpus().held_out[0])}


def test_every_city_date_and_time_fills_a_slot_and_no_other_word_does():
    for sentence in corpus().training:
        for word in sentence:
            assert (word.slot != "other") == bool(word.kind)
            assert word.slot in SLOTS
            if word.kind:
                assert (word.kind == "city") == (word.slot in ("departure", "destination"))


def test_every_ambiguous_word_takes_two_slots_about_equally_often():
    counts = {}
    for sentence in corpus().training:
        for word in sentence:
            if word.kind:
                counts.setdefault(word.text, Counter())[word.slot] += 1
    assert len(counts) > 100
    for text, slots_of_it in counts.items():
        assert len(slots_of_it) >= 2, text
    for kind in AMBIGUOUS:
        members = {word for rule in GRAMMAR[kind] for word in words_of(rule)}
        total = sum((counts[word] for word in members), Counter())
        places = [n for slot, n in total.items() if slot in SLOTS[1:]]
        assert min(places) > 0.35 * sum(places), kind


def test_a_word_said_to_be_decided_earlier_is_decided_by_the_words_up_to_it():
    decided = {}
    for sentence in corpus().training:
        for t, word in enumerate(sentence):
            if word.kind and not word.later:
                decided.setdefault(from_the_left(sentence, t), set()).add(word.slot)
    assert all(len(slots_there) == 1 for slots_there in decided.values())


def test_a_word_said_to_be_decided_later_is_open_until_then():
    open_still = {}
    for sentence in corpus().training:
        for t, word in enumerate(sentence):
            if word.later:
                open_still.setdefault(from_the_left(sentence, t), Counter())[word.slot] += 1
    frequent = [counts for counts in open_still.values() if counts.total() >= 40]
    assert len(frequent) > 5
    assert all(len(counts) == 2 for counts in frequent)


def test_some_words_are_decided_later_but_most_earlier():
    words = [word for sentence in corpus().held_out for word in sentence if word.kind]
    assert 0.05 < sum(word.later for word in words) / len(words) < 0.2


def test_ceiling_of_hand_counted_sentences():
    leave, arrive = Word("leave"), Word("arrive")
    sentences = [
        sentence(leave, city("rome", "departure")),
        sentence(leave, city("oslo", "departure")),
        sentence(arrive, city("rome", "destination")),
        sentence(city("rome", "destination", later=True), arrive),
        sentence(city("lima", "departure", later=True), leave),
    ]
    # By the word alone: rome is a destination in 2 of 3, oslo and lima are always departures: 4 of 5.
    assert ceiling(sentences, memoryless) == pytest.approx(4 / 5)
    # From the left: "leave city" 2 of 2, "arrive city" 1 of 1, a city that begins 1 of 2: 4 of 5.
    assert ceiling(sentences, from_the_left) == pytest.approx(4 / 5)


def test_memoryless_ceiling_lies_below_60_percent_and_left_to_right_between():
    everything = (*corpus().training, *corpus().held_out)
    alone, left = ceiling(everything, memoryless), ceiling(everything, from_the_left)
    assert 0.5 < alone < 0.6 < left < 0.98


def test_lecture_sentences_can_be_drawn():
    bare = {text_of(sentence) for sentence in corpus().training if len(sentence) <= 3}
    assert any(text.startswith("leave ") for text in bare)
    assert any(text.startswith("arrive ") for text in bare)


def test_text_reads_back_as_the_same_words():
    for sentence in corpus().held_out[:200]:
        assert words_of(text_of(sentence)) == [word.text for word in sentence]


def test_every_symbol_of_the_grammar_is_defined_and_reached():
    reached, new = set(), {"text"}
    while new:
        symbol = new.pop()
        reached.add(symbol)
        new |= {inner for rule in GRAMMAR[symbol] for inner, *_ in slots._PART.findall(rule) if inner} - reached
    assert reached == set(GRAMMAR)


def test_split_is_about_one_in_ten():
    dice = Random(5)
    assert 0.07 < sum(is_held_out(draw(dice)) for _ in range(2_000)) / 2_000 < 0.13


def test_words_of_a_typed_sentence():
    typed = "I’d leave Taipei (non-stop) at 9am, or 6:30 PM. 我要去台北!"
    assert words_of(typed) == [
        "I'd",
        "leave",
        "Taipei",
        "(",
        "non-stop",
        ")",
        "at",
        "9",
        "am",
        ",",
        "or",
        "6:30",
        "PM",
        ".",
        "我要去台北",
        "!",
    ]


def test_marks_are_no_words():
    assert [is_punctuation(word) for word in ("!", "…", "9", "a", "台")] == [True, True, False, False, False]
