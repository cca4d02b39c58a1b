"""Tables of pairs as other programs write them."""

from __future__ import annotations

import pytest

from core.errors import InputError
from core.labs.translation.columns import columns
from core.labs.translation.own_pairs import own_pairs

TATOEBA = "".join(f"{1276 + n}\tLet's try {n}.\t{77 + n}\t試試{n}吧。\n" for n in range(120))
QUOTED = '"en"\t"zh"\r\n' + "".join(f'"He said ""{n}"".",\t"他说“{n}”。"\r\n'.replace(",\t", "\t") for n in range(120))


def test_columns_of_numbers_are_passed_over_and_it_is_said():
    pairs, report = own_pairs(TATOEBA.encode(), "tatoeba.tsv", "word", 1_000)
    assert (report.pairs, report.columns, report.numbers) == (120, (2, 4), 2)
    assert pairs.parse("Let's try 7.").target == "試試7吧。"


def test_quotes_are_taken_off_and_the_line_of_titles_is_no_pair():
    pairs, report = own_pairs(QUOTED.encode("utf-8-sig"), "quoted.tsv", "word", 1_000)
    assert (report.pairs, report.titles, report.quoted) == (120, "en zh", True)
    assert pairs.parse('He said "7".').target == "他说“7”。"
    assert '"' in "".join(pairs.tokens[0])


def test_what_stands_after_the_translation_is_ignored():
    table = columns("Go.\t去。\tCC-BY 2.0 #1 (x)\nHi.\t嗨。\tCC-BY 2.0 #2 (y)\n")
    assert table.rows == [("Go.", "去。"), ("Hi.", "嗨。")]
    assert (table.source, table.target, table.numbers) == (1, 2, 0)


def test_numbers_may_be_what_is_translated():
    assert columns("5\tfive\n6\tsix\n").rows == [("5", "five"), ("6", "six")]


def test_a_quotation_within_a_sentence_is_not_taken_off():
    text = '"Go," he said.\t他说："去。"\nHi.\t嗨。\n'
    assert columns(text).rows[0] == ('"Go," he said.', '他说："去。"')


def test_marks_of_joined_files_are_dropped():
    half = "".join(f"sentence {n}\tSatz {n}\n" for n in range(60))
    other = half.replace("entence", "econd").replace("Satz", "Zweiter")
    _, report = own_pairs(f"\ufeff{half}\ufeff{other}".encode(), "joined.tsv", "character", 1_000)
    assert report.pairs == 120
    assert "\ufeff" not in report.titles


def test_a_quotation_that_never_ends_gets_one_sentence():
    endless = '"a"\t"b"\n' * 200 + '"' + "x" * 200_000 + "\n" * 3
    with pytest.raises(InputError, match="one is not closed"):
        own_pairs(endless.encode(), "endless.tsv", "word", 100)
