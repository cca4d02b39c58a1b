from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest

from core.data.text import is_held_out
from core.errors import InputError
from core.labs.text_generation import documents
from core.labs.text_generation.documents import library_documents, library_sentences, own_documents
from core.text.spelling import Speller
from core.text.vocabulary import BOS, EOS, UNK

POEM = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n" * 50
STORY = "".join(f"Chapter {n} of the story.\nIt goes on.\n\n" for n in range(60))


def own(text, unit="character", words=100, longest=200):
    return own_documents(text.encode(), "own.txt", unit, words, longest)


def texts(collection, shelf):
    """The documents of a shelf, without their special tokens."""
    tokens = collection.vocabulary.decode(shelf.numbers)
    return ["".join(tokens[a + 1 : b - 1]) for a, b in zip(shelf.starts, shelf.starts[1:], strict=False)]


@pytest.fixture(scope="module", params=["character", "word"])
def library(request):
    return library_documents(request.param, 2_000)


def test_every_document_goes_from_its_beginning_to_its_end(library):
    for shelf in (library.training, library.held_out):
        tokens = np.array(library.vocabulary.tokens)[shelf.numbers]
        assert (tokens[shelf.starts[:-1]] == BOS).all()
        assert (tokens[shelf.starts[1:] - 1] == EOS).all()
        assert np.isin(tokens, (BOS, EOS)).sum() == 2 * len(shelf)


def test_by_character_the_library_is_its_sentences():
    library = library_documents("character", 2_000)
    told = {sentence for _, sentence in library_sentences()}
    assert {*texts(library, library.training), *texts(library, library.held_out)} == told
    assert library.report.unknown == 0
    assert UNK not in library.vocabulary


def test_a_sentence_is_held_out_with_its_file_and_never_learnt():
    library = library_documents("character", 2_000)
    held_out = texts(library, library.held_out)
    assert set(held_out) == {sentence for path, sentence in library_sentences() if is_held_out(path)}
    assert not set(held_out) & set(texts(library, library.training))
    assert len(set(held_out)) == len(held_out) > 500


def test_sentences_are_prose():
    for _, sentence in library_sentences():
        assert 20 <= len(sentence) <= 160
        assert sentence[0].isupper()
        assert sentence[-1] in ".!?"
        assert sentence.count("(") == sentence.count(")")


def test_the_commonest_words_are_learnt_and_the_others_are_unknown():
    library = library_documents("word", 500)
    assert len(library.vocabulary) == library.report.distinct == 503
    assert {" the", "The", ".", " is"} < set(library.vocabulary.tokens)
    fewer = library_documents("word", 100)
    assert 0 < library.report.unknown < fewer.report.unknown < 0.7


def test_characters_are_counted_alike_whatever_a_token_is():
    by_character, by_word = library_documents("character", 500), library_documents("word", 500)
    np.testing.assert_array_equal(by_character.held_out.characters, by_word.held_out.characters)
    np.testing.assert_array_equal(by_character.held_out.characters, np.diff(by_character.held_out.starts) - 1)


def test_only_documents_with_unknown_words_are_charged_for_spelling():
    library = library_documents("word", 500)
    unknown = library.vocabulary.number[UNK]
    shelf = library.held_out
    has = [bool((shelf.numbers[a:b] == unknown).any()) for a, b in zip(shelf.starts, shelf.starts[1:], strict=False)]
    np.testing.assert_array_equal(shelf.spelling > 0, has)
    assert not library_documents("character", 500).held_out.spelling.any()


def test_the_probabilities_of_a_speller_sum_to_one():
    speller = Speller(["ab", "a"])
    whole = sum(2 ** -(speller.bits(letter) - speller.bits("")) for letter in "ab")  # what one letter more costs
    end = 2 ** -speller.bits("")
    other = 2 ** -(speller.bits("z") - speller.bits("")) * 0x110000
    assert whole + end + other == pytest.approx(1)


def test_an_unknown_word_costs_its_characters():
    speller = Speller(["ab", "a"])  # counts: a 2, b 1, end 2, and one for all others: 9 with one more each
    assert speller.bits("ab") == pytest.approx(-math.log2(3 / 9) - math.log2(2 / 9) - math.log2(3 / 9))
    assert speller.bits("☃") > 20


def test_paragraphs_are_documents_where_blank_lines_part_them():
    collection = own(STORY)
    assert texts(collection, collection.training)[0] == "Chapter 0 of the story.\nIt goes on."
    assert collection.report.documents == 60
    assert collection.report.held_out == len(collection.held_out) == 6


def test_lines_are_documents_where_there_are_no_blank_lines():
    collection = own(POEM)
    assert texts(collection, collection.training) == POEM.splitlines()[:90]
    assert texts(collection, collection.held_out) == POEM.splitlines()[90:]


def test_no_document_is_on_both_sides():
    refrain = [f"Line {n} of the song." for n in range(60)] + ["And so on.", "Line 7 of the song."] * 3
    found = own("\n".join(refrain))
    learnt, kept = (texts(found, shelf) for shelf in (found.training, found.held_out))
    assert not set(learnt) & set(kept)
    assert len(set(kept)) == len(kept)
    assert "Line 7 of the song." in kept


def test_chinese_is_split_into_characters_by_word_too():
    assert {"明", "月", "，"} < set(own(POEM, unit="word").vocabulary.tokens)


def test_a_long_document_is_cut_after_a_sentence_and_counted():
    line = "One two three four five six. Seven eight nine. Ten eleven."
    collection = own("\n".join([line] * 30), longest=50)
    assert texts(collection, collection.training)[:2] == [
        "One two three four five six. Seven eight nine.",
        "Ten eleven.",
    ]
    assert collection.report.cut == 30
    assert own("\n".join([line] * 30)).report.cut == 0


def test_a_text_without_any_place_to_cut_is_cut_all_the_same():
    collection = own("x" * 1_000, longest=100)
    assert texts(collection, collection.training) == ["x" * 100] * 9


@pytest.mark.parametrize("unit", ["character", "word"])
def test_joined_tokens_are_the_text(unit):
    collection = own(STORY, unit=unit)
    assert (
        "\n\n".join([*texts(collection, collection.training), *texts(collection, collection.held_out)]) == STORY.strip()
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "x is empty"), (b"\0" * 2_000, "x is not a text"), (b"short", "x has only 5 characters")],
    ids=["empty", "binary", "short"],
)
def test_a_bad_text_gets_one_sentence(data, sentence):
    with pytest.raises(InputError) as error:
        own_documents(data, "x", "character", 100, 200)
    assert str(error.value).startswith(sentence)


def test_a_python_without_sources_says_so(monkeypatch):
    monkeypatch.setattr(documents, "library_sentences", lambda: iter([("a.py", "A lonely sentence it is.")]))
    with pytest.raises(InputError, match="without the sources"):
        library_documents.__wrapped__("character", 100)


def test_a_python_without_its_help_topics_learns_from_the_rest(monkeypatch):
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", None)
    assert not [path for path, _ in library_sentences() if path.startswith("pydoc_data")]


def test_documents_are_read_without_torch():
    modules = "core.labs.text_generation.documents, core.systems.language.writing"
    code = f"import sys, {modules}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
