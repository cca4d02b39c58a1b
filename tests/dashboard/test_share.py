"""The link that is shared is one that another machine can open."""

from __future__ import annotations

import pytest

from dashboard.address import is_this_machine, reachable


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "app.localhost"])
def test_a_name_that_means_every_machine_itself_gives_way_to_the_address_on_the_network(host):
    page, told = reachable(f"http://{host}:8501/gates", "192.0.2.7", None)
    assert page == "http://192.0.2.7:8501/gates"
    assert host.strip("[]") in told


@pytest.mark.parametrize("page", ["https://unrolled.example/gates", "http://192.0.2.7:8501/gates"])
def test_an_address_that_others_can_open_stays_as_it_is(page):
    assert reachable(page, "192.0.2.9", None) == (page, "")


@pytest.mark.parametrize(("address", "bound"), [(None, None), ("192.0.2.7", "localhost"), ("192.0.2.7", "127.0.0.1")])
def test_a_server_that_others_cannot_reach_says_so(address, bound):
    page, told = reachable("http://localhost:8501/gates", address, bound)
    assert page == "http://localhost:8501/gates"
    assert "this computer alone" in told


def test_only_names_of_the_machine_itself_are_taken_for_it():
    assert is_this_machine("localhost")
    assert is_this_machine("::1")
    assert not is_this_machine("192.0.2.7")
    assert not is_this_machine("localhost.example")
