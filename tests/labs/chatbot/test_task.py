import math

import pytest
import torch

from core.labs.chatbot.config import ChatbotConfig
from core.labs.chatbot.dull import log_probabilities, rank
from core.labs.chatbot.many import many_answers
from core.labs.chatbot.task import ChatbotTask
from core.nn.sampling import Sampling
from core.training.loop import Training, train

STEPS = 320


def trained(**knobs):
    training = Training.fresh(ChatbotTask(ChatbotConfig(learning_rate=0.01, **knobs)), seed=0)
    before = training.task.quick_eval(training.model.eval())
    for _ in train(training, steps=STEPS):
        pass
    training.model.eval()
    return training.task, training.model, before, training.task.final_eval(training.model)


@pytest.fixture(scope="module")
def attends():
    return trained()


def test_training_teaches_new_prompts_of_both_turns(attends):
    _, _, before, after = attends
    assert before["answered"] == 0
    assert after["first_turn"] > 0.85
    assert after["second_turn"] > 0.85


def test_without_attention_the_same_training_teaches_less(attends):
    *_, after = trained(attention="none")
    assert 0.1 < after["second_turn"] < attends[3]["second_turn"] - 0.1


def test_a_network_that_hears_one_turn_fails_at_the_second_and_not_at_the_first(attends):
    *_, after = trained(turns=1)
    assert after["first_turn"] > 0.65
    assert after["second_turn"] < 0.45 < attends[3]["second_turn"]


def test_only_a_network_that_copies_says_a_word_that_it_never_said(attends):
    _, model, _, after = trained(copying=True)
    assert attends[3]["new_words"] == 0
    assert after["new_words"] > 0.4
    assert after["second_turn"] > 0.9
    talk = "my friend Eva lives in Nairobi.\nwhere does Eva live?"
    gate = model.trace(talk)["generation_gate"].values
    assert gate.min() < 0.5 < gate.max()


def test_figures_are_those_of_single_traces(attends):
    task, model, *_ = attends
    dialogues = task.dialogues.held_out[1][:40]
    single = [task.accepts(each, model.trace("\n".join(each.utterances)).attrs["output"]) for each in dialogues]
    assert task.right(model, dialogues) == single


def test_acceptable_is_any_of_the_set_and_nothing_else():
    task = ChatbotTask(ChatbotConfig())
    dialogue = task.dialogues.acceptable(["call me Eva.", "who am I?"])
    assert task.accepts(dialogue, "you are Eva.")
    assert task.accepts(dialogue, "your name is Eva.")
    assert not task.accepts(dialogue, "you are Ben.")
    assert not task.accepts(dialogue, "you are Eva")
    assert not task.accepts(dialogue, "")


@torch.no_grad()
def test_loss_is_that_of_the_answer_alone():
    task = ChatbotTask(ChatbotConfig(batch_size=8))
    model = task.model(torch.Generator().manual_seed(0))
    prompt, answer = task.batch(torch.Generator().manual_seed(1))
    loss = float(task.loss(model, (prompt, answer), torch.Generator()).detach())
    logits = model.decode(model.encode(prompt), answer.tokens).logits.log_softmax(-1)  # (B, T, V)
    each = [
        -float(logits[b, t, answer.tokens[b, t]])
        for b in range(8)
        for t in range(answer.tokens.shape[1])
        if answer.mask[b, t]
    ]
    assert loss == pytest.approx(sum(each) / len(each), rel=1e-4)


def test_chance_comes_from_the_generator_alone():
    task = ChatbotTask(ChatbotConfig(hidden_size=8, embedding_size=4, dropout=0.3))
    model = task.model(torch.Generator().manual_seed(0))
    losses = []
    for noise, seed in ((1, 5), (2, 5), (2, 6)):
        torch.manual_seed(noise)
        generator = torch.Generator().manual_seed(seed)
        losses.append(float(task.loss(model, task.batch(generator), generator).detach()))
    assert losses[0] == losses[1] != losses[2]


def test_chinese_trains_too():
    task = ChatbotTask(ChatbotConfig(language="zh", hidden_size=16))
    training = Training.fresh(task, seed=0)
    losses = [
        event.metrics["train_loss"]
        for event in train(training, steps=30)
        if hasattr(event, "metrics") and "train_loss" in event.metrics
    ]
    assert losses[-1] < 0.8 * losses[0]


# ---- many answers ----


def test_the_same_question_gets_many_answers_and_the_same_ones_for_the_same_seed(attends):
    _, model, *_ = attends
    talk = "tell me about Paris."
    first, again, other = (many_answers(model, talk, Sampling(), 20, seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert sum(answer.count for answer in first) == 20
    assert len(first) > 3
    assert [answer.count for answer in first] == sorted((answer.count for answer in first), reverse=True)


def test_at_temperature_0_all_are_the_greedy_answer(attends):
    _, model, *_ = attends
    talk = "what is the weather in Rome?"
    [answer] = many_answers(model, talk, Sampling(temperature=0), 7, 3)
    assert (answer.text, answer.count) == (model.trace(talk).attrs["output"], 7)


def test_probability_of_an_answer_is_that_of_writing_it(attends):
    _, model, *_ = attends
    talk = "do you like tea?"
    for answer in many_answers(model, talk, Sampling(temperature=1.5), 12, 0)[:4]:
        trace = model.trace(talk, answer.text)
        p = trace["probability"].values
        words = [str(word) for word in trace["word"].values]
        log_p = sum(
            float(torch.tensor(p[i, words.index(str(t))]).log()) for i, t in enumerate(trace["target_token"].values)
        )
        assert answer.log_probability == pytest.approx(log_p, abs=1e-3)


# ---- dull answers ----


def test_log_probabilities_are_those_of_single_traces(attends):
    _, model, *_ = attends
    talks, answers = ["do you like tea?", "call me Eva.\nwho am I?"], ["yes, I like tea.", "you are Eva."]
    found = log_probabilities(model, talks, answers)
    for i, talk in enumerate(talks):
        for j, answer in enumerate(answers):
            trace = model.trace(talk, answer)
            words = [str(word) for word in trace["word"].values]
            p = [
                trace["probability"].values[t, words.index(str(token))]
                for t, token in enumerate(trace["target_token"].values)
            ]
            assert float(found[i, j]) == pytest.approx(sum(map(math.log, p)), abs=1e-3)


def test_an_answer_to_anything_is_ranked_lower_as_its_own_probability_counts(attends):
    task, model, *_ = attends
    others = ["\n".join(each.utterances) for each in task.dialogues.held_out[0][:60]]
    found = rank(model, "tell me about Rome.", others, 8)
    assert [one.given for one in found] == sorted((one.given for one in found), reverse=True)
    by_text = {one.text: one for one in found}
    dull, telling = by_text["I do not know."], by_text["Rome is in Europe."]
    assert dull.anyway > telling.anyway
    assert dull.score(0) == dull.given
    assert telling.score(1) - dull.score(1) > telling.score(0) - dull.score(0)
