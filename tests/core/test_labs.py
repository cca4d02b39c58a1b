from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from core.course import LABS, lab_of
from core.errors import InputError
from core.knobs import configure
from core.lab import Lab

each_lab = pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.key)

PROMISED = {
    "gates": {"cell", "layers", "hidden_size", "unit_of_text"},
    "vanishing_gradients": {"cell", "task", "length"},
    "lstm_variants": {"cell", "task", "length"},
    "translation": {"data", "encoder", "attention"},
    "captioning": {"architecture", "objects", "language"},
    "chatbot": {"attention", "turns", "language"},
    "architecture_search": {"space", "controller", "children"},
    "autoencoders": {"variational", "latent_size", "beta", "data"},
    "audio_generation": {"data", "layers", "cycles", "levels", "conditional"},
    "gan": {"loss", "data", "critic_steps"},
    "generation_tips": {"tip"},
}
"""Knobs that scripts and links rely on."""


def test_keys_are_distinct_names_of_files():
    keys = [lab.key for lab in LABS]
    assert len(set(keys)) == len(keys)
    assert all(key.isidentifier() and key == key.lower() for key in keys)


def test_labs_of_a_chapter_stand_together():
    chapters = [lab.chapter for lab in LABS]
    assert sorted(chapters, key=chapters.index) == chapters


@each_lab
def test_a_lab_is_found_by_its_key(lab):
    assert lab_of(lab.key) is lab


@pytest.mark.parametrize("key", ["gate", "", "GATES", "../gates"])
def test_an_unknown_key_gets_one_sentence_with_the_known_ones(key):
    with pytest.raises(InputError) as caught:
        lab_of(key)
    assert str(caught.value) == f"There is no lab {key!r}. The labs are: {', '.join(lab.key for lab in LABS)}."


def test_a_long_unknown_key_is_cut():
    with pytest.raises(InputError) as caught:
        lab_of("x" * 10_000)
    assert len(str(caught.value)) < 500


@each_lab
def test_what_a_person_reads_is_not_empty(lab):
    assert all(getattr(lab, name).strip() for name in ("chapter", "title", "question", "icon", "watch"))
    assert lab.question.endswith("?")
    assert lab.examples
    assert all(example.strip() for example in lab.examples)


@each_lab
def test_every_field_of_a_config_is_a_knob_with_a_sentence(lab):
    assert [k.name for k in lab.knobs] == [field.name for field in fields(lab.config)]
    for k in lab.knobs:
        assert k.label.strip()
        assert k.help.endswith(".")


@each_lab
def test_every_knob_has_a_range_or_choices_and_its_default_lies_within(lab):
    for k in lab.knobs:
        assert k.allows(k.default), f"{k.name}: {k.default} is not in {k.allowed()}"
        if isinstance(k.default, str) or k.choices:
            assert len(set(k.choices)) == len(k.choices) > 0
        elif not isinstance(k.default, bool):
            assert k.low < k.high
            assert not k.log or k.low > 0


@each_lab
def test_the_promised_knobs_are_there(lab):
    assert PROMISED.get(lab.key, set()) <= {k.name for k in lab.knobs}


@each_lab
def test_every_choice_and_both_ends_of_every_knob_make_a_config(lab):
    for k in lab.knobs:
        for value in k.choices or (() if isinstance(k.default, bool) else (k.low, k.high)):
            assert getattr(configure(lab.config, {k.name: value}), k.name) == value


@each_lab
def test_a_config_cannot_change(lab):
    config = lab.config()
    with pytest.raises(FrozenInstanceError):
        config.learning_rate = 1.0


@each_lab
def test_model_and_task_exist(lab):
    assert isinstance(lab.model, type)
    if lab.trains:
        assert isinstance(lab.task, type)
    else:
        with pytest.raises(InputError, match=f"^{lab.key} has nothing to train"):
            _ = lab.task


def test_most_labs_can_be_trained():
    assert 2 * sum(lab.trains for lab in LABS) > len(LABS)


def test_a_model_that_is_not_there_is_the_authors_mistake():
    lab = Lab("x", "c", "t", "q?", object, "core.errors:Nowhere", "core.nowhere:Task", "icon", "watch", ("a",), "x")
    with pytest.raises(AttributeError):
        _ = lab.model
    with pytest.raises(ModuleNotFoundError):
        _ = lab.task
