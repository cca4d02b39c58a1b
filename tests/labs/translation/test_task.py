import json
from pathlib import Path

import pytest
import torch

from core.analyses.alignment import trace_error_rate
from core.errors import InputError
from core.knobs import knobs_of
from core.labs.translation.config import TranslationConfig
from core.labs.translation.data import translations
from core.labs.translation.dates import FORMS, held_out_pairs
from core.labs.translation.model import EOS, LONGEST
from core.labs.translation.task import GLANCE, TranslationTask, bleu
from core.trace.schema import tokens_of

STEPS = 130


def trained(attention):
    task = TranslationTask(
        TranslationConfig(attention=attention, hidden_size=64, embedding_size=32, learning_rate=0.01)
    )
    generator = torch.Generator().manual_seed(0)
    model = task.model(generator)
    optimizer = torch.optim.Adam(model.parameters(), lr=task.config.learning_rate)
    before = task.glance(model)
    for _ in range(STEPS):
        loss, carry = task.loss(model, task.batch(generator), {}, generator)
        assert carry == {}
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), task.config.clip)
        optimizer.step()
    return task, model, before, task.evaluate(model)


@pytest.fixture(scope="module")
def with_attention():
    return trained("scaled_dot")


def test_training_teaches_unseen_dates(with_attention):
    _, _, before, after = with_attention
    assert before["exact_match"] == 0
    assert after["exact_match"] > 0.25
    assert after["held_out_loss"] < before["held_out_loss"] / 5
    assert after["alignment_error_rate"] < before["alignment_error_rate"] / 2
    assert after["bleu"] > 65


def test_without_attention_the_same_training_teaches_little(with_attention):
    *_, after = trained("none")
    assert after["exact_match"] < 0.12
    assert after["held_out_loss"] > 1.4 * with_attention[3]["held_out_loss"]
    assert "alignment_error_rate" not in after


def test_figures_are_those_of_single_traces(with_attention):
    task, model, *_ = with_attention
    figures, pairs = task.glance(model), held_out_pairs(GLANCE * len(FORMS))
    right = [model.trace(pair.source).attrs["output"] == pair.target for pair in pairs]
    assert figures["exact_match"] == sum(right) / len(pairs)
    assert 0 < sum(right) < len(pairs)
    traces = [model.trace(pair.source, pair, forced=True) for pair in pairs]
    wrong = sum(trace_error_rate(trace) * len(pair.target) for trace, pair in zip(traces, pairs, strict=True))
    assert figures["alignment_error_rate"] == pytest.approx(wrong / sum(len(pair.target) for pair in pairs))


def test_right_translation_carries_its_gold_alignment(with_attention):
    task, model, *_ = with_attention
    pair = next(pair for pair in held_out_pairs(100) if model.trace(pair.source).attrs["output"] == pair.target)
    greedy, forced = (model.trace(pair.source, task.reference(pair.source), forced) for forced in (False, True))
    assert "gold_alignment" in greedy
    assert greedy.drop_attrs().identical(forced.drop_attrs())


def test_chance_comes_from_the_generator_alone():
    task = TranslationTask(TranslationConfig(hidden_size=8, embedding_size=4))
    model = task.model(torch.Generator().manual_seed(0))
    losses = []
    for noise, seed in ((1, 5), (2, 5), (2, 6)):
        torch.manual_seed(noise)
        generator = torch.Generator().manual_seed(seed)
        losses.append(float(task.loss(model, task.batch(generator), {}, generator)[0].detach()))
    assert losses[0] == losses[1] != losses[2]


def test_dropout_acts_in_training_alone():
    task = TranslationTask(TranslationConfig(hidden_size=8, embedding_size=4, dropout=0.5))
    model = task.model(torch.Generator().manual_seed(0))
    batch = task.batch(torch.Generator().manual_seed(1))

    def loss(seed):
        generator = None if seed is None else torch.Generator().manual_seed(seed)
        return float(task.loss(model, batch, {}, generator)[0].detach())

    assert loss(None) == loss(None)
    assert len({loss(None), loss(1), loss(2)}) == 3


each_data = pytest.mark.parametrize(
    "data", next(knob.choices for knob in knobs_of(TranslationConfig) if knob.name == "data")
)


def small(data, **more):
    return TranslationTask(TranslationConfig(data=data, hidden_size=8, embedding_size=4, **more))


@each_data
def test_longest_right_translation_fits_the_limit(data):
    pairs = translations(data, clauses=3)
    assert max(len(pair.target_tokens) for pair in pairs.held_out_pairs(300)) + 1 <= pairs.limit
    assert max(len(pair.source_tokens) for pair in pairs.held_out_pairs(300)) <= LONGEST


@each_data
def test_every_data_trains_and_is_measured_with_its_gold_alignment(data):
    task = small(data)
    generator = torch.Generator().manual_seed(0)
    model = task.model(generator)
    loss, _ = task.loss(model, task.batch(generator), {}, generator)
    loss.backward()
    assert loss > 1
    assert set(task.glance(model)) == {"exact_match", "held_out_loss", "alignment_error_rate"}


@each_data
def test_examples_are_offered_with_their_translations_and_can_be_read_again(data):
    task = small(data)
    model = task.model(torch.Generator().manual_seed(0))
    again = type(model).rebuild(task.config, json.loads(json.dumps(model.header())))
    assert again.examples == model.examples
    assert len(again.examples) >= 5
    for source, target in again.examples:
        assert task.reference(source).target == target
        trace = again.trace(source, task.reference(source), forced=True)
        assert "".join(tokens_of(trace, "source")) == source
        assert "".join(tokens_of(trace, "target")) == target + EOS
        assert trace["gold_alignment"].any()


@pytest.mark.parametrize(("data", "text"), [("numbers_en_de", "12"), ("grammar_zh_en", "hello"), ("dates_en_de", "ä")])
def test_what_cannot_be_read_is_answered_with_what_can(data, text):
    task = small(data)
    with pytest.raises(InputError, match="never saw that in training") as told:
        task.model(torch.Generator().manual_seed(0)).trace(text)
    assert task.pairs.examples[0][0] in str(told.value)


def test_bleu_counts_characters():
    # One of nine characters is wrong, and with it 2 of 8 pairs, 2 of 7 triples and 2 of 6 quadruples.
    score = 100 * (8 / 9 * 6 / 8 * 5 / 7 * 4 / 6) ** 0.25
    assert bleu(["2024年3月6日"], ["2024年3月5日"]) == pytest.approx(score)
    assert bleu(["2024年3月5日"], ["2024年3月5日"]) == pytest.approx(100)


def test_bleu_counts_words_of_languages_with_spaces():
    # The first of six tokens is wrong, and with it one pair of 5, one triple of 4 and one quadruple of 3.
    score = 100 * (5 / 6 * 4 / 5 * 3 / 4 * 2 / 3) ** 0.25
    assert bleu(["We read three old books."], ["I read three old books."], "word") == pytest.approx(score)


def test_reference_of_typed_text():
    task = TranslationTask(TranslationConfig())
    assert task.reference(" Oct 31, 1999 ").target == "1999年10月31日"
    assert task.reference("a nice day") is None


def test_own_file_that_is_not_there_is_refused_in_one_sentence(tmp_path: Path):
    with pytest.raises(InputError, match="cannot be read"):
        TranslationTask(TranslationConfig(), tmp_path / "pairs.tsv")


def test_batch_has_sentences_of_like_length():
    task = small("grammar_zh_en", clauses=3)
    generator = torch.Generator().manual_seed(0)
    comma = task.source_vocabulary.number["，"]
    clauses = [set((task.batch(generator).source.tokens == comma).sum(1).tolist()) for _ in range(12)]
    assert all(len(found) == 1 for found in clauses)
    assert set.union(*clauses) == {0, 1, 2}


def test_bleu_counts_the_characters_of_languages_without_spaces_as_words():
    # One of nine characters is wrong, and with it 2 of 8 pairs, 3 of 7 triples and 4 of 6 quadruples.
    score = 100 * (8 / 9 * 6 / 8 * 4 / 7 * 2 / 6) ** 0.25
    assert bleu(["学生们读了两本旧书"], ["学生们读了三本旧书"], "word") == pytest.approx(score)
