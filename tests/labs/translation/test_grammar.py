from random import Random

import pytest

from core.data.grammar import Grammar, rule
from core.data.pairs import Piece
from core.labs.translation import chinese_english
from core.labs.translation.chinese_english import (
    LONGEST_SOURCE,
    LONGEST_TARGET,
    article,
    grammar,
    held_out_pairs,
    is_held_out,
    parse,
    tokens,
    training_pair,
)
from core.text.vocabulary import split

SMALL = [
    rule("sentence", "<who><when><deed>。", "<who> <deed> <when> ."),
    rule("who", "我", "I"),
    rule("when", "昨天", "yesterday"),
    rule("deed", "来了", "came"),
]


def blocks(pair):
    """Each target word's source characters."""
    return [
        (word, "".join(c for c, linked in zip(pair.source_tokens, row, strict=True) if linked))
        for word, row in zip(pair.target_tokens, pair.gold, strict=True)
    ]


def test_rule_reorders_and_its_words_are_aligned():
    grammar = Grammar(SMALL)
    pair = grammar.pair(grammar.draw("<sentence>", Random(0)))
    assert (pair.source, pair.target) == ("我昨天来了。", "I came yesterday.")
    assert blocks(pair) == [("I", "我"), (" came", "来了"), (" yesterday", "昨天"), (".", "")]


def test_text_is_parsed_to_what_was_drawn():
    grammar = Grammar(SMALL)
    assert grammar.parse("<sentence>", "我昨天来了。") == [grammar.draw("<sentence>", Random(0))]
    assert grammar.parse("<sentence>", "我来了。") == []


def test_tokens_are_those_that_can_be_written():
    assert Grammar(SMALL).tokens("<sentence>") == (
        sorted("我昨天来了。"),
        [" I", " came", " yesterday", ".", "I"],
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (rule("who", "<when>", "you"), "need the same symbols"),
        (rule("who", "<when><when>", "<when> <when>"), "once each"),
        (rule("who", "<nobody>", "<nobody>"), "no rule rewrites"),
    ],
)
def test_wrong_rule_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        Grammar([*SMALL, wrong])


# ---- Chinese and English ----


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("机器学习", "machine learning"),
        ("我昨天在学校学习了机器学习。", "I studied machine learning at school yesterday."),
        ("昨天我在学校学习了机器学习。", "Yesterday I studied machine learning at school."),
        ("她每天在图书馆读一本有趣的书。", "She reads an interesting book in the library every day."),
        ("老师喜欢我昨天写的书。", "The teacher likes the book that I wrote yesterday."),
        ("他们没有在火车上讨论那封信。", "They did not discuss that letter on the train."),
        ("医生不会使用这两台相机。", "The doctor will not use these two cameras."),
        ("我的朋友想吃一个大苹果。", "My friend wants to eat a big apple."),
        (
            "我喝了两杯茶，但是他不喜欢老师的雨伞。",
            "I drank two cups of tea, but he does not like the teacher's umbrella.",
        ),
        ("你会写一首很长的诗，因为她需要那首诗。", "You will write a very long poem because she needs that poem."),
    ],
)
def test_translation_of_a_sentence(chinese, english):
    assert parse(chinese, clauses=2).target == english


@pytest.mark.parametrize(
    "text", ["", "你好", "我读一本苹果。", "我学习机器学习", "他每天读了书。", "我喝茶，但是我喝茶，但是我喝茶。"]
)
def test_sentence_that_is_not_of_the_grammar_has_no_pair(text):
    assert parse(text, clauses=2) is None


def test_alignment_follows_the_words_through_the_reordering():
    assert blocks(parse("我昨天在学校读了三本有趣的书。", clauses=1)) == [
        ("I", "我"),
        (" read", "读了"),
        (" three", "三本"),
        (" interesting", "有趣的"),
        (" books", "书"),
        (" at", "在学校"),
        (" school", "在学校"),
        (" yesterday", "昨天"),
        (".", ""),
    ]


def test_relative_clause_is_closed_by_its_particle():
    told = dict(blocks(parse("她爱我们买的汽车。", clauses=1)))
    assert told[" the"] == told[" that"] == "的"
    assert told[" car"] == "汽车"
    assert told[" bought"] == "买"


def test_held_out_sentences_never_occur_in_training():
    held_out = {pair.source for pair in held_out_pairs(300, 3)}
    assert len(held_out) == 300
    assert all(is_held_out(source) for source in held_out)
    assert not any(is_held_out(training_pair(number, 3).source) for number in range(500))


def test_same_number_is_the_same_pair():
    assert training_pair(5, 2) == training_pair(5, 2)
    assert len({training_pair(number, 2).source for number in range(200)}) > 180


@pytest.mark.parametrize("clauses", [1, 2, 3])
def test_sentences_have_up_to_so_many_clauses(clauses):
    pairs = held_out_pairs(60, clauses)
    assert {pair.source.count("，") for pair in pairs} == set(range(clauses))
    assert all(pair.source.endswith("。") for pair in pairs)


def test_every_sentence_has_one_translation_and_fits():
    characters, words = map(set, tokens(3))
    for number in range(200):
        pair = training_pair(number, 3)
        [told] = [
            grammar().pair(way) for start in chinese_english._starts(3) for way in grammar().parse(start, pair.source)
        ]
        assert told == pair
        assert len(pair.source) <= LONGEST_SOURCE
        assert len(pair.target_tokens) <= LONGEST_TARGET
        assert characters >= set(pair.source)
        assert words >= set(pair.target_tokens)
        assert split(pair.target, "word") == pair.target_tokens
        assert [row.any() for row in pair.gold] == [token not in (",", ".") for token in pair.target_tokens]


def test_vocabulary_has_at_least_ninety_words_on_both_sides():
    characters, words = tokens(1)
    assert len({word.strip().lower() for word in words}) > 150
    assert len(characters) > 130


def test_verb_agrees_with_its_subject():
    for number in range(400):
        pair = training_pair(number, 1)
        words = pair.target.rstrip(".").split()
        if words[0] in ("He", "She"):
            assert words[1] not in ("like", "love", "need", "want", "do", "study", "buy", "eat", "drink")
        if words[0] in ("I", "We", "You", "They"):
            assert words[1] not in ("likes", "loves", "needs", "wants", "does", "studies", "buys", "eats", "drinks")


def test_article_goes_by_the_sound():
    assert [article(word) for word in ("apple", "old", "useful", "book")] == ["an", "an", "a", "a"]


def test_piece_names_are_the_same_on_both_sides():
    pair = parse("我喝茶。", clauses=1)
    assert pair.source_pieces[0] == Piece("我", pair.target_pieces[0].name)
