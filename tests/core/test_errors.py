from __future__ import annotations

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor

import pytest

from core.errors import InputError


class ShortCorpus(InputError):
    """As the families of errors in other files: the same arguments, another name."""


def refuse(kind: type[InputError]) -> None:
    raise kind("The corpus has {found} characters; it needs {least}.", found=3, least=1000)


def test_an_error_reads_as_its_english_sentence():
    assert str(InputError("The corpus has {found} characters.", found=3)) == "The corpus has 3 characters."


def test_template_and_values_stay_for_the_translation():
    error = InputError("Only {n} of {all}.", n=1, all=2)
    assert error.template == "Only {n} of {all}."
    assert error.values == {"n": 1, "all": 2}
    assert "{all} 中只有 {n}。".format(**error.values) == "2 中只有 1。"


def test_braces_in_what_a_person_typed_are_kept_as_typed():
    assert str(InputError("Cannot read {text}.", text="{x} {")) == "Cannot read {x} {."


def test_a_field_without_a_value_is_the_authors_mistake():
    with pytest.raises(KeyError):
        InputError("The corpus has {found} characters.")


def test_an_error_is_a_value_error():
    with pytest.raises(ValueError, match="needs 1000"):
        refuse(InputError)


@pytest.mark.parametrize("kind", [InputError, ShortCorpus])
@pytest.mark.parametrize("travel", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
def test_an_error_survives_a_copy_with_kind_template_and_values(kind, travel):
    arrived = travel(kind("At {step} of {all}.", step=3, all=9))
    assert type(arrived) is kind
    assert (str(arrived), arrived.template, arrived.values) == (
        "At 3 of 9.",
        "At {step} of {all}.",
        {"step": 3, "all": 9},
    )


def test_an_error_comes_whole_out_of_a_worker_process():
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as workers:
        error = workers.submit(refuse, InputError).exception(timeout=60)
    assert type(error) is InputError
    assert error.template == "The corpus has {found} characters; it needs {least}."
    assert error.values == {"found": 3, "least": 1000}
