from __future__ import annotations

import re
import subprocess
import sys
from random import Random

import numpy as np
import pytest

from core.data import text
from core.data.text import (
    CODE,
    FEWEST,
    MOST_DISTINCT,
    CorpusReport,
    check_corpus,
    own_corpus,
    standard_library,
)
from core.errors import InputError
from core.text.vocabulary import UNK

RHYME = "Twinkle, twinkle, little star,\nhow I wonder what you are!\n"
LONG_ENOUGH = RHYME * 20


def read(corpus, part):
    return "".join(np.array(corpus.vocabulary.tokens)[part])


@pytest.fixture(scope="module")
def library():
    return standard_library()


def test_held_out_files_never_occur_in_training(library):
    training = read(library, library.training)
    files = {path: re.sub(r"[^\n -~]", "", source) for path, source in text.library_files()}
    held_out = [source for path, source in files.items() if text.is_held_out(path) and len(source) > 200]
    assert len(held_out) > 20
    assert not [source[:80] for source in held_out if source in training]
    assert all(source in training for path, source in files.items() if not text.is_held_out(path))


def test_the_same_files_are_held_out_on_every_machine():
    assert [
        path for path in ("ast.py", "copyreg.py", "email/__init__.py", "json/decoder.py") if text.is_held_out(path)
    ] == [
        "copyreg.py",
        "email/__init__.py",
    ]


def test_about_a_tenth_of_the_library_is_held_out_and_that_is_enough_to_measure_on(library):
    assert 0.05 < library.report.held_out / library.report.characters < 0.15
    assert library.report.held_out == len(library.held_out) > 250_000


def test_the_library_is_code_and_newlines_only(library):
    assert library.vocabulary.tokens == CODE
    assert len(CODE) == library.report.distinct == 96
    assert "    def " in read(library, library.held_out)


def test_the_library_leaves_out_what_is_not_on_every_machine():
    paths = [path for path, _ in text.library_files()]
    assert "json/decoder.py" in paths
    assert not [path for path in paths if {"test", "tests", "site-packages", "idlelib"} & set(path.split("/"))]


def test_the_library_is_prepared_once_and_cannot_be_changed(library):
    assert standard_library() is library
    with pytest.raises(ValueError, match="read-only"):
        library.training[0] = 0


def test_a_python_without_sources_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(text.sysconfig, "get_path", lambda name: str(tmp_path))
    (tmp_path / "lonely.py").write_text("pass\n")
    with pytest.raises(InputError, match="without the sources"):
        standard_library.__wrapped__()


def test_text_is_read_without_torch():
    code = "import sys, core.data.text, core.nn.sampling; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_the_last_tenth_of_an_own_text_is_held_out():
    corpus = own_corpus(LONG_ENOUGH.encode(), "rhyme.txt")
    assert read(corpus, corpus.training) + read(corpus, corpus.held_out) == LONG_ENOUGH
    assert len(corpus.held_out) == corpus.report.held_out == -(-len(LONG_ENOUGH) // 10)


def test_a_report_counts_what_there_is():
    assert check_corpus(LONG_ENOUGH.encode(), "rhyme.txt") == CorpusReport(
        "rhyme.txt",
        characters=len(LONG_ENOUGH),
        distinct=len(set(LONG_ENOUGH)),
        unknown=0,
        unknown_distinct=0,
        held_out=116,
    )


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_of_all_systems_are_one_character(line_end):
    corpus = own_corpus(LONG_ENOUGH.replace("\n", line_end).encode("utf-8-sig"), "rhyme.txt")
    assert read(corpus, corpus.training) == LONG_ENOUGH[: len(corpus.training)]


def test_chinese_comes_through():
    poem = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n" * 50
    corpus = own_corpus(poem.encode(), "李白.txt")
    assert read(corpus, corpus.training) == poem[: len(corpus.training)]


def test_the_newline_is_known_even_to_a_text_of_one_line():
    corpus = own_corpus(b"to be or not to be " * 100, "line.txt")
    assert "\n" in corpus.vocabulary
    assert corpus.report.distinct == len(corpus.vocabulary) - 1


def test_no_character_is_dropped_and_the_rarest_of_too_many_are_unknown():
    frequent = [chr(0x4E00 + n) for n in range(MOST_DISTINCT - 1)]
    rare = [chr(0x7000 + n) for n in range(300)]
    characters = frequent * 20 + ["\n"] * 9
    Random(0).shuffle(characters)
    text = "".join(rare + characters)
    corpus = own_corpus(text.encode(), "many.txt")
    assert set(corpus.vocabulary.tokens) == {"\n", *frequent, UNK}
    assert len(corpus.training) + len(corpus.held_out) == len(text)
    assert read(corpus, corpus.training[:300]) == 300 * UNK
    assert read(corpus, corpus.training[300:]) + read(corpus, corpus.held_out) == "".join(characters)
    assert corpus.report == CorpusReport("many.txt", len(text), MOST_DISTINCT, 300, 300, len(corpus.held_out))


def test_what_only_the_held_out_text_has_is_unknown_and_its_spelling_is_charged():
    text = "ab\n" * 600 + "x" + "ab\n" * 30 + "z" + "ab\n" * 40  # x stands once in training, z in the held-out tenth
    corpus = own_corpus(text.encode(), "once.txt")
    assert corpus.vocabulary.tokens == ("\n", "a", "b", UNK)
    assert UNK in read(corpus, corpus.training)
    [place] = np.flatnonzero(corpus.spelling)
    assert corpus.held_out[place] == corpus.vocabulary.number[UNK]
    assert corpus.spelling[place] > 20  # bits: nothing is known of it but that it is one of Unicode's
    assert (corpus.report.unknown, corpus.report.unknown_distinct) == (2, 2)


def test_lines_of_a_poem_keep_their_length_however_many_characters_there_are():
    random = Random(0)
    poem = "".join("".join(chr(0x4E00 + random.randrange(20_000)) for _ in range(5)) + "\n" for _ in range(2_000))
    corpus = own_corpus(poem.encode(), "poems.txt")
    line_ends = np.flatnonzero(np.concatenate([corpus.training, corpus.held_out]) == corpus.vocabulary.number["\n"])
    assert set(np.diff(line_ends)) == {6}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "x is empty"),
        (b" \n\n\t" * 1000, "x is empty"),
        (b"\x7fELF\x02\x01\x01\0" * 500, "x is not a text in UTF-8"),
        ("café ".encode("latin-1") * 500, "x is not a text in UTF-8"),
        (LONG_ENOUGH.encode("utf-16"), "x is not a text in UTF-8; it looks like UTF-16."),
        (b"a" * (FEWEST - 1), "x has only 999 characters; a network needs at least 1,000"),
        (("好" * (FEWEST - 1)).encode(), "x has only 999 characters"),
        (b"a" * (20 * 2**20 + 1), "x is larger than 20 MB"),
    ],
    ids=["empty", "blank", "binary", "latin-1", "utf-16", "short", "short Chinese", "large"],
)
def test_a_bad_corpus_gets_one_sentence(data, sentence):
    with pytest.raises(InputError) as error:
        check_corpus(data, "x")
    assert str(error.value).startswith(sentence)


def test_a_corpus_just_long_enough_is_taken():
    assert check_corpus(b"ab" * (FEWEST // 2), "x").characters == FEWEST
