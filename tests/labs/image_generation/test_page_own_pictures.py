"""The page takes files of pictures, shows what becomes of them, and trains the next run on them."""

import pytest

from core.course import lab_of
from tests.labs.image_generation.test_own_pictures import KINDS, PIXELS, idx, in_folders, npz, png, zipped
from tests.test_contract import opened

LAB = lab_of("image_generation")


def uploaded(*files, **link):
    app = opened(LAB, **link)
    uploader = app.file_uploader(key="own_upload")
    for name, content in files:
        uploader = uploader.upload(name, content)
    app = uploader.run()
    assert not app.exception
    return app


def test_a_zip_of_folders_is_told_shown_and_becomes_the_data_of_the_next_run():
    members = in_folders() | {"readme.txt": b"hello", "cat/broken.png": png(PIXELS[0])[:50]}
    app = uploaded(("cats.zip", zipped(members)))
    assert any("120 pictures of 3 classes, 12 of them held out" in told.value for told in app.success)
    said = [told.value for told in app.caption]
    assert any(told.startswith("1 files are no PNG") for told in said)
    assert any(told.startswith("1 pictures cannot be read") for told in said)
    assert any("8 × 8 pixels, 17 levels" in told and "cat, dog, owl" in told for told in said)
    assert any("a picture of 64 pixels" in told and "after about 5 s" in told for told in said)
    assert app.session_state["own:image_generation"].name == "cats.zip"
    assert app.toggle(key="use_own").value


def test_pictures_and_labels_of_mnist_are_taken_together_and_large_ones_take_longer():
    files = ("train-images-idx3-ubyte", idx(PIXELS)), ("train-labels-idx1-ubyte", idx(KINDS))
    app = uploaded(*files, size="28", levels="2")
    assert any("120 pictures of 3 classes" in told.value for told in app.success)
    said = [told.value for told in app.caption]
    assert any("28 × 28 pixels, 2 levels" in told for told in said)
    assert any("a picture of 784 pixels" in told and "after about 55 s" in told for told in said)


def test_a_name_with_markup_in_it_is_only_a_name():
    app = uploaded(("<b>[x](http://y)</b>.npz", npz(x=PIXELS)))
    (told,) = (told.value for told in app.success)
    assert "<b>" not in told.replace("\\<", "")
    assert "without classes" in told


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("cat.png", png(PIXELS[0]), "1 pictures that can be used"),
        ("few.zip", zipped(in_folders(3)), "3 pictures that can be used"),
        ("broken.zip", zipped(in_folders())[:900], "broken, or locked"),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_sentence(name, content, sentence):
    app = uploaded((name, content))
    assert [sentence in told.value for told in app.error] == [True]
    assert "own:image_generation" not in app.session_state
