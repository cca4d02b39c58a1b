"""Signing in, where a provider is configured: a person's runs are theirs in every browser."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.runs.store import RunStore
from tests.browser.test_journeys import PATIENCE, opened, run_in
from tests.provider import provider
from tests.serving import ROOT, serve

LAB = "slot_filling"

SECRETS = """
[auth]
redirect_uri = "{app}/oauth2callback"
cookie_secret = "the secret of a test and of nothing else"
client_id = "unrolled"
client_secret = "of a test too"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.fixture
def app_with_sign_in(tmp_path: Path):
    """The app with a provider of its own; Ada administers it."""
    shutil.copytree(ROOT / ".streamlit", tmp_path / "place" / ".streamlit")
    script = ROOT / "dashboard" / "app.py"
    more = {"UNROLLED_ADMINISTRATORS": "Ada@example.org, somebody@example.org"}
    with provider() as address, serve(script, tmp_path / "home", tmp_path / "place", **more) as app:
        told = SECRETS.format(app=app, provider=address)
        (tmp_path / "place" / ".streamlit" / "secrets.toml").write_text(told)
        yield app, RunStore(folder=tmp_path / "home")


def signed_in(browser: Browser, app: str, name: str) -> Page:
    page = browser.new_context(base_url=app, viewport={"width": 1280, "height": 800}).new_page()
    opened(page, "/runs")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(re.compile(re.escape(app)), timeout=PATIENCE)
    opened(page, "/runs")
    expect(page.get_by_text(f"You are signed in as {name}")).to_be_visible(timeout=PATIENCE)
    return page


def test_a_person_has_the_same_runs_in_every_browser_and_others_have_not(browser: Browser, app_with_sign_in):
    app, store = app_with_sign_in
    bob = signed_in(browser, app, "Bob")
    opened(bob, f"/{LAB}")
    bob.get_by_role("button", name="Train a new network").click()
    run = run_in(bob)
    assert store.get(run).owner.startswith("person:")

    elsewhere = signed_in(browser, app, "Bob")
    expect(elsewhere.get_by_test_id("stDataFrame")).to_be_visible(timeout=PATIENCE)
    stranger = signed_in(browser, app, "Eve")
    expect(stranger.get_by_text("There is no run yet.")).to_be_visible(timeout=PATIENCE)
    opened(stranger, f"/{LAB}?run={run}")
    expect(stranger.get_by_text("The run of this link is private.")).to_be_visible(timeout=PATIENCE)

    ada = signed_in(browser, app, "Ada")
    opened(ada, "/administrator")
    expect(ada.get_by_text("All runs")).to_be_visible(timeout=PATIENCE)
    opened(stranger, "/administrator")
    expect(stranger.get_by_text("This page is for whoever keeps the server.")).to_be_visible(timeout=PATIENCE)

    opened(bob, "/runs")
    bob.get_by_role("button", name="Sign out").click()
    expect(bob.get_by_text("You are signed in as")).to_have_count(0, timeout=PATIENCE)
    opened(bob, "/runs")
    expect(bob.get_by_role("button", name="Sign in")).to_be_visible(timeout=PATIENCE)
    expect(bob.get_by_text("There is no run yet.")).to_be_visible(timeout=PATIENCE)
    for page in (bob, elsewhere, stranger, ada):
        page.context.close()
    store.close()
