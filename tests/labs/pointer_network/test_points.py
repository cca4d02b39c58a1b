"""Points that a person types or brings: each a result, or one clear sentence."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.points import FEWEST_OWN, own_cloud
from core.errors import InputError
from core.labs.pointer_network.points import read_points, written


def table(count: int, row: str = "{x},{y}") -> str:
    random = np.random.default_rng(1)
    return "\n".join(row.format(x=x, y=y) for x, y in random.uniform(-50, 120, (count, 2)).round(2))


@pytest.mark.parametrize(
    "text",
    [
        "0.2 0.7; 0.5 0.1",
        "0.2 0.7 0.5 0.1",
        "0.2,0.7 0.5,0.1",
        "0.2\t0.7 0.5\t0.1",
        "0.2;0.7\n0.5;0.1",
        "0.2 0.7;\n0.5 0.1;\n",
        "0.2,0.7\n0.5,0.1\n",
        "0.5\t0.1\n0.2\t0.7",
        '"0.2","0.7";"0.5","0.1"',
        "0.20000001 0.7;0.5 0.1",
    ],
)
def test_points_are_read_however_they_are_parted(text):
    assert read_points(text) == ((0.2, 0.7), (0.5, 0.1))


def test_what_is_written_is_read_again():
    points = read_points("0.123 0.4; 0.9 0; 0.9 0.001; 1 1")
    assert read_points(written(points)) == points


def test_one_point_and_equal_points_are_points():
    assert read_points("0.3 0.3") == ((0.3, 0.3),)
    assert read_points("0.3 0.3; 0.3 0.3") == ((0.3, 0.3), (0.3, 0.3))
    assert read_points("7 7; 7 7") == ((0.5, 0.5), (0.5, 0.5))


def test_points_outside_the_unit_square_keep_their_shape():
    places = np.array(read_points("100 10; 140 10; 140 30"))
    assert places.min() >= 0
    assert places.max() <= 1
    assert np.ptp(places, axis=0).tolist() == [1.0, 0.5]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There are no points"),
        (" ; ;\n", "There are no points"),
        ("0.1 0.2; here", "Point 2 is 'here', which is not two numbers"),
        ("0.1", "Point 1 is '0.1', which is not two numbers"),
        ("0.1 0.2 0.3", "Point 2 is '0.3', which is not two numbers"),
        ("0.1 0.2 0.3; 0.4 0.5", "Point 1 is '0.1 0.2 0.3', which is not two numbers"),
        ("nan 0.2", "not two numbers"),
        ("inf 0.2", "not two numbers"),
        ("1e300 0.2", "not two numbers"),
        ("<b>x</b>", "not two numbers"),
        (table(500), "500 points cannot be looked at. Take from 1 to 50"),
    ],
    ids=lambda value: value[:12],
)
def test_what_cannot_be_read_gets_one_sentence(text, words):
    with pytest.raises(InputError) as told:
        read_points(text)
    assert words in str(told.value)
    assert len(str(told.value)) < 200


@pytest.mark.parametrize("row", ["{x},{y}", "{x};{y}", "{x}\t{y}", "{x} {y}"])
def test_table_with_titles_and_repeated_lines_is_a_cloud(row):
    text = "lon,lat\n" + table(500, row) + "\n" + table(3, row)
    (train, held_out), report = own_cloud(text.encode(), "cities.csv")
    assert (len(train), len(held_out)) == (400, 100)
    assert (report.points, report.held_out, report.repeated, report.titles) == (500, 100, 3, "lon,lat")
    both = np.concatenate((train, held_out))
    assert both.min() >= 0
    assert both.max() <= 1
    assert np.ptp(both, axis=0).max() == pytest.approx(1, abs=1e-6)
    assert not set(map(tuple, train)) & set(map(tuple, held_out))
    assert len(read_points(written(report.first))) == 10


def test_decimal_commas_are_read_where_semicolons_part():
    (train, held_out), _ = own_cloud(table(80, "{x};{y}").replace(".", ",").encode(), "t")
    (other, _), _ = own_cloud(table(80, "{x};{y}").encode(), "t")
    np.testing.assert_array_equal(train, other)
    assert len(held_out) == 16


def test_first_line_that_is_the_origin_is_a_point():
    _, report = own_cloud(("0,0\n" + table(80)).encode(), "t")
    assert (report.points, report.titles) == (81, "")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "0 different points"),
        (b"1,2\n1,2\n" * 100, "1 different points; a training needs at least 60"),
        (table(FEWEST_OWN - 1).encode(), "59 different points"),
        (table(70).encode() + b"\na,b\n", "Point 71 is 'a,b'"),
        (b"x,y\n" + table(70).encode() + b"\n3,4,5\n", "Point 72 is '3,4,5'"),
        (b"1,2\n" * 20_001, "20,001 points; at most 20,000"),
        (b"\xff\xfe\x00\x00\x01", "not a text in UTF-8"),
    ],
    ids=["empty", "one", "few", "letters", "three", "many", "bytes"],
)
def test_table_that_cannot_be_used_gets_one_sentence(data, words):
    with pytest.raises(InputError) as told:
        own_cloud(data, "points.csv")
    assert words in str(told.value)
