"""A run goes on from its newest whole checkpoint, whatever has become of the others."""

from __future__ import annotations

import pytest

from core.training.checkpoints import header
from tests.core.stores import whole_file
from tests.core.test_worker import finish, losses, reference, state, store, train  # noqa: F401  (fixtures)
from tests.core.toy import toy  # noqa: F401  (a fixture)

DAMAGES = {
    "empty": lambda whole: b"",
    "garbage": lambda whole: b"no checkpoint at all" * 50,
    "cut": lambda whole: whole[:-100],
    "cut in its header": lambda whole: whole[:100],
    "a header of 100 MB": lambda whole: (100_000_000).to_bytes(8, "little") + whole[8:],
    "another lab's": lambda whole: whole_file("gates", 60),
    "gone": None,
}


@pytest.fixture(params=DAMAGES)
def damage(request):
    def damage(path):
        change = DAMAGES[request.param]
        path.unlink() if change is None else path.write_bytes(change(path.read_bytes()))

    return damage


def test_run_whose_newest_checkpoint_is_damaged_goes_on_from_the_one_before_to_the_same_losses(
    store, reference, damage
):
    run = finish(store, store.create("toy", {}, 0, max_steps=50).id)
    damage(store.checkpoint(run.id).path)
    store.queue.advance(run.id, "engine", 10)
    train(store, run.id)
    assert (state(store, run.id), store.get(run.id).step) == ("finished", 60)
    assert losses(store, run.id) == losses(store, reference.id)
    assert all(header(point.path)["step"] == point.step for point in store.checkpoints(run.id))


def test_run_whose_checkpoints_are_all_damaged_begins_again_to_the_same_losses(store, reference):
    run = finish(store, store.create("toy", {}, 0, max_steps=50).id)
    for point in store.checkpoints(run.id):
        point.path.write_bytes(b"")
    store.queue.advance(run.id, "engine", 10)
    train(store, run.id)
    assert losses(store, run.id) == losses(store, reference.id)
    assert store.checkpoints(run.id)[0].step == 0


def test_fork_whose_first_checkpoint_is_damaged_says_which(store, reference, damage):
    fork = store.fork(reference.id, 60)
    damage(store.checkpoint(fork.id).path)
    assert "checkpoint of step 60 is" in str(finish(store, fork.id).failure)
