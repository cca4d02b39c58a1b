import numpy as np
import pytest
from num2words import num2words

from core.data.numbers import LANGUAGES, held_out_pairs, is_held_out, pair_of, parse, tokens, training_pair
from core.text.vocabulary import Vocabulary

CHECKED = (*range(1_200), *range(1_200, 1_000_000, 3_989), *range(0, 1_000_000, 9_000), 80_000, 200_000, 999_999)
UNITS = {"de": "piece", "fr": "word", "ja": "character"}
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_language
def test_words_are_those_of_num2words(language):
    for number in CHECKED:
        theirs = num2words(number, lang=language).replace("einstausend", "eintausend")  # theirs is wrong there
        assert pair_of(number, language).target == theirs


def test_english_words_are_those_of_num2words_without_and():
    for number in CHECKED:
        assert pair_of(number, "de").source == num2words(number).replace(" and", "").replace(",", "")


def links(number, language):
    pair = pair_of(number, language)
    return [
        (token, [pair.source_tokens[at] for at in np.flatnonzero(row)])
        for token, row in zip(pair.target_tokens, pair.gold, strict=True)
    ]


def test_german_says_the_unit_before_the_ten():
    assert links(342_021, "de") == [
        ("drei", ["three", " hundred"]),
        ("hundert", ["three", " hundred"]),
        ("zwei", ["-", "two"]),
        ("und", ["-", "two"]),
        ("vierzig", [" forty"]),
        ("tausend", [" thousand"]),
        ("ein", ["-", "one"]),
        ("und", ["-", "one"]),
        ("zwanzig", [" twenty"]),
    ]


def test_french_counts_on_from_eighty():
    assert links(81, "fr") == [
        ("quatre", ["eighty"]),
        ("-", ["eighty"]),
        ("vingt", ["eighty"]),
        ("-", ["-", "one"]),
        ("un", ["-", "one"]),
    ]
    assert {tuple(linked) for _, linked in links(91, "fr")} == {("ninety", "-", "one")}


def test_french_thousand_needs_no_one():
    assert links(1_002, "fr") == [("mille", ["one", " thousand"]), (" deux", [" two"])]


def test_japanese_groups_by_ten_thousand():
    assert links(42_300, "ja") == [
        ("四", ["forty"]),
        ("万", [" thousand"]),
        ("二", ["-", "two"]),
        ("千", ["-", "two"]),
        ("三", [" three", " hundred"]),
        ("百", [" three", " hundred"]),
    ]
    assert links(2_000, "ja") == [("二", ["two"]), ("千", [" thousand"])]


@each_language
def test_every_word_has_its_counterpart_and_is_a_known_token(language):
    source, target = tokens(language)
    vocabularies = Vocabulary(source, "word"), Vocabulary(target, UNITS[language])
    for pair in held_out_pairs(300, language):
        assert pair.gold.any(axis=0).all()
        assert pair.gold.any(axis=1).all()
        for vocabulary, text, cut in zip(
            vocabularies, (pair.source, pair.target), (pair.source_tokens, pair.target_tokens), strict=True
        ):
            assert vocabulary.split(text) == cut
            assert vocabulary.decode(vocabulary.encode(cut)) == cut


def test_held_out_numbers_never_occur_in_training():
    held_out = [pair.source for pair in held_out_pairs(300, "de")]
    assert len(set(held_out)) == 300
    assert not {training_pair(number, "de").source for number in range(2_000)} & set(held_out)


def test_the_smallest_numbers_are_always_trained_on():
    assert not any(is_held_out(number) for number in range(101))
    assert 0.09 < np.mean([is_held_out(number) for number in range(101, 20_101)]) < 0.11


@each_language
def test_text_is_read_back(language):
    for pair in held_out_pairs(100, language):
        assert parse(pair.source, language) == pair


@pytest.mark.parametrize(
    "text",
    ["", "hello", "twenty one", "one two", "hundred", "one thousand and one", "zero one", "one thousand thousand"],
)
def test_text_that_is_no_number_of_ours_has_no_pair(text):
    assert parse(text, "de") is None
