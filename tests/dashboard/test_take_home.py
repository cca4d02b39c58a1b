"""What leaves the app by a page's “Save”, and a run's file that comes back in."""

from __future__ import annotations

import asyncio
import io
import json
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pandas as pd
import pytest
import xarray as xr
from starlette.applications import Starlette

from core.course import LABS, lab_of
from core.errors import InputError
from core.runs.pack import pack
from core.runs.store import RunStore
from core.trace.exports import ENDINGS, exported
from core.training.checkpoints import load_model
from dashboard.deliveries import Deliveries, Delivery, delivered_files, deliveries
from tests.reading import complaints, letters
from tests.test_contract import opened

LAB = lab_of("slot_filling")
SHIPPED = f"shipped-{LAB.key}"


@pytest.fixture
def store():
    store = RunStore()
    yield store
    store.close()


class Answer(NamedTuple):
    status_code: int
    content: bytes
    headers: Mapping[str, str]

    @property
    def text(self):
        return self.content.decode()


def get(address):
    """What the route answers."""

    async def asked():
        scope = {"type": "http", "method": "GET", "path": f"/{address}", "query_string": b"", "headers": []}
        sent = []

        async def receive():
            await asyncio.Event().wait()  # a browser that stays until it has the answer

        async def send(message):
            sent.append(message)

        await Starlette(routes=[delivered_files()])(scope, receive, send)
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]), headers)

    return asyncio.run(asked())


def zip_of(store, run_id):
    file = io.BytesIO()
    pack(store, run_id, file)
    return file.getvalue()


def traced(lab, store):
    model = load_model(store.checkpoint(f"shipped-{lab.key}").path) if lab.trains else lab.model()
    return model.trace(lab.read(lab.examples[0]))


# ---- files ----


def test_a_file_is_made_when_it_is_asked_for_and_has_its_name():
    address = deliveries().offer(Delivery("mémo 中.txt", lambda file, _: file.write(b"abc"), str), "memo")
    answer = get(address)
    assert (answer.status_code, answer.content) == (200, b"abc")
    assert answer.headers["content-disposition"].endswith("m%C3%A9mo%20%E4%B8%AD.txt")
    assert answer.headers["cache-control"] == "no-store"


def test_a_file_that_cannot_be_made_is_a_sentence_in_the_viewers_language():
    def write(_file, _report):
        raise InputError("No {thing}.", thing="<b>room</b>")

    address = deliveries().offer(Delivery("x", write, lambda error: f"没有 {error.values['thing']}"), "no room")
    answer = get(address)
    assert (answer.status_code, answer.text) == (422, "没有 <b>room</b>")
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_full_disk_is_a_sentence():
    def write(_file, _report):
        raise OSError(28, "No space left on device")

    answer = get(deliveries().offer(Delivery("x.zip", write, str), "full disk"))
    assert (answer.status_code, answer.text) == (
        422,
        "x.zip cannot be made: No space left on device. Make room on the disk of the server, then try again.",
    )


def test_what_is_done_of_a_file_is_told_while_it_is_made():
    def write(file, report):
        report(0.25)
        shares.append(json.loads(get(f"{address}/share").text)["share"])
        file.write(b"x")

    shares: list[float] = []
    address = deliveries().offer(Delivery("x", write, str), "slow")
    assert get(address).content == b"x"
    assert shares == [0.25]
    assert json.loads(get(f"{address}/share").text) == {"share": 0.0}


def test_nobody_can_guess_the_address_of_a_file():
    delivery = Delivery("x", lambda file, _: file.write(b"x"), str)
    assert Deliveries().offer(delivery, "key") != Deliveries().offer(delivery, "key")
    assert deliveries().offer(delivery, "key") == deliveries().offer(delivery, "key")
    assert get("assets/files/0123456789abcdef01234567").status_code == 404


def test_nobody_waits_for_a_file_that_takes_minutes():
    begun, told = threading.Event(), threading.Event()

    def take_long(file, _report):
        begun.set()
        assert told.wait(60)
        file.write(b"slow")

    slow = [Delivery(f"slow-{k}", take_long, str, slow=True) for k in range(3)]
    quick = Delivery("quick", lambda file, _report: file.write(b"quick"), str)
    with ThreadPoolExecutor() as viewers:
        waiting = [viewers.submit(get, deliveries().offer(one, one.name)) for one in slow]
        assert begun.wait(60)
        assert get(deliveries().offer(quick, "quick")).content == b"quick"
        told.set()
        assert [one.result(60).content for one in waiting] == [b"slow"] * 3


# ---- traces ----


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.key)
def test_the_trace_of_every_lab_can_be_saved_and_says_where_each_number_belongs(store, lab):
    trace = traced(lab, store)
    rows = sum(values.size for values in trace.data_vars.values())
    table = pd.read_parquet(io.BytesIO(exported(trace, ".parquet")))
    assert len(table) == rows
    assert set(map(str, trace.dims)) <= set(table.columns)
    assert not table.drop(columns="value").duplicated().any()
    again = xr.load_dataset(io.BytesIO(exported(trace, ".nc")), engine="h5netcdf")
    assert dict(again.sizes) == dict(trace.sizes)
    assert set(again.data_vars) == set(trace.data_vars)
    assert set(ENDINGS) == {".csv", ".parquet", ".nc"}


# ---- the page ----


def shown(app):
    """The page with what can be saved in view."""
    app.session_state["take_home"] = True
    return app.run()


def offers(app, key):
    """The files that a row of buttons offers, by the file's name, and what each holds."""
    [view] = json.loads(app.get_by_key(key).proto.json)
    return {offer["name"]: get(offer["address"]).content for offer in view["offers"]}


def test_a_page_offers_its_run_and_the_numbers_in_its_pictures(store):
    app = shown(opened(LAB))
    assert complaints(app) == []
    assert offers(app, "save_run") == {f"unrolled-{LAB.key}-shipped.zip": zip_of(store, SHIPPED)}
    files = offers(app, "save_trace")
    step = store.get(SHIPPED).step
    assert list(files) == [f"unrolled-{LAB.key}-step-{step}{ending}" for ending in (".csv", ".parquet", ".nc")]
    tokens = pd.read_csv(io.BytesIO(files[f"unrolled-{LAB.key}-step-{step}.csv"]))["token"]
    assert set(LAB.examples[0].split()) <= set(tokens.dropna())


def test_the_cell_that_nobody_trains_offers_its_numbers_and_a_handout_and_no_run():
    app = shown(opened(lab_of("lstm_by_hand"), "zh", x="3 4 1", forget_gate="1 0.5 1"))
    assert complaints(app) == []
    files = offers(app, "save_trace")
    assert list(files) == [f"unrolled-lstm_by_hand{ending}" for ending in (".csv", ".parquet", ".nc")]
    table = pd.read_csv(io.BytesIO(files["unrolled-lstm_by_hand.csv"]))
    assert table[table["variable"] == "cell_state"]["value"].tolist() == [3, 5.5, 5.5]
    [view] = json.loads(app.get_by_key("save_handout").proto.json)
    assert [offer["name"] for offer in view["offers"]] == ["unrolled-lstm_by_hand-handout.html"]
    assert [caption for caption in app.caption if "每张图仍然可以指点。" in caption.value]
    for part in ("save_run", "save_code", "save_film"):
        with pytest.raises(KeyError):
            app.get_by_key(part)


def test_a_run_beside_the_one_in_view_can_be_saved_too(store):
    other = store.create(LAB.key, {}, 0, state="paused")
    app = shown(opened(LAB, beside=other.id))
    [view] = json.loads(app.get_by_key("save_run").proto.json)
    refused = get(view["offers"][1]["address"])
    assert refused.status_code == 422
    assert "has kept no checkpoint" in refused.text
    store.delete(other.id)


def test_a_file_of_a_run_turns_the_page_to_it_and_its_origin_is_told(store):
    app = opened(LAB)
    app.file_uploader(key="open_run:0").upload("my run.zip", zip_of(store, SHIPPED), "application/zip").run()
    assert complaints(app) == []
    run = store.get(app.query_params["run"])
    assert run.origin == {"run": SHIPPED, "made": ""}
    assert f"Opened from a file. There it was the run {SHIPPED}." in [letters(said.value) for said in app.caption]
    store.delete(run.id)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"nothing", "**evil**.zip is not a zip."),
        (b"PK\3\4nothing", "**evil**.zip is a zip whose end is missing"),
    ],
)
def test_a_file_that_is_no_run_is_one_sentence_and_never_markup(content, complaint):
    app = opened(LAB, language="en")
    app.file_uploader(key="open_run:0").upload("**evil**.zip", content, "application/zip").run()
    assert [said for said in complaints(app) if said.startswith(complaint)]
    assert not any("**evil**" in error.value for error in app.error)


def test_a_run_of_another_lab_is_refused_by_name(store):
    app = opened(LAB)
    app.file_uploader(key="open_run:0").upload(
        "x.zip", zip_of(store, "shipped-vanishing_gradients"), "application/zip"
    ).run()
    assert [said for said in complaints(app) if "is a run of the lab vanishing_gradients" in said]
