"""What is true at each character, compared with Python's own tokenize and ast."""

from __future__ import annotations

import ast
import io
import tokenize

import numpy as np
import pytest

from core.data.text import is_held_out, library_files
from core.labs.gates.char_labels import CONCEPTS, WORDS, truths


def marked(text: str, key: str) -> str:
    return "".join("#" if yes else "." for yes in truths(text)[key])


@pytest.mark.parametrize(
    ("key", "text", "marks"),
    [
        ("quotes", "x='ab' y", "..###..."),
        ("quotes", 'f(r"a\\"b")', "...#####.."),
        ("quotes", "don't 'do'", "......###."),
        ("quotes", "“so” «la»", "###..###."),
        ("quotes", "a '' b", "..#..."),
        ("quotes", "a 'b\nc", "..##.."),
        ("quotes", "# 'x'", "....."),
        ("single_quotes", "'a' \"b\"", "##....."),
        ("double_quotes", "'a' \"b\"", "....##."),
        ("docstring", '"""a\nb"""\n', "..######.."),
        ("docstring", 'x = """a"""', "..........."),
        ("docstring", 'f(\n"""a""")', "..........."),
        ("comment", "a # b\nc", "..###.."),
        ("comment", "'#' # x", "....###"),
        ("def_name", "def go(x):", "....##...."),
        ("number", "x2 = 3.5e-1 + 0xF", ".....######...###"),
        ("upper", "aBcÄ", ".#.#"),
    ],
)
def test_where_it_holds(key, text, marks):
    assert marked(text, key) == marks


def test_brackets_are_counted_outside_strings_and_strays_are_not():
    depth = truths(") f(a[')'], (b))")["brackets"]
    assert "".join(str(int(d)) for d in depth) == "0001122221112210"
    far = truths("(" + "x" * 5_000 + ")")["brackets"]
    assert far.max() == 0


def test_columns_of_a_line():
    found = truths("if a:\n    b\n\n  c")
    assert found["indentation"].tolist() == [0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 4, 0, 0, 1, 2, 2]
    assert found["position"].tolist() == [1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 0, 1, 2, 3]


def test_last_character_of_a_token_counts():
    found = truths(["x", " =", " '", "a", "'"])
    assert found["quotes"].tolist() == [False, False, True, True, False]
    assert found["position"].tolist() == [1, 3, 5, 6, 7]


def test_any_piece_of_a_text_can_be_read():
    text = 'def f(x):\n    """Doc."""\n    return {"a": [1, \'b\\\'\']}  # end\n'
    for begin in range(len(text)):
        for end in range(begin, len(text) + 1):
            found = truths(text[begin:end])
            assert {len(marks) for marks in found.values()} == {end - begin}
            assert found["brackets"].min(initial=0) >= 0


def test_what_is_true_is_known_without_what_follows():
    text = "def f(x):\n    y = {'a': [1, \"b\"]}  # end\n    return y\n"
    whole = truths(text)
    for t in range(1, len(text)):
        piece = truths(text[:t])
        for key in ("quotes", "comment", "indentation", "brackets", "position"):
            assert piece[key][-1] == whole[key][t - 1], (key, text[:t])


def test_every_concept_has_a_name():
    assert [concept.key for concept in CONCEPTS] == list(WORDS)


@pytest.fixture(scope="module")
def programs() -> list[str]:
    return [text for path, text in library_files() if is_held_out(path) and text.isascii()][:12]


def test_strings_comments_and_numbers_are_those_of_tokenize(programs):
    for text in programs:
        lines = _lines(text)
        truth = {key: np.zeros(len(text), bool) for key in ("quotes", "comment", "number")}
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            begin, end = (lines[row - 1] + column for row, column in (token.start, token.end))
            if token.type == tokenize.STRING:
                body = token.string.lstrip("rbfuRBFU")
                if body[:3] not in ('"""', "'''"):
                    truth["quotes"][end - len(body) : end - 1] = True
            elif token.type in (tokenize.COMMENT, tokenize.NUMBER):
                truth["comment" if token.type == tokenize.COMMENT else "number"][begin:end] = True
        found = truths(text)
        for key, marks in truth.items():
            assert (found[key] == marks).all(), key


def test_docstrings_are_those_of_ast(programs):
    agree = characters = 0
    for text in programs:
        lines, truth = _lines(text), np.zeros(len(text), bool)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0] if node.body else None
                if (
                    isinstance(first, ast.Expr)
                    and isinstance(first.value, ast.Constant)
                    and isinstance(first.value.value, str)
                ):
                    begin, end = (
                        lines[first.lineno - 1] + first.col_offset,
                        lines[first.end_lineno - 1] + first.end_col_offset,
                    )
                    prefix = 1 + (text[begin] in "rR")
                    if text[begin:end].endswith(('"""', "'''")):
                        truth[begin + prefix + 1 : end - 1] = True
        agree += int((truths(text)["docstring"] == truth).sum())
        characters += len(text)
    assert agree / characters > 0.998


def _lines(text: str) -> list[int]:
    begins = [0]
    for line in text.splitlines(keepends=True):
        begins.append(begins[-1] + len(line))
    return begins
