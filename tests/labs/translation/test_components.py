import re

import numpy as np
import pytest
import xarray as xr
from streamlit.testing.v1 import AppTest

from core.trace.schema import check, text_array
from dashboard.charts.colours import COLOURS, QUANTITIES
from dashboard.components import film
from dashboard.components.assets import FOLDER
from dashboard.labs.translation.components import alignment
from tests.pictures import drawn, shown, size_of

SOURCE = "<b> & \n"
TARGET = ["二", "<i>", "⟨EOS⟩"]
WORDS = [*TARGET, *"零一三四五六七八九", " "]
MODULES = {name: sorted((FOLDER / name).glob("*.js")) for name in ("alignment", "film")}
PAIRS = ("alignment", "score", "gold_alignment")


def trace_of(attention: bool = True, gold: bool = True) -> xr.Dataset:
    random = np.random.default_rng(0)
    score = random.normal(scale=3, size=(len(TARGET), len(SOURCE)))
    weights = np.exp(score) / np.exp(score).sum(axis=1, keepdims=True)
    p = random.dirichlet(np.ones(len(WORDS)), len(TARGET))
    p[1, :] = np.arange(len(WORDS), 0, -1) / sum(range(len(WORDS) + 1))
    p[1, [1, -1]] = p[1, [-1, 1]]  # what was written at step 1 is the least likely of all
    variables = {"probability": (("vocabulary", "target"), p.T)}
    if attention:  # the other way round, as a model may hand them over
        variables |= {"score": (("source", "target"), score.T), "alignment": (("source", "target"), weights.T)}
        if gold:
            variables["gold_alignment"] = (("target", "source"), np.eye(len(TARGET), len(SOURCE)))
    tokens = {"source_token": ("source", text_array(SOURCE)), "target_token": ("target", text_array(TARGET))}
    return check(xr.Dataset(variables, tokens | {"word": ("vocabulary", text_array(WORDS))}))


def sent(trace: xr.Dataset, **more) -> tuple[dict, dict[str, np.ndarray]]:
    return drawn(alignment.alignment, trace, key="a", **more)


def frames_of(count: int = 5) -> list[film.Frame]:
    random = np.random.default_rng(1)
    return [(10 * k, random.dirichlet(np.ones(len(SOURCE)), len(TARGET)), 1 - k / count) for k in range(count)]


def filmed(frames: list[film.Frame], gold: np.ndarray | None = None, **more) -> tuple[dict, dict[str, np.ndarray]]:
    return drawn(film.film, frames, list(SOURCE), TARGET, gold, key="b", current_step=20, **more)


def test_alignment_score_and_truth_arrive_as_target_by_source():
    trace = trace_of()
    _, arrays = sent(trace)
    for name in PAIRS:
        values = trace[name].transpose("target", "source").values
        assert arrays[name].shape == (len(TARGET), len(SOURCE))
        assert abs(arrays[name] - values).max() <= np.ptp(values) / 131070 * 1.01


def test_without_softmax_no_sentence_says_that_anything_adds_up_to_one():
    shares, free = (alignment.words_for(normalised) for normalised in (True, False))
    assert set(shares) == set(free)
    assert sum("add up to 1" in words or "adds up to 1" in words for words in shares.values()) >= 3
    spoken = [words for name, words in free.items() if name != "numbers_share"]  # which is said of no score at all
    assert not [words for words in spoken if "up to 1" in words]


def test_alignment_rows_sum_to_one_within_the_error_of_packing():
    _, arrays = sent(trace_of())
    assert abs(arrays["alignment"].sum(axis=1) - 1).max() <= len(SOURCE) / 131070 * 1.01


def test_the_likeliest_tokens_are_in_order_and_carry_their_probabilities():
    trace = trace_of()
    header, arrays = sent(trace)
    assert arrays["likely"].shape == (len(TARGET), alignment.LIKELY)
    assert (np.diff(arrays["likely"], axis=1) <= 0).all()
    for target, words in enumerate(header["likely"]):
        p = dict(zip(WORDS, trace["probability"].sel(target=target).values, strict=True))
        assert words == sorted(WORDS, key=lambda word, p=p: -p[word])[: alignment.LIKELY]
        np.testing.assert_allclose(arrays["likely"][target], [p[word] for word in words], atol=1e-4)


def test_what_was_written_has_its_probability_even_when_it_is_not_among_the_likeliest():
    trace = trace_of()
    header, arrays = sent(trace)
    assert TARGET[1] not in header["likely"][1]
    p = [trace["probability"].isel(target=i, vocabulary=WORDS.index(token)) for i, token in enumerate(TARGET)]
    np.testing.assert_allclose(arrays["written"], p, atol=1e-4)


def test_a_vocabulary_smaller_than_the_list_is_shown_whole():
    trace = trace_of().isel(vocabulary=slice(0, 3))
    trace["probability"] = trace["probability"] / trace["probability"].sum("vocabulary")
    assert {len(words) for words in sent(trace)[0]["likely"]} == {3}


def test_without_attention_there_are_tokens_and_candidates_but_no_matrix():
    header, arrays = sent(trace_of(attention=False))
    assert set(arrays) == {"likely", "written"}
    assert (header["source"], header["target"]) == (list(SOURCE), TARGET)
    assert "no attention" in header["words"]["ribbons_none"]


def test_an_unknown_truth_is_not_sent():
    assert "gold_alignment" not in sent(trace_of(gold=False))[1]


def test_the_cursor_and_the_group_travel_as_they_were_given():
    header, _ = sent(trace_of(), cursor=(2, None), group="g")
    assert header["cursor"] == {"target": 2, "source": None}
    assert header["group"] == "g"


def test_quantities_keep_the_symbols_of_the_schema_and_their_fixed_colours():
    for header, names in ((sent(trace_of())[0], (*PAIRS, "probability")), (filmed(frames_of())[0], PAIRS[::2])):
        assert set(header["quantities"]) == set(names)
        for name, quantity in header["quantities"].items():
            assert (quantity["symbol"], quantity["colour"]) == (QUANTITIES[name].symbol, COLOURS[name])


def test_every_frame_of_the_film_arrives():
    frames = frames_of()
    header, arrays = filmed(frames, np.eye(len(TARGET), len(SOURCE)))
    np.testing.assert_allclose(arrays["alignment"], np.stack([matrix for _, matrix, _ in frames]), atol=1 / 131070)
    assert abs(arrays["alignment"].sum(axis=2) - 1).max() <= len(SOURCE) / 131070 * 1.01
    np.testing.assert_array_equal(arrays["gold_alignment"], np.eye(len(TARGET), len(SOURCE)))
    assert header["frames"] == [{"step": step, "error": error} for step, _, error in frames]
    assert header["current"] == 20


def test_frames_without_a_truth_have_no_error_rate():
    header, arrays = filmed([(step, matrix, None) for step, matrix, _ in frames_of()])
    assert {frame["error"] for frame in header["frames"]} == {None}
    assert set(arrays) == {"alignment"}


def test_a_film_without_frames_is_refused():
    with pytest.raises(ValueError, match="at least one frame"):
        filmed([])


def test_a_frame_of_other_sentences_is_refused_with_both_shapes():
    strange = (70, np.ones((2, 7)), None)
    with pytest.raises(ValueError, match=re.escape("step 70 has shape (2, 7), the sentences need (3, 7)")):
        filmed([*frames_of(), strange])


def test_forty_frames_of_sixty_by_forty_stay_below_200_kilobytes():
    matrix = np.full((40, 60), 1 / 60)
    frames = [(step, matrix, 0.5) for step in range(40)]
    assert size_of(film.film, frames, ["x"] * 60, ["y"] * 40, key="b", current_step=0) < 200_000


def words_of(component):
    """What is said of weights that are shares."""
    return alignment.words_for(True) if component is alignment else component.WORDS


@pytest.mark.parametrize("component", [alignment, film])
def test_every_word_goes_through_the_translator(component):
    def mark(message):
        return f"«{message}»"

    header, _ = sent(trace_of(), translate=mark) if component is alignment else filmed(frames_of(), translate=mark)
    assert header["words"] == {name: mark(words) for name, words in words_of(component).items()}
    assert all(quantity["label"].startswith("«") for quantity in header["quantities"].values())


@pytest.mark.parametrize("component", [alignment, film])
def test_the_words_that_are_sent_are_those_that_are_drawn(component):
    modules = [module for module in MODULES[component.__name__.rpartition(".")[2]] if module.name != "sound.js"]
    shown_words = {word for module in modules for word in re.findall(r"\bwords\.(\w+)", module.read_text())}
    assert shown_words == set(words_of(component))


def page() -> None:
    from dashboard.components.film import film
    from dashboard.labs.translation.components.alignment import alignment
    from tests.labs.translation.test_components import SOURCE, TARGET, frames_of, trace_of

    alignment(trace_of(), key="a")
    film(frames_of(), list(SOURCE), TARGET, key="b", current_step=20)


@pytest.mark.parametrize("key", ["a", "b"])
def test_a_page_shows_them_and_the_viewers_text_is_data_only(key):
    at = AppTest.from_function(page).run()
    assert not at.exception
    proto = at.get_by_key(key).proto
    header, _ = shown(at, key)
    assert (header["source"], header["target"]) == (list(SOURCE), TARGET)
    code = proto.html_content + proto.js_content + proto.css_content
    assert "<i>" not in code
    assert len(code) < 500
