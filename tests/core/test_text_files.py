"""Texts as programs write them: encodings, marks, composed letters."""

from __future__ import annotations

import os

import pytest

from core.errors import InputError
from core.text.files import EncodingError, decoded, recoded

TEXTS = {
    "big5": "學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？\n" * 50,
    "gb18030": "今天天气很好，我们去公园散步，看到了很多花。\n" * 50,
    "cp932": "今日は天気がいいですね。散歩に行きましょう。\n" * 50,
    "euc_jp": "今日は天気がいいですね。散歩に行きましょう。\n" * 50,
    "cp949": "안녕하세요, 오늘 날씨가 좋습니다.\n" * 50,
    "cp1252": "The fox’s tail is red – and “long”.\n" * 50,
    "cp1251": "Привет, как дела? Сегодня хорошая погода.\n" * 50,
    "utf_16": "The fox's tail is red.\n" * 50,
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_text_in_another_encoding_is_refused_with_a_guess_and_read_when_asked_to(encoding):
    data = TEXTS[encoding].encode(encoding)
    with pytest.raises(EncodingError, match="is not a text in UTF-8; it looks like") as error:
        decoded(data, "x.txt")
    assert error.value.guesses[0] == encoding
    assert decoded(recoded(data, encoding, "x.txt"), "x.txt") == TEXTS[encoding]


def test_what_is_no_text_has_no_guess():
    with pytest.raises(EncodingError) as error:
        decoded(os.urandom(5_000), "x")
    assert error.value.guesses == ()


def test_a_text_is_not_read_as_what_it_is_not():
    with pytest.raises(InputError, match="x is not a text in Big5"):
        recoded(b"\xff\xff\xff", "big5", "x")


def test_every_mark_of_joined_files_is_dropped():
    assert decoded("\ufeffone\n\ufefftwo\n".encode(), "joined") == "one\ntwo\n"


def test_accents_typed_two_ways_are_one_letter():
    assert decoded("cafe\u0301".encode(), "x") == "café"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems_are_one_character(line_end):
    assert decoded(f"a{line_end}b".encode(), "x") == "a\nb"
