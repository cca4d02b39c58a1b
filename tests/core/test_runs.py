"""The run store: what is put in comes out, and what cannot be is said in one sentence."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa

import core.runs.queue
from core.errors import InputError
from core.runs.queue import MAX_STEPS, Superseded
from core.runs.store import RunStore
from tests.core.stores import clock, keep, store, trained, whole_file  # noqa: F401  (fixtures)
from tests.core.toy import toy  # noqa: F401  (a fixture)

ROOT = Path(__file__).resolve().parents[2]


# ---- runs ----


def test_new_run_holds_every_knob_and_waits(store):
    run = store.create("toy", {"hidden_size": 8}, seed=7)
    assert run == store.get(run.id)
    assert run.config == {
        "hidden_size": 8,
        "dropout": 0.1,
        "batch_size": 4,
        "length": 8,
        "learning_rate": 0.01,
        "clip": 1.0,
    }
    assert (run.seed, run.state, run.step, run.rates, run.interventions) == (
        7,
        "queued",
        0,
        {"learning_rate": 0.01},
        [],
    )
    assert run.created.tzinfo is not None


@pytest.mark.parametrize(
    ("lab", "config", "word"),
    [("nowhere", {}, "nowhere"), ("toy", {"depth": 2}, "depth"), ("toy", {"hidden_size": 1}, "hidden_size")],
)
def test_run_of_an_unknown_lab_or_knob_is_refused(store, lab, config, word):
    with pytest.raises(InputError, match=word):
        store.create(lab, config, 0)
    assert store.runs() == []


def test_runs_come_newest_first_and_of_one_lab(store):
    first, second = store.create("toy", {}, 0), store.create("toy", {}, 1)
    assert [run.id for run in store.runs("toy")] == [second.id, first.id]
    assert [run.id for run in store.runs("toy", limit=1)] == [second.id]


def test_run_that_is_gone_is_named_in_the_sentence(store):
    for ask in (store.get, store.queue.control, store.queue.pause, store.queue.stop):
        with pytest.raises(InputError, match="no run 'f00'"):
            ask("f00")


def test_two_stores_on_one_database_see_the_same(store):
    run = store.create("toy", {}, 0)
    other = RunStore(store.url, store.folder)
    assert other.get(run.id) == run
    other.close()


def test_failed_run_tells_its_sentence_with_its_values(store):
    run = store.create("toy", {}, 0)
    store.queue.fail(run.id, InputError("The loss was {loss:g}.", loss=math.inf))
    run = store.get(run.id)
    assert run.state == "failed"
    assert json.loads(run.message) == {"template": "The loss was {loss:g}.", "values": {"loss": math.inf}}
    assert str(run.failure) == "The loss was inf."


def test_run_that_trains_without_an_engine_is_held_until_it_ends(store, clock):
    run = store.create("toy", {}, 0, state="running")
    store.queue.play(run.id, "engine")
    assert (store.get(run.id).state, store.queue.waiting("engine")) == ("running", [])
    store.set_state(run.id, "stopped")
    store.queue.play(run.id, "engine")
    assert store.queue.waiting("engine") == [run.id]

    killed = store.create("toy", {}, 0, state="running")
    clock.now += core.runs.queue.LEASE_SECONDS + 1
    assert store.get(killed.id).state == "interrupted"
    store.queue.play(killed.id, "engine")
    assert store.get(killed.id).state == "queued"


def test_deleted_run_leaves_no_row_and_no_file(store):
    run, other = trained(store), trained(store)
    store.delete(run.id)
    assert [left.id for left in store.runs()] == [other.id]
    assert store.metrics(run.id) == []
    assert store.checkpoints(run.id) == []
    assert not (store.folder / "runs" / run.id).exists()
    assert store.checkpoint(other.id).path.exists()


# ---- shipped ----


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    folder = tmp_path / "shipped"
    (folder / "toy").mkdir(parents=True)
    told = {
        "lab": "toy",
        "config": {"learning_rate": 0.01},
        "seed": 3,
        "steps": 20,
        "metrics": [{"step": 10, "train_loss": 2.0}, {"step": 15, "train_loss": 1.5}, {"step": 20, "train_loss": 1.0}],
        "checkpoints": [
            {"step": 0, "file": "0.st", "figures": {}},
            {"step": 20, "file": "20.st", "figures": {"accuracy": 0.5}},
        ],
    }
    (folder / "toy" / "run.json").write_text(json.dumps(told))
    monkeypatch.setattr("core.runs.shipped.FOLDER", folder)
    return folder


def test_shipped_run_is_a_run_like_any_other_and_stands_last(store, shipped):
    mine = store.create("toy", {}, 0)
    run = store.shipped("toy")
    assert (run.id, run.state, run.step, run.seed) == ("shipped-toy", "shipped", 20, 3)
    assert store.get("shipped-toy") == run
    assert [each.id for each in store.runs("toy")] == [mine.id, "shipped-toy"]
    assert [row["step"] for row in store.metrics(run.id, after=10)] == [15, 20]
    assert [row["step"] for row in store.metrics(run.id, every=10)] == [10, 20]
    assert store.checkpoint(run.id, 19).path == shipped / "toy" / "0.st"


def test_shipped_run_cannot_be_changed(store, shipped):
    for change in (
        store.delete,
        lambda run_id: store.set_learning_rate(run_id, 0.1),
        lambda run_id: store.fork(run_id, 20),
    ):
        with pytest.raises(InputError, match="Train a new network"):
            change("shipped-toy")


def test_replay_of_the_shipped_run_is_a_run_of_ones_own(store, shipped):
    run = store.replay("shipped-toy")
    assert (run.seed, run.config["learning_rate"], run.state) == (3, 0.01, "queued")


# ---- metrics and checkpoints ----


def test_metrics_are_read_from_where_the_reader_stopped(store):
    run = trained(store, steps=4)
    assert [row["step"] for row in store.metrics(run.id)] == [1, 2, 3, 4]
    assert store.metrics(run.id, after=3) == [{"step": 4, "train_loss": 0.25}]


def test_thinned_metrics_keep_the_newest(store):
    run = trained(store, steps=11)
    assert [row["step"] for row in store.metrics(run.id, every=4)] == [4, 8, 11]


def test_step_that_is_measured_again_is_replaced(store):
    run = trained(store, steps=3)
    store.record(run.id, [{"step": 2, "train_loss": 9.0}], "worker")
    assert [row["train_loss"] for row in store.metrics(run.id)] == [1.0, 9.0, 1 / 3]
    assert store.get(run.id).step == 2


def test_metric_that_is_no_number_is_kept_as_it_is(store):
    run = trained(store)
    store.record(run.id, [{"step": 4, "gradient_norm": math.inf}])
    assert store.metrics(run.id, after=3) == [{"step": 4, "gradient_norm": math.inf}]


def test_metrics_of_a_worker_that_lost_the_run_are_not_kept(store):
    run = trained(store)
    with pytest.raises(Superseded):
        store.record(run.id, [{"step": 9, "train_loss": 0.0}], "another worker")
    assert store.get(run.id).step == 3
    assert len(store.metrics(run.id)) == 3


def test_checkpoint_is_the_nearest_at_or_before_a_step(store):
    run = trained(store, steps=3)
    keep(store, run.id, 8)
    steps = [store.checkpoint(run.id, step).step for step in (0, 3, 7, 8, 100)]
    assert steps == [3, 3, 3, 8, 8]
    assert store.checkpoint(run.id).step == 8
    assert store.checkpoint(run.id).metrics == {"accuracy": 0.8}


def test_run_without_a_checkpoint_says_so(store):
    run = store.create("toy", {}, 0)
    with pytest.raises(InputError, match="no checkpoint"):
        store.checkpoint(run.id)


def test_checkpoints_move_with_the_folder(store, tmp_path):
    run = trained(store)
    moved = RunStore(store.url, tmp_path / "elsewhere")
    assert moved.checkpoint(run.id).path == moved.checkpoint_path(run.id, 3)
    moved.close()


# ---- forks and replays ----


def test_fork_begins_with_the_parents_checkpoint_and_other_knobs(store):
    parent = trained(store)
    fork = store.fork(parent.id, 3, {"dropout": 0.5})
    assert (fork.parent, fork.parent_step, fork.step, fork.state) == (parent.id, 3, 3, "queued")
    assert fork.config == parent.config | {"dropout": 0.5}
    store.delete(parent.id)
    assert store.checkpoint(fork.id).path.read_bytes() == whole_file("toy", 3)
    assert fork.max_steps >= 3 + MAX_STEPS


def test_fork_keeps_the_learning_rate_last_set_unless_told_otherwise(store):
    parent = trained(store, interventions=[[2, 0.5]])
    assert store.fork(parent.id, 3, parent.config).config["learning_rate"] == 0.5
    assert store.fork(parent.id, 3, {"learning_rate": 0.2}).config["learning_rate"] == 0.2


@pytest.mark.parametrize(("step", "config", "word"), [(2, {}, "step 2"), (3, {"depth": 1}, "depth")])
def test_fork_from_no_checkpoint_or_with_no_such_knob_is_refused(store, step, config, word):
    parent = trained(store)
    with pytest.raises(InputError, match=word):
        store.fork(parent.id, step, config)
    assert len(store.runs()) == 1


def test_replay_has_the_same_seed_knobs_and_interventions_and_trains_from_the_beginning(store):
    run = trained(store, interventions=[[2, 0.5]], max_steps=50)
    again = store.replay(run.id)
    assert again.id != run.id
    for name in ("config", "seed", "interventions", "max_steps"):
        assert getattr(again, name) == getattr(run, name)
    assert (again.state, again.step, store.metrics(again.id)) == ("queued", 0, [])
    assert store.queue.control(again.id).command == "play"


def test_replay_of_a_fork_begins_where_the_fork_began(store):
    fork = store.fork(trained(store).id, 3, {"dropout": 0.5})
    store.delete(fork.parent)
    again = store.replay(fork.id)
    assert (again.step, again.config, store.checkpoint(again.id).step) == (3, fork.config, 3)


@pytest.mark.parametrize("content", [None, b"", b"garbage", whole_file("toy", 3)[:-9], whole_file("gates", 3)])
def test_fork_of_a_damaged_checkpoint_is_refused_and_makes_no_run(store, content):
    parent = trained(store)
    path = store.checkpoint_path(parent.id, 3)
    store.files.forget(path) if content is None else path.write_bytes(content)
    with pytest.raises(InputError, match="step 3 is"):
        store.fork(parent.id, 3)
    assert [run.id for run in store.runs()] == [parent.id]


# ---- learning rate ----


def test_learning_rate_asked_for_shows_at_once_and_reaches_the_worker(store):
    run = trained(store)
    store.set_learning_rate(run.id, 0.5)
    assert store.get(run.id).rates == {"learning_rate": 0.5}
    assert store.queue.control(run.id).rates == {"learning_rate": 0.5}
    assert store.get(run.id).rates_at(9) == {"learning_rate": 0.01}


def test_learning_rate_in_force_is_an_intervention_and_forgets_losses_beyond_it(store):
    run = trained(store, steps=5)
    store.set_learning_rate(run.id, 0.5)
    store.queue.intervene(run.id, "worker", 3, [[3, 0.5, "learning_rate"]], {"learning_rate": 0.5})
    run = store.get(run.id)
    assert (run.rates, run.interventions) == ({"learning_rate": 0.5}, [[3, 0.5, "learning_rate"]])
    assert [run.rates_at(step)["learning_rate"] for step in (0, 2, 3, 4)] == [0.01, 0.01, 0.5, 0.5]
    assert [row["step"] for row in store.metrics(run.id)] == [1, 2, 3]
    assert store.queue.control(run.id).rates == {}


@pytest.mark.parametrize("rate", [0.0, -1.0, math.nan, math.inf, "fast"])
def test_learning_rate_out_of_range_is_refused(store, rate):
    run = trained(store)
    with pytest.raises(InputError, match="learning_rate cannot be"):
        store.set_learning_rate(run.id, rate)


# ---- own data ----


def test_the_same_data_is_kept_once_and_goes_with_its_last_run(store):
    key = store.add_data(b"some text", "a.txt")
    assert store.add_data(b"some text", "b.txt") == key
    runs = [store.create("toy", {}, seed, data=key, data_name="a.txt") for seed in range(2)]
    assert store.data_path(runs[0]).read_bytes() == b"some text"
    store.delete(runs[0].id)
    assert store.data_path(runs[1]).exists()
    store.delete(runs[1].id)
    assert list((store.folder / "data").iterdir()) == []


def test_data_that_is_gone_is_told_by_its_name(store):
    key = store.add_data(b"some text", "a.txt")
    run = store.create("toy", {}, 0, data=key, data_name="a.txt")
    store.files.forget(store.data_path(run))
    with pytest.raises(InputError, match=r"a\.txt"):
        store.data_path(run)
    with pytest.raises(InputError, match=r"a\.txt"):
        store.replay(run.id)


# ---- what a store cannot do ----


@pytest.mark.parametrize("url", ["mysql://host/name", "nonsense", "sqlite://", "sqlite:///:memory:"])
def test_address_that_names_no_store_of_ours_is_refused(url, tmp_path):
    with pytest.raises(InputError, match="sqlite:///FILE or postgresql://"):
        RunStore(url, tmp_path)


def test_postgresql_that_does_not_answer_is_told_without_its_password(tmp_path):
    with pytest.raises(InputError, match="does not answer") as refused:
        RunStore("postgres://somebody:secret@127.0.0.1:1/name", tmp_path)
    assert "secret" not in str(refused.value)


def test_full_disk_is_told_in_one_sentence(tmp_path, toy):
    store = RunStore(folder=tmp_path)
    run = store.create("toy", {}, 0)

    @sa.event.listens_for(store.database._engine, "checkout")
    def fill(connection, *_):
        connection.execute("PRAGMA max_page_count = 1")

    with pytest.raises(InputError, match="is full"):
        store.record(run.id, [{"step": step, "note": "x" * 1000} for step in range(1, 100)])
    assert store.get(run.id).step == 0
    store.close()


@pytest.fixture
def public():
    """A folder that everybody may look into; pytest keeps its own to itself."""
    with TemporaryDirectory(prefix="unrolled-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_store_that_cannot_be_written_is_still_read(public):
    home = public / "a home"
    store = RunStore(folder=home)
    run = store.create("gates", {}, 0)
    store.close()
    for path in [home, *home.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    script = f"""
import os
from core.errors import InputError
from core.runs.store import RunStore
RunStore(folder={str(public / "open")!r}).create("gates", {{}}, 0)
if os.geteuid() == 0:
    os.setuid(65534)  # root may write anywhere, nobody may not
for folder in ({str(home)!r}, "/proc/nowhere"):
    store = RunStore(folder=folder)
    print([run.id for run in store.runs()])
    for write in (
        lambda: store.create("gates", {{}}, 0), lambda: store.add_data(b"x", "x"), lambda: store.queue.stop("x")
    ):
        try:
            write()
        except InputError as error:
            print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    for path in (home, *home.rglob("*")):
        path.chmod(0o755)
    lines = done.stdout.splitlines()
    assert done.stderr == ""
    assert (lines[0], lines[4]) == (str([run.id]), "[]")
    assert len(lines) == 8
    for line in lines[1:4] + lines[5:]:
        assert "cannot be written to" in line
        assert "UNROLLED_HOME" in line
