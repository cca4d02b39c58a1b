"""A viewer's own pictures: which files are read, what becomes of a picture, what is left out, and what is refused."""

import gzip
import io
import struct
import zipfile

import numpy as np
import pytest
from PIL import Image

from core.errors import InputError
from core.labs.image_generation.data import pictures
from core.pictures import files as picture_files
from core.pictures.files import bundle
from core.pictures.own import own_pictures, preview

DRAWN = pictures("glyphs", 16, 28)
PIXELS = DRAWN.palette[DRAWN.train[:120], 0]  # (120, 28, 28), 0 … 255
LETTERS = [DRAWN.classes[n] for n in DRAWN.train_classes[:120]]
KINDS = np.arange(120) % 3


def png(pixels, **how):
    file = io.BytesIO()
    (pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)).save(file, how.pop("format", "PNG"), **how)
    return file.getvalue()


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for path, content in members.items():
            archive.writestr(path, content)
    return file.getvalue()


def npz(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def idx(array):
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.astype("u1").tobytes()


def in_folders(count=120, folders=("cat", "dog", "owl")):
    return {f"{folders[n % len(folders)]}/{n}.png": png(PIXELS[n]) for n in range(count)}


def read(data, size=28, levels=16, coloured=False):
    return own_pictures(data, "mine", size, levels, coloured)


def everything(found):
    return {picture.tobytes() for picture in np.concatenate([found.train, found.test])}


# ---- what is read ----


def test_folders_of_a_zip_are_classes_and_its_pictures_are_those_that_were_packed():
    found, report = read(zipped(in_folders()))
    assert found.classes == ("cat", "dog", "owl")
    assert (report.pictures, report.classes, report.held_out) == (120, 3, len(found.test))
    assert everything(found) == {picture.tobytes() for picture in DRAWN.train[:120]}
    owls = {DRAWN.train[n].tobytes() for n in range(2, 120, 3)}
    assert {picture.tobytes() for picture in found.train[found.train_classes == 2]} <= owls


@pytest.mark.parametrize(
    "data",
    [
        npz(x=PIXELS, y=KINDS),
        npz(images=PIXELS[..., None], labels=KINDS[:, None].astype(float)),
        npz(arr_0=PIXELS.reshape(120, 784), arr_1=KINDS),
        npz(X_train=PIXELS / 255, y_train=np.eye(3)[KINDS]),
        npz(data=PIXELS.astype(np.int32).astype(">i4")[:, None], target=KINDS),
        npz(pictures=PIXELS / 127.5 - 1, classes=np.array(["0", "1", "2"])[KINDS]),
        bundle([("train-images-idx3-ubyte", idx(PIXELS)), ("train-labels-idx1-ubyte", idx(KINDS))]),
        bundle([("a/train-images.gz", gzip.compress(idx(PIXELS))), ("a/train-labels.gz", gzip.compress(idx(KINDS)))]),
        zipped({f"some/where/train/{KINDS[n]}/{n}.png": png(PIXELS[n]) for n in range(120)}),
    ],
    ids=[
        "x y",
        "images labels",
        "arr_0 arr_1 flat",
        "X_train one-hot",
        "channel first",
        "−1 … 1 words",
        "idx",
        "idx gz",
        "png",
    ],
)
def test_the_same_pictures_come_out_of_every_kind_of_file(data):
    found, report = read(data)
    assert everything(found) == {picture.tobytes() for picture in DRAWN.train[:120]}
    assert found.classes == ("0", "1", "2")
    assert (report.pictures, report.named, report.cropped) == (120, 3, 0)


def test_pictures_without_labels_are_one_class():
    for data in (
        gzip.compress(idx(PIXELS)),
        idx(PIXELS),
        npz(x=PIXELS),
        zipped({f"{n}.png": png(p) for n, p in enumerate(PIXELS)}),
    ):
        found, report = read(data)
        assert (found.classes, report.classes, report.named, found.conditional) == (("",), 1, 0, False)


def test_one_folder_alone_is_no_class():
    found, report = read(zipped(in_folders(folders=("all my pictures",))))
    assert (found.classes, report.named, report.pictures) == (("",), 1, 120)


def test_what_a_file_sets_apart_is_held_out_and_learnt_from_by_nobody():
    names = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
    mnist = bundle(zip(names, map(idx, (PIXELS[:100], KINDS[:100], PIXELS[95:], KINDS[95:])), strict=True))
    keras = npz(x_train=PIXELS[:100], y_train=KINDS[:100], x_test=PIXELS[95:], y_test=KINDS[95:])
    folders = zipped(
        {f"{'test' if n >= 100 else 'train'}/{KINDS[n % 100]}/{n}.png": png(PIXELS[n % 105]) for n in range(125)}
    )
    for data, repeated in ((mnist, 5), (keras, 5), (folders, 20)):
        found, report = read(data)
        assert {picture.tobytes() for picture in found.train} == {picture.tobytes() for picture in DRAWN.train[:100]}
        assert report.repeated == repeated
        assert not everything(found) - {picture.tobytes() for picture in DRAWN.train[:120]}
        assert not {picture.tobytes() for picture in found.train} & {picture.tobytes() for picture in found.test}


def test_a_tenth_of_each_class_is_held_out_and_the_same_picture_is_never_on_both_sides():
    found, report = read(npz(x=np.concatenate([PIXELS, PIXELS]), y=np.concatenate([KINDS, KINDS])))
    assert report.pictures == 240
    assert list(np.bincount(found.test_classes)) == [8, 8, 8]
    assert not {picture.tobytes() for picture in found.train} & {picture.tobytes() for picture in found.test}


def test_the_same_file_is_split_in_the_same_way_whatever_the_order_in_it():
    first, second = read(npz(x=PIXELS))[0], read(npz(x=PIXELS[::-1]))[0]
    assert {p.tobytes() for p in first.test} == {p.tobytes() for p in second.test}


def test_the_first_held_out_pictures_are_of_all_classes_though_a_file_has_one_after_the_other():
    found, _ = read(npz(x=PIXELS[np.argsort(KINDS)], y=np.sort(KINDS)))
    assert set(found.test_classes[:6]) == {0, 1, 2}


def test_classes_are_sorted_as_numbers_if_they_are_numbers():
    found, _ = read(npz(x=PIXELS, y=KINDS * 5 + 2))
    assert found.classes == ("2", "7", "12")


def test_the_preview_takes_turns_through_the_classes():
    found, _ = read(npz(x=PIXELS, y=KINDS))
    chosen = preview(found, 7)
    assert list(found.train_classes[chosen]) == [0, 1, 2, 0, 1, 2, 0]
    assert len(set(chosen)) == 7
    assert len(preview(found, 10_000)) == len(found.train)


# ---- what becomes of a picture ----


def as_learnt(image, **how):
    """What becomes of a picture, in 8 × 8 pixels of 17 shades: the one in a zip that is no letter."""
    letters = {f"{n}.png": png(PIXELS[n]) for n in range(100)}
    before, after = (
        everything(read(zipped(members), 8, 17)[0]) for members in (letters, letters | {"it": png(image, **how)})
    )
    (new,) = after - before
    return np.frombuffer(new, np.uint8).reshape(8, 8)


HALVES = np.zeros((16, 16), np.uint8)
HALVES[:, 8:] = 255
LEVELS = np.repeat([[0] * 4 + [16] * 4], 8, axis=0)


@pytest.mark.parametrize(
    ("image", "how"),
    [
        (HALVES, {}),
        (HALVES, {"bits": 1}),
        (Image.fromarray(HALVES).convert("1"), {}),
        (Image.fromarray(HALVES).convert("P"), {}),
        (np.repeat(HALVES[..., None], 3, axis=2), {}),
        (HALVES.astype(np.uint16) * 257, {}),
        (np.stack([HALVES] * 3 + [np.full_like(HALVES, 255)], axis=2), {}),
        (
            np.stack([np.zeros_like(HALVES)] * 3 + [255 - HALVES], axis=2),
            {},
        ),  # black, and where it is transparent white
        (Image.merge("LA", [Image.fromarray(HALVES), Image.new("L", HALVES.shape, 255)]), {}),
        (np.stack([np.full_like(HALVES, 255)] * 3 + [HALVES], axis=2), {}),  # white strokes on nothing
        (np.pad(HALVES, ((0, 0), (5, 5)), mode="edge"), {}),
        (np.repeat(HALVES, 20, axis=0).repeat(20, axis=1), {"format": "JPEG", "quality": 100}),
        (Image.fromarray(HALVES), {"save_all": True, "append_images": [Image.new("L", (16, 16), 80)]}),
    ],
    ids=[
        "grey",
        "1 bit",
        "mode 1",
        "palette",
        "rgb",
        "16 bit",
        "rgba",
        "transparent",
        "white on transparent",
        "la",
        "wide",
        "jpeg",
        "animated",
    ],
)
def test_every_kind_of_picture_becomes_the_same_levels(image, how):
    np.testing.assert_array_equal(as_learnt(image, **how), LEVELS)


def test_sixteen_bits_are_stretched_by_the_range_of_the_whole_file():
    deep = [(picture.astype(np.uint16) * 4095 // 255) for picture in PIXELS[:100]]  # 0 … 4095: black if cut to 8 bits
    one = read(zipped({f"{n}.png": png(picture) for n, picture in enumerate(deep)}), 28, 16)[0]
    other = read(zipped({f"{n}.png": png(picture) for n, picture in enumerate(PIXELS[:100])}), 28, 16)[0]
    difference = np.abs(np.sort(one.train.ravel()).astype(int) - np.sort(other.train.ravel()).astype(int))
    assert difference.max() <= 1
    assert difference.mean() < 0.01


@pytest.mark.parametrize("titled", [True, False])
def test_digits_in_a_table_are_read_as_from_an_array(titled):
    titles = "label," + ",".join(f"pixel{n}" for n in range(784)) + "\n"
    rows = "\n".join(
        f"{kind}," + ",".join(map(str, picture.ravel())) for kind, picture in zip(KINDS, PIXELS, strict=True)
    )
    found, report = read((titles * titled + rows).encode())
    same, told = read(npz(x=PIXELS, y=KINDS))
    assert (report.pictures, report.classes, found.classes) == (told.pictures, 3, same.classes)
    assert everything(found) == everything(same)


def test_one_picture_is_read_and_said_to_be_too_few():
    with pytest.raises(InputError, match="has 1 pictures that can be used, and a network needs at least 50"):
        read(png(PIXELS[0]))


@pytest.mark.parametrize("row", ["1," + "2," * 30 + "3", "1," + "x," * 783 + "3"], ids=["not square", "words"])
def test_a_table_of_something_else_gets_one_sentence(row):
    with pytest.raises(InputError, match="Expected"):
        read("\n".join([row] * 60).encode())


def test_a_turned_photograph_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90° to the right
    np.testing.assert_array_equal(
        as_learnt(np.repeat(HALVES, 20, 0).repeat(20, 1), format="JPEG", quality=100, exif=exif), LEVELS.T
    )


def test_a_pixel_is_the_mean_of_the_dots_that_it_covers():
    dots = np.zeros((16, 16), np.uint8)
    dots[0, :2] = 255  # half of the first pixel
    assert as_learnt(dots)[0, 0] == 8


def test_small_pictures_are_enlarged_dot_by_dot():
    small = np.random.default_rng(0).integers(0, 2, (60, 8, 8)).astype(np.uint8)
    assert everything(read(npz(x=small), 24, 2)[0]) == {
        picture.tobytes() for picture in small.repeat(3, 1).repeat(3, 2)
    }


def test_colours_become_the_palette_that_suits_them():
    rgb = np.array([[255, 0, 0], [0, 200, 0], [0, 0, 120]], np.uint8)[
        np.random.default_rng(0).integers(0, 3, (60, 8, 8))
    ]
    found, _ = read(npz(x=rgb), size=8, levels=4, coloured=True)
    assert not found.graded
    assert {tuple(colour) for colour in found.palette.tolist()} == {(255, 0, 0), (0, 200, 0), (0, 0, 120)}
    shown = {picture.tobytes() for picture in found.palette[np.concatenate([found.train, found.test])]}
    assert shown == {picture.tobytes() for picture in rgb}


def test_palettes_go_from_dark_to_bright():
    drawn = pictures("coloured_shapes", 17, 16)
    found, _ = read(npz(x=drawn.palette[drawn.train[:200]]), size=8, levels=16, coloured=True)
    assert (np.diff(found.palette @ np.array([299, 587, 114])) >= 0).all()


# ---- what is left out ----


def test_what_is_left_out_is_counted_by_reason(monkeypatch):
    monkeypatch.setattr(picture_files, "DOTS_OF_ONE", 10_000)
    broken = png(PIXELS[0])
    members = in_folders() | {
        "cat/broken.png": broken[:60],
        "cat/empty.png": b"\x89PNG",
        "cat/big.png": png(np.zeros((101, 101), np.uint8)),
        "readme.txt": b"hello",
        "cat/animation.gif": png(PIXELS[0], format="GIF"),
        "nowhere.png": png(PIXELS[1] // 2),
        "rare/1.png": png(PIXELS[2] // 2),
        "__MACOSX/cat/._1.png": b"junk",
        ".DS_Store": b"junk",
    }
    _, report = read(zipped(members))
    assert (report.pictures, report.classes, report.named) == (120, 3, 4)
    assert (report.unreadable, report.large, report.other, report.unlabelled, report.rare) == (2, 1, 2, 1, 1)


def test_arrays_with_nan_lose_only_the_pictures_that_have_it():
    pixels = PIXELS.astype(float)
    pixels[3, 4, 5], pixels[7, 0, 0] = np.nan, np.inf
    found, report = read(npz(x=pixels))
    assert (report.pictures, report.unreadable) == (118, 2)
    assert everything(found) <= {picture.tobytes() for picture in DRAWN.train[:120]}


def test_pictures_beyond_the_limit_are_counted(monkeypatch):
    monkeypatch.setattr(picture_files, "MOST", 100)
    assert (read(npz(x=PIXELS))[1].pictures, read(npz(x=PIXELS))[1].beyond) == (100, 20)


def test_with_too_many_classes_nothing_is_told_apart(monkeypatch):
    monkeypatch.setattr("core.pictures.own.MOST_CLASSES", 2)
    found, report = read(npz(x=PIXELS, y=KINDS))
    assert (found.classes, report.named) == (("",), 3)


def test_pictures_that_are_not_square_lose_their_edges_and_are_counted():
    assert read(npz(x=PIXELS[:, 4:24]))[1].cropped == 120


def test_paths_that_point_elsewhere_are_only_names():
    tricks = ("../../cat", "/etc", "C:\\windows\\owl", "..")
    found, _ = read(zipped({f"{tricks[n % 4]}/{n}.png": png(PIXELS[n]) for n in range(120)}))
    assert found.classes == ("cat", "etc", "owl")
