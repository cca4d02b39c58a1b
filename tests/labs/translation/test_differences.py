"""Differences of two outputs: a token is marked if the other lacks it there."""

from __future__ import annotations

from core.analyses.differences import differences


def test_equal_outputs_have_no_differences():
    assert differences("abc", "abc") == ([False] * 3, [False] * 3)


def test_replaced_token_is_marked_on_both_sides():
    assert differences("2024", "2029") == ([False] * 3 + [True], [False] * 3 + [True])


def test_inserted_token_is_marked_only_where_it_is():
    assert differences(["a", "b"], ["a", "new", "b"]) == ([False, False], [False, True, False])
