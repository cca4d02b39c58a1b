from __future__ import annotations

import pytest

from core.errors import InputError
from core.text.vocabulary import BOS, EOS, UNITS, UNK, Vocabulary, split


@pytest.fixture
def letters() -> Vocabulary:
    return Vocabulary(["a", "b", "\n", "春"])


def test_tokens_are_numbered_in_order(letters):
    assert letters.encode("ab\n春") == [0, 1, 2, 3]


def test_decoding_undoes_encoding(letters):
    assert "".join(letters.decode(letters.encode("春ba\n"))) == "春ba\n"


def test_a_vocabulary_knows_its_size_and_its_tokens(letters):
    assert len(letters) == 4
    assert "春" in letters
    assert "c" not in letters


def test_a_token_may_be_longer_than_a_character():
    assert Vocabulary(["<s>", "May"]).encode(["May", "<s>"]) == [1, 0]


def test_a_token_listed_twice_is_refused():
    with pytest.raises(ValueError, match="once"):
        Vocabulary("aba")


def test_nothing_encodes_to_nothing(letters):
    assert letters.encode("") == []


def test_unknown_tokens_are_named_once_each_in_order(letters):
    with pytest.raises(InputError, match="never saw x z in training"):
        letters.encode("azbxz")


def test_an_invisible_unknown_token_is_named_so_that_it_can_be_seen(letters):
    with pytest.raises(InputError) as caught:
        letters.encode("\x00")
    assert caught.value.values == {"unknown": r"\x00"}


def test_the_ninth_unknown_token_is_only_hinted_at(letters):
    with pytest.raises(InputError) as caught:
        letters.encode("cdefghijk")
    assert caught.value.values == {"unknown": "c d e f g h i j …"}


def test_eight_unknown_tokens_are_all_named(letters):
    with pytest.raises(InputError) as caught:
        letters.encode("cdefghij")
    assert caught.value.values == {"unknown": "c d e f g h i j"}


ODD = "Don't stop: the cat's 3.14 (x_1)!\n  Now  naïve  café\t床前明月光， “ok” 𝔘 — end "


@pytest.mark.parametrize("unit", UNITS)
def test_tokens_joined_are_the_text_again(unit):
    assert "".join(split(ODD, unit)) == ODD


def test_a_space_belongs_to_the_word_after_it():
    assert split("The cat's 12 mice, she said.", "word") == [
        "The",
        " cat's",
        " 1",
        "2",
        " mice",
        ",",
        " she",
        " said",
        ".",
    ]


def test_a_chinese_character_is_a_word():
    assert split("明月 in 山", "word") == ["明", "月", " in", " 山"]


@pytest.mark.parametrize("unit", UNITS)
def test_what_is_typed_never_becomes_a_mark(unit):
    assert not {BOS, EOS, UNK} & set(split(BOS + EOS + UNK, unit))


def test_a_vocabulary_with_a_token_for_the_unknown_encodes_anything():
    words = Vocabulary([BOS, UNK, "a"])
    assert words.encode(["a", "b", BOS]) == [2, 1, 0]
    assert words.unknown(["b", "a", "c", "b"]) == ["b", "c"]
