import csv
import io
import json
import zipfile

import numpy as np
import pytest
import torch
from PIL import Image

from core.course import lab_of
from core.errors import InputError
from core.labs.captioning.config import CaptioningConfig
from core.labs.captioning.data import training_scenes
from core.labs.captioning.own_captions import FEWEST, LONGEST, own_captions
from core.labs.captioning.scenes import SIDE
from core.labs.captioning.task import CaptioningTask
from core.runs.store import RunStore
from core.text.vocabulary import EOS, UNK
from core.training.loop import Progress, Training, train
from tests.test_contract import opened

DRAWN = training_scenes(2, "en", False, "pairs")
CAPTIONS = {f"{n}.png": DRAWN.captions[n].target for n in range(60)}


def encoded(image, kind="PNG", **more):
    content = io.BytesIO()
    image.save(content, kind, **more)
    return content.getvalue()


PICTURES = {name: encoded(Image.fromarray(DRAWN.pixels[n]).resize((96, 96))) for n, name in enumerate(CAPTIONS)}


def table(captions):
    content = io.StringIO()
    csv.writer(content).writerows([("file", "caption"), *captions.items()])
    return content.getvalue()


def coco(captions):
    return json.dumps(
        {
            "images": [{"id": n, "file_name": name} for n, name in enumerate(captions)],
            "annotations": [{"image_id": n, "caption": told} for n, told in enumerate(captions.values())],
        }
    )


def zipped(**members):  # their names are no identifiers
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


FORMS = {
    "csv": {"captions.csv": table(CAPTIONS)},
    "coco": {"annotations.json": coco(CAPTIONS)},
    "txt": {name.replace(".png", ".txt"): told for name, told in CAPTIONS.items()},
}


@pytest.mark.parametrize("form", FORMS)
def test_three_forms_of_captions_say_the_same(form):
    own, report = own_captions(zipped(**PICTURES, **FORMS[form]), "mine.zip")
    assert (report.pictures, report.captions, report.missing, report.uncaptioned) == (60, 60, 0, 0)
    told = {caption.target for caption in (*own.training.captions, *own.held_out.captions)}
    assert told == set(CAPTIONS.values())
    assert own.training.pixels.shape[1:] == (SIDE, SIDE, 3)
    assert own.words[-2:] == (UNK, EOS)


def test_pictures_are_brought_to_the_size_that_a_network_sees():
    own, _ = own_captions(zipped(**PICTURES, **FORMS["csv"]), "mine.zip", 48)
    assert own.training.pixels.shape[1:] == own.photos[0].pixels.shape == (48, 48, 3)


def test_held_out_pictures_are_never_learnt_from():
    own, report = own_captions(zipped(**PICTURES, **FORMS["csv"]), "mine.zip")
    learnt = {pixels.tobytes() for pixels in own.training.pixels}
    assert len(own.photos) == report.held_out == len(own.held_out.pixels) > 0
    assert not learnt & {photo.pixels.tobytes() for photo in own.photos}


def test_every_caption_of_a_picture_is_learnt():
    twice = table(CAPTIONS) + "".join(f"{name},another one\n" for name in CAPTIONS)
    own, report = own_captions(zipped(**PICTURES, **{"c.csv": twice}), "mine.zip")
    assert report.captions == 120
    assert len(own.training.captions) == 2 * (60 - report.held_out)


def test_what_cannot_be_used_is_counted():
    members = {
        **PICTURES,
        "broken.png": PICTURES["0.png"][:60],
        "alone.png": encoded(Image.new("RGB", (9, 9), "red")),
        "readme.md": "hello",
        "captions.csv": table({**CAPTIONS, "gone.png": "nobody is there", "1.png": "word " * (LONGEST + 1)}),
    }
    _, report = own_captions(zipped(**members), "mine.zip")
    assert (report.unreadable, report.uncaptioned, report.other, report.missing, report.long) == (1, 2, 1, 1, 1)


@pytest.mark.parametrize(
    "image",
    [
        Image.new("CMYK", (40, 20), (0, 255, 255, 0)),
        Image.new("RGBA", (20, 40), (255, 0, 0, 128)),
        Image.new("P", (30, 30)),
        Image.new("L", (10_000, 8), 200),
        Image.new("1", (5, 5)),
        Image.new("I;16", (12, 12)),
    ],
    ids=lambda image: image.mode,
)
def test_any_kind_of_picture_is_brought_to_one_size(image):
    content = encoded(image, "JPEG" if image.mode == "CMYK" else "PNG")
    members = {**PICTURES, "odd.png": content, "captions.csv": table({**CAPTIONS, "odd.png": "an odd one"})}
    _, report = own_captions(zipped(**members), "mine.zip")
    assert (report.pictures, report.unreadable) == (61, 0)


def test_what_is_transparent_lies_on_white():
    clear = encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0)))
    members = {**PICTURES, "clear.png": clear, "captions.csv": table({**CAPTIONS, "clear.png": "nothing"})}
    own, _ = own_captions(zipped(**members), "mine.zip")
    every = np.concatenate([own.training.pixels, own.held_out.pixels])
    assert (every == 255).all((1, 2, 3)).sum() == 1


def test_of_an_animation_the_first_frame_is_seen():
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue")]
    moving = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    members = {**PICTURES, "a.gif": moving, "captions.csv": table({**CAPTIONS, "a.gif": "it moves"})}
    own, _ = own_captions(zipped(**members), "mine.zip")
    every = np.concatenate([own.training.pixels, own.held_out.pixels])
    assert (every == (255, 0, 0)).all((1, 2, 3)).sum() == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is not a zip"),
        (PICTURES["0.png"], "is not a zip"),
        (zipped(**PICTURES), "has no captions"),
        (zipped(**PICTURES, **{"a.json": "{}"}), "is no JSON of COCO"),
        (zipped(**PICTURES, **{"a.json": "["}), "is no JSON of COCO"),
        (zipped(**PICTURES, **{"a.json": coco({})}), "has no captions"),
        (zipped(**{"captions.csv": table(CAPTIONS)}), "0 pictures with a caption"),
        (zipped(**PICTURES, **{"c.csv": table({"x.png": "y"})}), "0 pictures with a caption"),
        (zipped(**PICTURES, **FORMS["csv"])[:3000], "broken, or locked"),
        (zipped(**{name: PICTURES["0.png"] for name in PICTURES}, **FORMS["csv"]), "are the same"),
    ],
)
def test_what_is_no_file_of_captions_is_said_in_a_sentence(data, told):
    with pytest.raises(InputError, match=told):
        own_captions(data, "mine.zip")


def test_network_learns_own_captions_and_its_eye_learns_along(tmp_path):
    path = tmp_path / "mine.zip"
    path.write_bytes(zipped(**PICTURES, **FORMS["csv"]))
    training = Training.fresh(CaptioningTask(CaptioningConfig(), path), seed=0)
    before = training.model.eye.first.weight.clone()
    rows = [event.metrics["train_loss"] for event in train(training, steps=60) if isinstance(event, Progress)]
    assert sum(rows[-5:]) < 0.5 * sum(rows[:5])
    assert not torch.equal(before, training.model.eye.first.weight)
    photo = training.task.own.photos[0]
    trace = training.model.eval().trace(photo, reference=training.task.describe(photo))
    assert trace.attrs["reference"] == photo.told.target
    header = training.model.header()
    assert type(training.model).rebuild(training.model.config, header).learns_to_see


def test_too_few_pictures_are_refused_and_counted():
    few = dict(list(PICTURES.items())[: FEWEST - 1])
    with pytest.raises(InputError, match=f"{FEWEST - 1} pictures with a caption"):
        own_captions(zipped(**few, **FORMS["csv"]), "mine.zip")


def test_page_takes_a_zip_and_shows_what_will_be_learnt():
    app = opened(lab_of("captioning"))
    app = app.file_uploader(key="own_upload").upload("<b>mine.zip", zipped(**PICTURES, **FORMS["csv"])).run()
    assert not app.exception
    assert any("60 pictures with 60 captions" in one.value for one in app.success)
    assert app.toggle(key="use_own").value


def test_page_says_in_one_sentence_why_a_file_cannot_be_used():
    app = opened(lab_of("captioning"))
    app = app.file_uploader(key="own_upload").upload("x.zip", zipped(**PICTURES)).run()
    assert not app.exception
    assert [one.value for one in app.error if "has no captions" in one.value]


def test_page_of_a_network_that_learns_own_pictures_shows_a_held_out_one():
    store, lab = RunStore(), lab_of("captioning")
    data = store.add_data(zipped(**PICTURES, **FORMS["csv"]), "mine.zip")
    run = store.create(lab.key, {}, 0, data=data, data_name="mine.zip", state="stopped")
    for link in ({}, {"look": "compare", "photo": "2"}, {"look": "born"}, {"look": "beam"}, {"look": "sampled"}):
        app = opened(lab, run=run.id, **link)
        assert not app.exception
        assert not app.error
        assert [one.value for one in app.warning] == []
    assert app.number_input(key="photo").value == 1
