import re
from datetime import date, timedelta

import numpy as np
import pytest
from babel.dates import format_date, format_skeleton

from core.labs.translation import dates
from core.labs.translation.dates import (
    FORMS,
    TARGETS,
    Form,
    held_out_pairs,
    is_held_out,
    pair_of,
    parse,
    training_pair,
    write,
)

DAYS = [date(1969, 1, 1) + timedelta(days=n) for n in range(0, 36_000, 411)]


def day_of(chinese: str) -> date:
    return date(*map(int, re.match(r"(\d+)年(\d+)月(\d+)日", chinese).groups()))


@pytest.mark.parametrize(
    "form", [*FORMS, *(form for forms in TARGETS.values() for form in forms.values())], ids=":".join
)
def test_pieces_join_to_what_babel_writes(form):
    for day in DAYS:
        if form.style in ("full", "long", "medium", "short"):
            whole = format_date(day, form.style, form.locale)
        else:
            whole = format_skeleton(form.style, day, locale=form.locale)
        assert "".join(piece.text for piece in write(day, form)) == whole


def test_examples_of_every_kind():
    day = date(2024, 3, 5)
    written = {pair_of(day, form).source: pair_of(day, form).target for form in FORMS}
    assert written == {
        "Tuesday, March 5, 2024": "2024年3月5日星期二",
        "March 5, 2024": "2024年3月5日",
        "Mar 5, 2024": "2024年3月5日",
        "3/5/24": "2024年3月5日",
        "3/5/2024": "2024年3月5日",
        "Tue, 3/5/2024": "2024年3月5日周二",
        "Tue, Mar 5, 2024": "2024年3月5日周二",
        "Tuesday, 5 March 2024": "2024年3月5日星期二",
        "5 March 2024": "2024年3月5日",
        "5 Mar 2024": "2024年3月5日",
        "Tue, 5 Mar 2024": "2024年3月5日周二",
        "Tuesday 5 March 2024": "2024年3月5日星期二",
        "Tue 5 Mar 2024": "2024年3月5日周二",
        "05-Mar-2024": "2024年3月5日",
        "05.03.2024": "2024年3月5日",
        "2024-03-05": "2024年3月5日",
        "2024/03/05": "2024年3月5日",
    }


def test_gold_alignment_links_characters_of_the_same_field():
    pair = pair_of(date(2024, 12, 5), Form("en_US", "yMMMEd"))
    assert (pair.source, pair.target) == ("Thu, Dec 5, 2024", "2024年12月5日周四")
    linked = {
        character: pair.source[row.argmax() : len(row) - row[::-1].argmax()]
        for character, row in zip(pair.target, pair.gold, strict=True)
    }
    assert linked == {
        "2": "Dec",
        "0": "2024",
        "4": "2024",
        "年": "2024",
        "1": "Dec",
        "月": "Dec",
        "5": "5",
        "日": "5",
        "周": "Thu",
        "四": "Thu",
    }
    assert pair.gold.shape == (12, 16)
    assert pair.gold.sum() == 5 * 4 + 3 * 3 + 2 * 1 + 2 * 3
    assert not pair.gold[:, pair.source.index(",")].any()


def test_held_out_dates_never_occur_in_training():
    numbers = np.random.default_rng(0).integers(2**60, size=3_000)
    trained = {day_of(training_pair(int(number)).target) for number in numbers}
    asked = {day_of(pair.target) for pair in held_out_pairs(1_000)}
    assert all(is_held_out(day) for day in asked)
    assert not any(is_held_out(day) for day in trained)
    assert len(asked) > 950


def test_about_one_date_in_ten_is_held_out():
    assert 0.08 < np.mean([is_held_out(date.fromordinal(n)) for n in range(700_000, 710_000)]) < 0.12


def test_training_and_held_out_pairs_come_in_all_forms():
    sources = [
        {re.sub(r"\d", "0", re.sub("[A-Za-z]+", "a", training_pair(n).source)) for n in range(34)},
        {re.sub(r"\d", "0", re.sub("[A-Za-z]+", "a", pair.source)) for pair in held_out_pairs(34)},
    ]
    for shapes in sources:
        assert {"a, a 0, 0000", "a, a 00, 0000"} & shapes
        assert {"00-a-0000", "00.00.0000", "0000-00-00", "0000/00/00"} <= shapes


def test_every_pair_is_found_again_from_its_text_so_no_text_has_two_translations():
    for number in range(0, 2**40, 2**40 // 1_500):
        pair = training_pair(number)
        assert parse(pair.source) == pair


def test_two_digits_name_a_year_from_1969_to_2068():
    assert parse("1/2/69").target == "1969年1月2日"
    assert parse("12/31/68").target == "2068年12月31日"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "February 30, 2024",
        "Monday, March 5, 2024",
        "13/1/2024",
        "2024/3/5",
        "March 5, 2024 ",
        "5/3",
        "1/1/2400",
    ],
)
def test_text_that_is_no_date_of_ours_has_no_pair(text):
    assert parse(text) is None


def test_alphabets_hold_every_character():
    english, chinese = map(set, dates.alphabets())
    for number in range(0, 2**40, 2**40 // 1_000):
        pair = training_pair(number)
        assert english >= set(pair.source)
        assert chinese >= set(pair.target)
    assert len(english) == 44
    assert chinese == set("0123456789年月日星期周一二三四五六")
