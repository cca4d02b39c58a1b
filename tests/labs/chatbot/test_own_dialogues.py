import json

import pytest
import torch

from core.errors import InputError
from core.labs.chatbot.config import ChatbotConfig
from core.labs.chatbot.model import Chatbot
from core.labs.chatbot.own_dialogues import FEWEST, LONGEST, own_dialogues
from core.labs.chatbot.task import ChatbotTask
from core.text.vocabulary import UNK
from core.training.loop import Training, train

ANIMALS = ("cat", "dog", "cow", "pig", "hen", "fox", "owl", "rat", "bee", "ant")
PLACES = ("wood", "house", "field", "garden", "river", "barn", "tree", "hill", "cave", "nest", "shed", "pond")
COLUMNS = [
    f"Where is the {animal} of the {place}?\tThe {animal} is in the {place}.\tbook 1"
    for animal in ANIMALS
    for place in PLACES
]
TALKS = [
    f"I have a {animal}.\nOh, a {animal}!\nIt lives in the {place}.\nIn the {place}?\nYes.\nGood.\n"
    for animal in ANIMALS
    for place in PLACES
]


def read(lines, unit="word", words=2_000, name="talk.txt"):
    return own_dialogues("\n".join(lines).encode(), name, unit, words)


def training_examples(source, count=2_000):
    return [source.training_example(104_729**2 * n) for n in range(count)]


def test_two_columns_are_read_and_further_ones_ignored():
    source, report = read(COLUMNS)
    assert (report.columns, report.answers, report.prompts, report.held_out, report.two_turns) == (
        True,
        120,
        120,
        12,
        0,
    )
    assert source.acceptable(["Where is the cat of the barn?"]).answers == ("The cat is in the barn.",)
    assert source.acceptable(["A bird?"]) is None


def test_of_lines_each_answers_the_one_before_and_knows_what_its_partner_said_before():
    source, report = read(TALKS)
    assert not report.columns
    assert report.answers == 5 * len(TALKS)
    found = source.acceptable(["I have a cat.", "It lives in the barn."])
    assert found.answers == ("In the barn?",)
    assert source.acceptable(["I have a cat."]).answers == ("Oh, a cat!",)
    assert source.acceptable(["Oh, a cat!", "In the barn?"]).answers == ("Yes.",)
    assert source.acceptable(["It lives in the barn.", "Yes."]).answers == ("Good.",)


@pytest.mark.parametrize("lines", [COLUMNS, TALKS], ids=["columns", "lines"])
def test_no_held_out_prompt_is_trained_on_whatever_was_said_before_it(lines):
    source, report = read(lines)
    asked = {each.utterances[-1] for part in source.held_out for each in part}
    trained = {example.utterances[-1] for example in training_examples(source)}
    assert asked
    assert not asked & trained
    assert sum(map(len, source.held_out)) == report.held_out


def test_split_does_not_depend_on_the_order_of_the_lines():
    first, second = (
        {each.utterances for part in read(lines)[0].held_out for each in part} for lines in (COLUMNS, COLUMNS[::-1])
    )
    assert first == second


def test_several_answers_to_one_prompt_are_all_acceptable_and_drawn_as_often_as_given():
    source, _ = read([*COLUMNS, "How are you?\tFine.", "How are you?\tFine.", "How are you?\tSo so."])
    dialogue = source.acceptable(["How are you?"])
    assert (dialogue.answers, dialogue.weights) == (("Fine.", "So so."), (2.0, 1.0))


def test_what_is_dropped_is_counted():
    bad = ["no tab", "\tnothing said", "nothing answered\t ", "word " * (LONGEST + 1) + "\tlong", "", " "]
    report = read([*COLUMNS, *bad])[1]
    assert (report.untabbed, report.empty, report.long, report.answers) == (1, 2, 1, len(COLUMNS))
    assert read([*TALKS, "", "alone", ""])[1].alone == 1


def test_rare_tokens_are_unknown_and_counted():
    letters = "abcdefghij"
    source, report = read([*COLUMNS, *(f"say x{a}{b}\tno" for a in letters for b in letters)], words=100)
    assert report.known == 100
    assert report.beyond > 0
    assert UNK in source.tokens
    assert read(COLUMNS)[1].beyond == 0


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["one utterance and no blank line"] * 200, "has no tab and no blank line"),
        (COLUMNS[: FEWEST - 1], f"has only {FEWEST - 1} answers that can be used; a network needs at least {FEWEST}"),
        (["alone", ""] * 200, "has only 0 answers.* 200 utterances without an answer"),
        ([f"the same\tanswer {n}" for n in range(200)], "Everybody in this file says the same"),
        (["\0\1\2"] * 2_000, "is not a text"),
        ([""], "talk.txt"),
    ],
)
def test_file_that_cannot_be_used_gets_one_sentence(lines, sentence):
    with pytest.raises(InputError, match=sentence):
        read(lines)


@pytest.mark.parametrize("unit", ["word", "character"])
def test_network_learns_from_a_file_and_is_rebuilt(unit, tmp_path):
    path = tmp_path / "talk.txt"
    path.write_text("\n".join(TALKS), encoding="utf-8")
    task = ChatbotTask(ChatbotConfig(unit_of_text=unit, hidden_size=24, embedding_size=8, learning_rate=0.02), path)
    training = Training.fresh(task, 0)
    losses = [event.metrics["train_loss"] for event in train(training, steps=30) if "train_loss" in event.metrics]
    assert losses[-1] < 0.7 * losses[0]
    model = training.model.eval()
    measured = task.final_eval(model)
    assert {"answered", "second_turn"} <= set(measured)
    assert "new_words" not in measured
    again = Chatbot.rebuild(model.config, json.loads(json.dumps(model.header())))
    again.load_state_dict(model.state_dict())
    for talk in model.examples:
        assert again.eval().trace(talk).identical(model.trace(talk))
    assert task.dialogues.acceptable(model.examples[0].splitlines()) is not None
    assert model.trace("Zebras!?").sizes["source"] >= 3  # what it does not know is ⟨unk⟩


def test_two_columns_train_too(tmp_path):
    path = tmp_path / "talk.tsv"
    path.write_text("\n".join(COLUMNS), encoding="utf-8")
    task = ChatbotTask(ChatbotConfig(hidden_size=8, embedding_size=4), path)
    model = task.model(torch.Generator().manual_seed(0))
    assert set(task.quick_eval(model)) == {"answered", "first_turn"}


def test_file_that_is_not_there_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        ChatbotTask(ChatbotConfig(), tmp_path / "nowhere.txt")
