"""Sequences to copy and brackets to close: drawn, held out, and typed."""

import pytest
import torch

from core.errors import InputError
from core.labs.self_attention.data import (
    ASKED,
    CLOSING,
    DEEPEST,
    HIDDEN,
    LONGEST,
    NONE,
    OPENING,
    READ,
    SHORTEST,
    TASKS,
    Puzzle,
    lengths,
    read_puzzle,
)

each_task = pytest.mark.parametrize("task", TASKS)
either_side = pytest.mark.parametrize("held_out", [False, True])


def drawn(task: str, length: int, count: int = 200, held_out: bool = False, seed: int = 0):
    return TASKS[task](count, length, torch.Generator().manual_seed(seed), held_out=held_out)


def texts(task: str, sequences) -> list[str]:
    return ["".join(READ[task][k] for k in row) for row in sequences.tokens.tolist()]


@either_side
@each_task
def test_every_drawn_sequence_reads_as_the_typed_one_does(task, held_out):
    for length in (lengths(task, 26)[0], lengths(task, 26)[-1]):
        sequences = drawn(task, length, held_out=held_out)
        for text, answer, gold in zip(texts(task, sequences), sequences.answer, sequences.gold, strict=True):
            puzzle = read_puzzle(text)
            assert len(puzzle.tokens) == length
            assert puzzle.task == task
            assert puzzle.gold == tuple(gold.tolist())
            assert puzzle.answer == tuple(ASKED[task][k] if k != NONE else "" for k in answer)


def test_letters_of_a_sequence_differ_and_come_again():
    for text in texts("copying", drawn("copying", 20)):
        first, again = text[:10], text[10:]
        assert first == again
        assert len(set(first)) == 10


def test_answer_of_a_copy_is_the_next_token():
    sequences = drawn("copying", 14)
    next_tokens, answer = sequences.tokens[:, 1:], sequences.answer[:, :-1]
    asked = answer != NONE
    assert torch.equal(next_tokens[asked], answer[asked])
    assert asked.sum(1).tolist() == [6] * 200


def test_brackets_are_well_nested_and_no_deeper_than_promised():
    for text in texts("brackets", drawn("brackets", 25)):
        depth = deepest = 0
        for token in text[1:]:
            depth += 1 if token in OPENING else -1
            assert depth >= 0
            deepest = max(deepest, depth)
        assert depth == 0
        assert deepest <= DEEPEST


def test_every_depth_and_kind_of_bracket_occurs():
    sequences = drawn("brackets", 25, 500)
    assert set(sequences.answer.unique().tolist()) == {NONE, *range(len(CLOSING))}
    far = (torch.arange(25) - sequences.gold)[sequences.gold != NONE]
    assert far.min() == 1
    assert far.max() == 23


@each_task
def test_no_held_out_sequence_is_ever_trained_on(task):
    length = lengths(task, 12)[0]
    training, held_out = (set(texts(task, drawn(task, length, 4_000, side))) for side in (False, True))
    assert len(held_out) > 500
    assert not training & held_out


@each_task
def test_same_generator_draws_the_same_sequences(task):
    for first, second in zip(drawn(task, 15), drawn(task, 15), strict=True):
        assert torch.equal(first, second)
    assert not torch.equal(drawn(task, 15).tokens, drawn(task, 15, seed=1).tokens)


def test_lengths_are_those_that_a_task_can_have():
    assert lengths("copying", 26) == [10, 12, 14, 16, 18, 20, 22, 24, 26]
    assert lengths("brackets", 15) == [11, 13, 15]
    assert all(lengths(task, 11) for task in TASKS)
    assert lengths("copying", 64)[0] == SHORTEST
    assert lengths("copying", 64)[-1] == LONGEST


def test_order_after_the_bar_is_the_viewers():
    puzzle = read_puzzle("kdq | qx k")
    assert puzzle == Puzzle(
        "copying",
        tuple("|KDQ|QXK"),
        ("", "", "", "", "K", "|", "", "D"),
        (NONE, NONE, NONE, NONE, 1, 4, NONE, 2),
    )


def test_closing_brackets_are_hidden_whether_typed_or_not():
    assert read_puzzle("([]{") == read_puzzle("|([?{")
    assert read_puzzle("([]{").tokens == ("|", "(", "[", HIDDEN, "{")
    assert read_puzzle("([]{").answer == ("", "", "", "]", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing to read"),
        (" | ", "nothing to read"),
        ("KDK", "letter K comes twice"),
        ("KD|KD|KD", "cannot be copied"),
        ("K3", "'3' cannot be copied"),
        ("Ω", "'Ω' cannot be copied"),
        ("<script>", "is no bracket"),
        ("())", "Nothing is open at place 3"),
        ("(]", "closes a ("),
        ("(a)", "'A' is no bracket"),
        ("(" * 64, "65 tokens are too many"),
        ("()" * 5_000, "10,001 tokens are too many"),
        ("A|" + "A" * 90, "93 tokens are too many"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(text, words):
    with pytest.raises(InputError) as told:
        read_puzzle(text)
    assert words in str(told.value)
