import numpy as np
import pytest

from dashboard.components.pack import pack
from tests.pictures import unpacked
from tests.scripts import said


def test_what_was_packed_comes_back_within_one_part_in_131070_of_its_span():
    random = np.random.default_rng(0)
    packed = {"a": random.normal(size=(3, 4, 5)), "b": random.uniform(-7, 900, size=(11,)), "c": np.eye(6)}
    _, arrays = unpacked(pack({}, packed))
    for name, values in packed.items():
        assert arrays[name].shape == values.shape
        assert abs(arrays[name] - values).max() <= np.ptp(values) / 131070 * 1.01


def test_whole_numbers_up_to_65535_survive_rounding():
    numbers = np.array([0, 1, 96, 40000, 65535])
    _, arrays = unpacked(pack({}, {"numbers": numbers}))
    assert (np.rint(arrays["numbers"]) == numbers).all()


def test_a_constant_array_and_an_empty_one_come_back():
    _, arrays = unpacked(pack({}, {"constant": np.full((2, 2), 3.5), "empty": np.zeros((0, 4))}))
    assert (arrays["constant"] == 3.5).all()
    assert arrays["empty"].shape == (0, 4)


def test_arrays_begin_at_a_multiple_of_four_whatever_the_header():
    for text in ("", "a", "ab", "abc", "日本"):
        assert int.from_bytes(pack({"text": text}, {})[:4], "little") % 4 == 0


def test_text_comes_back_character_for_character():
    text = "<b>&amp;\n\t\0 日本 \N{SNAKE} \u2028"
    assert unpacked(pack({"text": text}, {}))[0]["text"] == text


@pytest.mark.parametrize("strange", [np.nan, np.inf])
def test_a_value_that_is_no_number_is_refused_by_name(strange):
    with pytest.raises(ValueError, match="scores holds a value that is not a number"):
        pack({}, {"scores": np.array([0.0, strange])})


def test_the_browser_side_reads_the_same_numbers(tmp_path):
    values = np.random.default_rng(1).normal(size=(4, 7))
    data = pack({"text": "é"}, {"values": values})
    (tmp_path / "data").write_bytes(b"\0" + data)  # from an odd address, as in a message of the server
    bytes_of_file = "new Uint8Array((await import('node:fs')).readFileSync('data')).subarray(1)"
    read = said("lib/unpack.js", f"it.unpack({bytes_of_file})", tmp_path)
    shape, numbers = read["arrays"]["values"]["shape"], list(read["arrays"]["values"]["values"].values())
    assert (read["header"]["text"], shape) == ("é", [4, 7])
    np.testing.assert_allclose(np.reshape(numbers, shape), unpacked(data)[1]["values"], atol=1e-6)
