"""The chatbot's page: a conversation with the shipped run, what is said next, and the closer looks."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.course import lab_of
from core.runs.shipped import shipped_run
from core.training.checkpoints import load_model
from tests.labs.chatbot.test_own_dialogues import COLUMNS
from tests.pictures import shown
from tests.reading import complaints
from tests.test_contract import opened

CHATBOT = lab_of("chatbot")
PICTURE = "conversation"


@pytest.fixture(scope="module")
def model():
    """The network that the page opens on."""
    return load_model(shipped_run("chatbot").checkpoints[-1].path)


def answers(app: AppTest, key: str = PICTURE) -> list[str]:
    assert not app.exception
    header, _ = shown(app, key)
    return ["".join(each["target"][:-1]).strip() for each in header["exchanges"]]


def said(app: AppTest) -> list[str]:
    header, _ = shown(app, PICTURE)
    return ["".join(each["source"][each["begin"] :]).strip() for each in header["exchanges"]]


def content(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info, *app.latex))


def test_page_opens_on_a_question_about_what_was_said_before_and_answers_it():
    app = opened(CHATBOT)
    assert said(app) == CHATBOT.examples[0].splitlines()
    assert "Osaka" in answers(app)[-1]
    header, _ = shown(app, PICTURE)
    assert header["verdicts"] == [True, True]
    place = header["cursor"]
    assert header["exchanges"][place["exchange"]]["target"][place["target"]] == " Osaka"
    assert header["exchanges"][place["exchange"]]["source"][place["source"]] == " Osaka"


def test_what_one_says_is_answered_and_joins_the_conversation(model):
    app = opened(CHATBOT)
    app.chat_input(key="say").set_value("  What is the WEATHER in rome? ").run()
    assert said(app) == [*CHATBOT.examples[0].splitlines(), "what is the weather in Rome?"]
    assert "Rome" in answers(app)[-1]
    app.chat_input(key="say").set_value("and in Lima?").run()
    assert "Lima" in answers(app)[-1]
    last_two = "what is the weather in Rome?\nand in Lima?"
    assert answers(app)[-1] == model.trace(last_two).attrs["output"]
    assert "and in Lima?" in str(app.query_params["conversation"])
    assert shown(app, PICTURE)[0]["cursor"]["exchange"] == 3


def test_a_link_restores_the_conversation():
    talk = "call me Leo.\nwho am I?"
    app = opened(CHATBOT, conversation=talk, cursor="0.1.0")
    assert said(app) == talk.splitlines()
    assert shown(app, PICTURE)[0]["cursor"] == {"exchange": 0, "target": 1, "source": 0}


def test_an_example_takes_the_place_of_the_conversation_and_shows_its_last_answer():
    app = opened(CHATBOT, cursor="0.1.0")
    app.selectbox(key="example").set_value(("call me Leo.\nwho am I?", None)).run()
    assert said(app) == ["call me Leo.", "who am I?"]
    assert shown(app, PICTURE)[0]["cursor"]["exchange"] == 1
    assert "cursor" not in app.query_params


def test_one_can_begin_anew():
    app = opened(CHATBOT)
    app.button(key="begin_anew").click().run()
    assert "begins a new conversation" in content(app)
    app.chat_input(key="say").set_value("hello!").run()
    assert said(app) == ["hello!"]
    assert "begins a new conversation" not in content(app)


def test_what_cannot_be_read_is_said_and_the_conversation_goes_on_without_it():
    app = opened(CHATBOT)
    before = answers(app)
    app.chat_input(key="say").set_value("xyzzy").run()
    [told] = complaints(app)
    assert "cannot read xyzzy" in told
    assert answers(app) == before
    app.chat_input(key="say").set_value("hello!").run()
    assert complaints(app) == []
    assert said(app) == [*CHATBOT.examples[0].splitlines(), "hello!"]


@pytest.mark.parametrize("text", ["你好", "who " * 2_000, "<b>![x](http://x.invalid)</b>"])
def test_whatever_is_said_gets_an_answer_or_one_sentence(text):
    app = opened(CHATBOT)
    app.chat_input(key="say").set_value(text).run()
    assert not app.exception
    assert len(complaints(app)) == 1


def test_networks_that_lack_something_fail_at_what_it_is_for():
    talk = "I am Eva and I live in Osaka.\nwhere do I live?"
    found = {
        name: answers(opened(CHATBOT, run=f"shipped-chatbot{name}", conversation=talk))[-1]
        for name in ("", ".one_turn")
    }
    assert "Osaka" in found[""]
    new = "my friend Mia lives in Nairobi.\nwho is my friend?"
    plain, copying = (
        answers(opened(CHATBOT, run=f"shipped-chatbot{name}", conversation=new))[-1] for name in ("", ".copying")
    )
    assert "Nairobi" not in plain
    assert "Nairobi" in copying
    last = [
        answers(opened(CHATBOT, run="shipped-chatbot.one_turn", conversation=f"I live in {city}.\nwhere do I live?"))[
            -1
        ]
        for city in ("Osaka", "Rome")
    ]
    assert last[0] == last[1]  # it hears the same


def test_a_button_turns_the_page_to_another_network_and_what_was_said_stays():
    talk = "call me Leo.\nwho am I?"
    app = opened(CHATBOT, conversation=talk)
    app.segmented_control(key="network_choice:shipped-chatbot").set_value("shipped-chatbot.none").run()
    assert not app.exception
    assert said(app) == talk.splitlines()
    assert "alignment0" not in shown(app, PICTURE)[1]


def test_a_name_that_nobody_said_is_told_and_so_is_one_that_was_said_too_long_ago():
    told = content(opened(CHATBOT, conversation="who am I?"))
    assert "stands nowhere in what the network read" in told
    assert "was said earlier" not in told
    told = content(opened(CHATBOT, conversation="call me Leo.\nhello!\ngoodbye!\nwho am I?"))
    assert "stands nowhere" not in told or "“Leo” was said earlier" in told
    assert "stands nowhere" not in content(opened(CHATBOT, conversation="call me Leo.\nwho am I?"))
    told = content(opened(CHATBOT, run="shipped-chatbot.one_turn", conversation="call me Zoe.\nwho am I?"))
    assert ("“Zoe” was said earlier" in told) == ("stands nowhere" in told)


def test_chinese_network_talks_chinese():
    app = opened(CHATBOT, run="shipped-chatbot.zh")
    assert said(app)[0] == "我叫伊娃，我住在大阪。"
    assert "大阪" in answers(app)[-1]
    app.chat_input(key="say").set_value("罗马在哪里？").run()
    assert answers(app)[-1] == "罗马在欧洲。"


def test_two_networks_stand_beside_each_other():
    app = opened(CHATBOT, beside="shipped-chatbot.none")
    assert answers(app)
    assert answers(app, "conversation:beside")


def test_twenty_answers_are_twenty_and_the_seed_draws_others():
    app = opened(CHATBOT, conversation="tell me about Paris.", look="many", temperature="1.0")
    assert "answered 20 times" in content(app)
    assert len(app.main.get("vega_lite_chart")) == 2
    app.slider(key="temperature").set_value(0.05).run()
    assert "All 20 are the same" in content(app)


def test_a_dull_answer_is_overtaken_as_lambda_grows():
    tables = {
        mmi: opened(CHATBOT, conversation="tell me about Paris.", look="many", mmi=mmi).dataframe[0].value
        for mmi in ("0.0", "1.0")
    }
    assert tables["0.0"]["s"].tolist() == tables["0.0"]["log p(T|S)"].tolist()
    assert tables["0.0"].iloc[0, 0] != tables["1.0"].iloc[0, 0]
    assert "Paris" in tables["1.0"].iloc[0, 0]


def test_equations_have_the_numbers_of_the_cursor():
    app = opened(CHATBOT, cursor="1.3.4")
    app.button(key="equations_button").click().run()
    told = content(app)
    assert "i = 4" in told
    assert "j = 5" in told
    assert r"\alpha_{ij}" in told
    app = opened(CHATBOT, run="shipped-chatbot.copying")
    app.button(key="equations_button").click().run()
    assert r"g_i = \sigma" in content(app)
    app = opened(CHATBOT, run="shipped-chatbot.none")
    app.button(key="equations_button").click().run()
    assert "handed over once" in content(app)


LOOKS = {"kinds": 1, "many": 2, "nearest": 1, "step": 4, "beam": 1}
"""The closer looks, and how many charts each has at least."""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("look", LOOKS)
def test_look_opens(look, language):
    app = opened(CHATBOT, language, look=look)
    assert not app.exception
    assert not app.warning
    assert len(app.main.get("vega_lite_chart")) >= LOOKS[look]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("network", ["none", "one_turn", "copying", "zh"])
def test_look_opens_on_every_network(network, look):
    app = opened(CHATBOT, run=f"shipped-chatbot.{network}", look=look)
    assert not app.exception
    assert not app.warning
    assert app.main.get("vega_lite_chart")


def test_kinds_say_what_a_vector_and_one_turn_and_a_softmax_cost():
    told = content(opened(CHATBOT, look="kinds"))
    assert "one vector had to hold both turns" in told
    assert "reads the last utterance only" in told
    assert "by “copying”" in told


def test_step_of_a_network_that_copies_shows_the_mixture():
    told = content(opened(CHATBOT, run="shipped-chatbot.copying", look="step"))
    assert "how much is copied" in told
    assert r"p(w) = g_i" in told


def test_nearest_lists_eight_prompts_with_their_answers():
    [table] = opened(CHATBOT, look="nearest").dataframe
    assert len(table.value) == 8
    cosine = table.value.iloc[:, 0].tolist()
    assert cosine == sorted(cosine, reverse=True)
    assert all(table.value.iloc[:, 2].str.len() > 0)


def test_wider_beam_holds_more_answers():
    found = [len(opened(CHATBOT, look="beam", beam_width=width).dataframe[0].value) for width in ("1", "4")]
    assert found[0] == 1
    assert found[1] > 1


def test_film_shows_the_alignment_of_the_answer_at_every_checkpoint():
    app = opened(CHATBOT, look="birth")
    header, arrays = shown(app, "birth")
    assert header["frames"][0]["step"] == 0
    assert arrays["alignment"].shape == (
        len(shipped_run("chatbot").checkpoints),
        len(header["target"]),
        len(header["source"]),
    )
    assert "no attention" in content(opened(CHATBOT, run="shipped-chatbot.none", look="birth"))


def test_file_of_dialogues_is_told_and_becomes_the_data_of_the_next_run():
    app = opened(CHATBOT)
    data = "\n".join([*COLUMNS, "no tab"]).encode()
    app.file_uploader(key="own_upload").upload("talk.tsv", data, "text/plain").run()
    assert not app.exception
    assert any("120 answers to 120 different prompts, 12 of these held out" in told.value for told in app.success)
    assert any(told.value.startswith("1 lines without a tab") for told in app.caption)
    assert app.session_state["own:chatbot"].name == "talk.tsv"


@pytest.mark.parametrize("data", [b"\0\1" * 2_000, b"one column and no blank line\n" * 200])
def test_file_that_is_no_dialogues_gets_one_sentence(data):
    app = opened(CHATBOT)
    app.file_uploader(key="own_upload").upload("talk.tsv", data, "text/plain").run()
    assert not app.exception
    assert len(app.error) == 1
    assert "own:chatbot" not in app.session_state
