"""The film of a training: every lab has one, its frames follow the checkpoints, and its files are films."""

from __future__ import annotations

import io
import time
from dataclasses import replace

import av
import numpy as np
import pytest
from PIL import Image

from core.course import LABS, lab_of
from core.errors import InputError
from core.runs.store import RunStore
from core.training.checkpoints import load_model
from dashboard.films.encode import gif, mp4
from dashboard.films.fonts import fitted, lacking, runs, width
from dashboard.films.frames import SIZE, Script, frames, spread
from dashboard.films.pictures import PAPER

WORDS = {"title": "A film", "quantity": "how to read it", "step": "Step {step}", "loss": "loss", "lacking": "no font"}


@pytest.fixture
def store():
    store = RunStore()
    yield store
    store.close()


def script_of(store, lab, count=2, **more):
    points = spread(store.checkpoints(f"shipped-{lab.key}"), count)
    subject = lab.read(lab.examples[0])
    metrics = store.metrics(f"shipped-{lab.key}")
    script = Script(lab, points, lambda point: load_model(point.path).trace(subject), points[-1], metrics, WORDS)
    return replace(script, **more)


@pytest.mark.parametrize("lab", [lab for lab in LABS if lab.preview_path], ids=lambda lab: lab.key)
def test_every_lab_has_a_film_whose_frames_differ(store, lab):
    shares = []
    first, last = frames(script_of(store, lab), shares.append)
    assert shares == [0.0, 0.5]
    assert first.size == last.size == SIZE
    picture = (32, 92, SIZE[0] - 32, SIZE[1] - 104)
    early, late = (np.asarray(frame.crop(picture)) for frame in (first, last))
    assert (early != late).any()
    assert (late != PAPER).any(axis=2).mean() > 0.01


def test_files_are_films_with_a_picture_for_each_checkpoint(store):
    script = script_of(store, lab_of("slot_filling"), 5)
    made = list(frames(script, lambda _: None))
    file = io.BytesIO()
    gif(made, 0.2, 1.0, file)
    film = Image.open(file)
    shown = []
    for number in range(film.n_frames):
        film.seek(number)
        shown.append(film.info["duration"])
    assert (film.size, shown, film.info["loop"]) == (SIZE, [200, 200, 200, 200, 1200], 0)
    file = io.BytesIO()
    mp4(made, 0.2, 1.0, file)
    file.seek(0)
    with av.open(file) as film:
        [video] = film.streams.video
        pictures = [picture.to_ndarray(format="rgb24") for picture in film.decode(video)]
    assert (video.codec_context.name, video.width, video.height) == ("h264", *SIZE)
    assert len(pictures) == 5 * 5 + 25
    assert np.abs(pictures[-1].astype(int) - np.asarray(made[-1])).mean() < 3


def test_a_film_of_a_hundred_checkpoints_takes_seconds(store):
    script = script_of(store, lab_of("slot_filling"))
    script = replace(script, points=[script.points[k % 2] for k in range(100)])
    began = time.process_time()
    gif(frames(script, lambda _: None), script.seconds, 1.0, io.BytesIO())
    middle = time.process_time()
    mp4(frames(script, lambda _: None), script.seconds, 1.0, io.BytesIO())
    assert middle - began < 10
    assert time.process_time() - middle < 20  # of all threads together


def test_a_film_follows_one_unit_though_another_tells_more_at_first(store):
    lab = lab_of("vanishing_gradients")
    script = script_of(store, lab)
    told = [lab.preview(script.trace(point)) for point in script.points]
    assert told[0]["unit"] != told[1]["unit"]
    swapped = replace(script, here=script.points[0])
    first, other = (next(frames(one, lambda _: None)) for one in (script, swapped))
    assert first.tobytes() != other.tobytes()


def test_a_checkpoint_that_cannot_read_the_input_is_left_out_and_none_is_a_sentence(store):
    lab = lab_of("slot_filling")
    whole = script_of(store, lab)

    def only_last(point):
        if point != whole.points[-1]:
            raise InputError("It cannot.")
        return whole.trace(point)

    assert len(list(frames(replace(whole, trace=only_last), lambda _: None))) == 1

    traces = [whole.trace(whole.here)]  # of the step in view alone, which is no frame

    def once(point):
        if not traces:
            raise InputError("It cannot.")
        return traces.pop()

    with pytest.raises(InputError, match="No checkpoint of this run can read that"):
        list(frames(replace(whole, trace=once), lambda _: None))


def test_checkpoints_are_spread_over_the_training_with_both_ends():
    assert spread(list(range(250)), 100)[::99] == [0, 249]
    assert spread([1, 2, 3], 100) == [1, 2, 3]


def test_a_sign_that_no_font_has_is_said_and_letters_that_join_stay_together():
    assert lacking("abc é") == set()
    assert lacking("a\U0010fffe") == {"\U0010fffe"}
    assert [piece for piece, _ in runs("step one", 20)] == ["step one"]
    assert width("wide", 20) > width("wi", 20) > 0
    assert fitted("a long sentence", 20, width("a long", 20)).endswith("…")
