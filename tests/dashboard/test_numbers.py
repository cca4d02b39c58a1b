"""Numbers are packed once for all viewers, kept by their content, and published again when they had to go."""

from __future__ import annotations

import asyncio
import gc
import json

import numpy as np
import pytest
import xarray as xr
from starlette.applications import Starlette

from dashboard.components.base import declared
from dashboard.components.numbers import NumberStore, number_blocks, numbers, store
from dashboard.labs.translation.components.alignment import alignment
from tests.drawings import drawings_of
from tests.labs.translation.test_components import trace_of
from tests.pictures import picture_of, read


def taken(trace: xr.Dataset, factor: float = 1.0):
    return {"factor": factor}, {"values": factor * trace["values"].values}


def trace(size: int = 50) -> xr.Dataset:
    return xr.Dataset({"values": ("x", np.arange(size, dtype=float))})


def name_in(address: str) -> str:
    return address.rpartition("/")[2]


def test_a_second_viewer_costs_no_packing():
    kept, shared = NumberStore(), trace()
    addresses = {kept.publish(numbers(taken, shared, 2.0)) for _ in range(200)}
    assert (len(addresses), kept.packings) == (1, 1)


def test_other_arguments_are_other_numbers():
    kept, shared = NumberStore(), trace()
    addresses = {kept.publish(numbers(taken, shared, factor)) for factor in (1.0, 2.0, 3.0)}
    assert (len(addresses), kept.packings) == (3, 3)


def test_equal_contents_have_one_address():
    kept = NumberStore()
    assert kept.publish(numbers(taken, trace())) == kept.publish(numbers(taken, trace()))


def test_arrays_and_tuples_are_the_same_when_their_contents_are():
    def listed(array, words):
        return {"words": words}, {"array": array}

    kept = NumberStore()
    for _ in range(3):
        kept.publish(numbers(listed, np.arange(4), ("a", ("b", None))))
    kept.publish(numbers(listed, np.arange(5), ("a", ("b", None))))
    assert kept.packings == 2


def test_an_array_that_was_changed_is_packed_again():
    def listed(array):
        return {}, {"array": array}

    kept, array = NumberStore(), np.zeros(3)
    first = kept.publish(numbers(listed, array))
    array[0] = 1
    assert kept.publish(numbers(listed, array)) != first


def test_a_trace_that_is_gone_is_not_mistaken_for_a_new_one():
    kept = NumberStore()
    addresses = set()
    gc.freeze()  # what the other tests left is not looked through thirty times
    for size in range(10, 40):
        addresses.add(kept.publish(numbers(taken, trace(size))))
        gc.collect()
    gc.unfreeze()
    assert len(addresses) == 30


def test_of_too_many_bytes_the_longest_unused_go_and_come_back_when_asked_for():
    kept, traces = NumberStore(room=1500), [trace(size) for size in (200, 201, 202, 203)]
    addresses = [kept.publish(numbers(taken, one)) for one in traces]
    assert kept.get(name_in(addresses[0])) is None
    assert kept.get(name_in(addresses[-1])) is not None
    assert kept.publish(numbers(taken, traces[0])) == addresses[0]
    assert kept.get(name_in(addresses[0])) is not None
    assert kept.packings == 5


def served(path: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body with which the route answers a GET."""
    messages = []

    async def receive():
        await asyncio.Event().wait()

    async def send(message):
        messages.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
    }
    asyncio.run(Starlette(routes=[number_blocks()])(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in messages[0]["headers"]}
    return messages[0]["status"], headers, b"".join(message.get("body", b"") for message in messages[1:])


def test_numbers_are_served_under_their_address_and_may_be_kept():
    address = store().publish(numbers(taken, trace()))
    status, headers, body = served(f"/{address}")
    assert (status, body) == (200, store().get(name_in(address)))
    assert "immutable" in headers["cache-control"]


def test_numbers_that_are_gone_are_not_found_and_that_is_not_kept():
    status, headers, _ = served("/assets/numbers/0123")
    assert (status, headers["cache-control"]) == (404, "no-store")


def test_two_viewers_of_one_trace_share_its_numbers_and_differ_in_their_view():
    shared = trace_of()
    before = store().packings
    one, other = (
        picture_of(alignment, shared, key="k", cursor=(at, None), translate=said).published()
        for at, said in ((0, str), (2, lambda message: f"«{message}»"))
    )
    assert store().packings == before + 1
    assert one["numbers"] == other["numbers"]
    assert one["labels"] != other["labels"]
    assert read(dict(other))[0]["cursor"] == {"target": 2, "source": None}


@pytest.mark.parametrize("component", declared())
def test_the_view_of_a_picture_is_small(component):
    for picture in drawings_of(component):
        assert len(json.dumps(picture.published())) <= 2048
