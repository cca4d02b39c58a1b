import json

import pytest
import torch

from core.errors import InputError
from core.labs.translation import model as translator
from core.labs.translation import own_pairs as module
from core.labs.translation.config import TranslationConfig
from core.labs.translation.own_pairs import FEWEST_PAIRS, LONGEST, SHAPES, own_pairs
from core.labs.translation.task import TranslationTask
from core.text.vocabulary import UNK
from core.training.loop import Training, train

ANIMALS = ("cat", "dog", "cow", "pig", "hen", "fox", "owl", "rat", "bee", "ant")
TIERE = ("Katze", "Hund", "Kuh", "Schwein", "Henne", "Fuchs", "Eule", "Ratte", "Biene", "Ameise")
LINES = [
    f"{a} and {b} see {c}\t{x} und {y} sehen {z}\tCC-BY some author #{a}"
    for a, x in zip(ANIMALS, TIERE, strict=True)
    for b, y in zip(ANIMALS, TIERE, strict=True)
    for c, z in zip(ANIMALS[:3], TIERE, strict=False)
]


def read(lines, unit="word", words=3_000, name="pairs.tsv"):
    return own_pairs("\n".join(lines).encode(), name, unit, words)


def test_columns_after_the_second_are_ignored():
    pairs, report = read(LINES)
    assert (report.pairs, report.held_out) == (300, 30)
    assert pairs.parse("cat and dog see cow").target == "Katze und Hund sehen Kuh"
    assert pairs.parse("a bird") is None


def test_no_held_out_source_is_trained_on_and_every_pair_is_used():
    pairs, _ = read(LINES)
    trained = {pairs.training_pair(number).source for number in range(SHAPES * 34)}
    asked = {pair.source for pair in pairs.held_out_pairs(1_000)}
    assert (len(trained), len(asked)) == (270, 30)
    assert not trained & asked


def test_no_held_out_target_is_trained_on_as_the_translation_of_another_sentence():
    twice = [*LINES, *(f"once more {line}" for line in LINES)]
    pairs, report = read(twice)
    trained = {pairs.training_pair(number).target for number in range(report.pairs - report.held_out)}
    asked = [pair.target for pair in pairs.held_out_pairs(1_000)]
    assert (report.pairs, report.held_out) == (600, 60)
    assert not trained & set(asked)
    assert len(set(asked)) == 30, "both sources of a target are held out together"


def test_targets_that_have_many_sources_each_are_still_parted():
    few = [f"{line.split(chr(9))[0]}\t{n % 3}" for n, line in enumerate(LINES)]
    pairs, report = read(few)
    asked = {pair.target for pair in pairs.held_out_pairs(1_000)}
    trained = {pairs.training_pair(number).target for number in range(report.pairs - report.held_out)}
    assert len(asked) == 1
    assert not asked & trained


def test_split_does_not_depend_on_the_order_of_the_lines():
    first, second = (read(lines)[0].held_out_pairs(1_000) for lines in (LINES, LINES[::-1]))
    assert first == second


def test_what_is_dropped_is_counted():
    bad = [
        "no tab here",
        "\tempty source",
        "empty target\t  ",
        LINES[0],
        "  " + LINES[1],
        "a " * (LONGEST + 1) + "\tb",
        "",
        " ",
    ]
    _, report = read([*LINES, *bad])
    assert (report.untabbed, report.empty, report.repeated, report.long) == (1, 2, 2, 1)
    assert report.pairs == len(LINES)


def test_accents_and_spaces_are_brought_to_one_form():
    pairs, report = read([*LINES, "cafe\u0301  bar\tx", "caf\u00e9 bar\ty"])
    assert pairs.parse("caf\u00e9 bar").target == "x"
    assert report.repeated == 1


def test_tokens_beyond_the_limit_are_unknown():
    pairs, report = read(
        [*LINES, *(f"the word{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}\tdas" for n in range(100))], words=100
    )
    assert report.known == (100, 2 * len(TIERE) + 3)  # each animal with a space before it and without
    assert report.beyond[0] > 0
    assert pairs.tokens[0][-1] == UNK
    assert len(pairs.tokens[0]) == 101
    _, everything = read(LINES)
    assert everything.beyond == (0, 0)
    assert everything.unknown == 0


def test_by_character_a_token_is_a_character():
    pairs, report = read(LINES, unit="character")
    assert pairs.units == ("character", "character")
    assert pairs.training_pair(0).source_tokens == list(pairs.training_pair(0).source)
    assert report.known[0] < 30


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", r"x\.tsv is empty"),
        (b"\0\1\2" * 1_000, r"x\.tsv is not a text in UTF-8"),
        (b"one line without a tab\n" * 100, r"x\.tsv has no tab in any line. Write one pair per line"),
        (
            ("a\tb\n" * 300).encode(),
            r"has only 1 pairs that can be used; a network needs at least 100. 299 lines were dropped",
        ),
        ("\n".join(LINES[: FEWEST_PAIRS - 1]).encode(), "has only 99 pairs that can be used"),
    ],
)
def test_file_that_cannot_be_used_is_refused_in_one_sentence(data, sentence):
    with pytest.raises(InputError, match=sentence):
        own_pairs(data, "x.tsv", "word", 3_000)


def test_pairs_are_no_longer_than_the_network_reads():
    assert module.LONGEST == translator.LONGEST


@pytest.mark.parametrize("unit", ["word", "character"])
def test_own_pairs_train_and_are_measured_without_gold_alignment(tmp_path, unit):
    path = tmp_path / "pairs.tsv"
    path.write_text("\n".join(LINES), encoding="utf-8")
    task = TranslationTask(TranslationConfig(unit_of_text=unit, hidden_size=16, embedding_size=8), path)
    training = Training.fresh(task, seed=0)
    before = task.final_eval(training.model)
    list(train(training, steps=20))
    after = task.final_eval(training.model.eval())
    assert set(after) == {"exact_match", "held_out_loss", "bleu"}
    assert after["held_out_loss"] < before["held_out_loss"]
    again = type(training.model).rebuild(task.config, json.loads(json.dumps(training.model.header())))
    again.load_state_dict(training.model.state_dict())
    source, target = again.examples[0]
    trace = again.trace(source, task.reference(source), forced=True)
    assert task.reference(source).target == target
    assert "gold_alignment" not in trace
    assert trace.sizes["target"] == len(task.reference(source).target_tokens) + 1


def test_unknown_word_is_read_as_unknown(tmp_path):
    path = tmp_path / "pairs.tsv"
    path.write_text("\n".join(LINES), encoding="utf-8")
    task = TranslationTask(TranslationConfig(hidden_size=16, embedding_size=8), path)
    trace = task.model(torch.Generator().manual_seed(0)).eval().trace("cat and zebra")
    assert [str(token) for token in trace.source_token.values] == ["cat", " and", UNK]
