import numpy as np
import pytest

from core.labs.chatbot.prompt import TURN
from core.trace.schema import tokens_of
from dashboard.components.assets import FOLDER
from dashboard.labs.chatbot.components.conversation import LIKELY, WORDS, conversation
from dashboard.labs.chatbot.subject import beginning, prompts
from tests.labs.chatbot.small_bot import TALK, fresh
from tests.pictures import drawn, size_of


def traces(**knobs):
    return [fresh(**knobs).trace(text) for text in prompts(TALK)]


def sent(exchanges, **more):
    return drawn(conversation, exchanges, [True, None], key="k", cursor=(1, 2, 3), **more)


def test_each_answer_comes_with_what_was_read_for_it():
    header, arrays = sent(traces())
    assert [len(each["source"]) for each in header["exchanges"]] == [4, 9]
    assert [each["begin"] for each in header["exchanges"]] == [0, 5]
    for k, trace in enumerate(traces()):
        assert header["exchanges"][k]["target"] == tokens_of(trace, "target")
        weights = trace["alignment"].transpose("target", "source").values
        assert abs(arrays[f"alignment{k}"] - weights).max() < 1e-4
    assert header["cursor"] == {"exchange": 1, "target": 2, "source": 3}
    assert header["verdicts"] == [True, None]


def test_a_network_of_one_turn_has_read_no_turn_before():
    header, _ = sent(traces(turns=1))
    assert [each["begin"] for each in header["exchanges"]] == [0, 0]
    assert all(TURN not in each["source"] for each in header["exchanges"])


def test_likeliest_words_are_in_order():
    header, arrays = sent(traces())
    for k, trace in enumerate(traces()):
        assert arrays[f"likely{k}"].shape == (trace.sizes["target"], LIKELY)
        assert (np.diff(arrays[f"likely{k}"], axis=1) <= 1e-6).all()
        words = tokens_of(trace, "vocabulary")
        best = [words[n] for n in trace["probability"].transpose("target", "vocabulary").values.argmax(1)]
        assert [row[0] for row in header["exchanges"][k]["likely"]] == best
        written = arrays[f"written{k}"]
        assert abs(written - trace["probability"].values.max(1)).max() < 1e-4  # greedy


def test_only_a_network_that_attends_sends_alignments_and_only_one_that_copies_its_gate():
    assert not any("alignment" in name for name in sent(traces(attention="none"))[1])
    assert not any("gate" in name for name in sent(traces())[1])
    assert sent(traces(copying=True))[1]["generation_gate0"].shape == (traces()[0].sizes["target"],)


def test_a_conversation_without_an_exchange_cannot_be_drawn():
    with pytest.raises(ValueError, match="at least one"):
        conversation([], [], key="k", cursor=(0, 0, 0))


def test_twelve_exchanges_take_little_room():
    assert size_of(conversation, traces() * 6, [None] * 12, key="k", cursor=(0, 0, 0)) < 40_000


def test_every_word_is_used_in_the_code():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (FOLDER / "conversation").glob("*.js"))
    assert [name for name in WORDS if f"words.{name}" not in code] == []


def test_picture_begins_at_the_word_that_was_taken_from_what_was_said():
    trace = fresh().trace(TALK, "you are Eva.")
    target, source = beginning(trace)
    assert tokens_of(trace, "target")[target] in tokens_of(trace, "source")
    assert source == int(trace["alignment"].isel(target=target).argmax("source"))
    handed = fresh(attention="none")
    assert beginning(handed.trace(TALK, "you are Eva.")) == (2, 2)
    assert beginning(handed.trace(TALK, "hello you!")) == (0, 0)
