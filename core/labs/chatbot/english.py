"""The dialogues in English. Imports no torch."""

from __future__ import annotations

from core.labs.chatbot.dialogues import Kind, Language

_WEATHER = ("what is the weather in {city}?", "how is the weather in {city}?", "tell me the weather in {city}.")
_TIME = ("what time is it in {city}?", "tell me the time in {city}.", "is it late in {city}?")
_WHERE = ("where is {city}?", "where do I find {city}?", "do you know where {city} is?")
_LIKE = ("do you like {food}?", "how do you like {food}?", "is {food} good?")
_HAVE = ("do we have {food}?", "is there any {food}?", "can I have {food}?")
_NAME = ("I am {name}.", "my name is {name}.", "call me {name}.")
_HOME = ("I live in {city}.", "I come from {city}.", "my home is in {city}.")
_BOTH = ("I am {name} and I live in {city}.", "I am {name} from {city}.")
_TASTE = ("I like {food} but not {food2}.", "I love {food} and hate {food2}.")
_FRIEND = ("my friend {name} lives in {city}.", "{name} has a home in {city}.")
_WHO_AM_I = ("who am I?", "what is my name?", "do you know my name?")
_WHERE_LIVE = ("where do I live?", "where is my home?", "where do I come from?")
_AND_CITY = ("and in {city2}?", "what about {city2}?", "how about {city2}?")
_AND_FOOD = ("and {food2}?", "what about {food2}?", "how about {food2}?")

_YOUR_NAME = {"you are {name}.": 1.0, "your name is {name}.": 1.0}
_YOUR_HOME = {"you live in {city}.": 1.0, "your home is in {city}.": 1.0}

ENGLISH = Language(
    unit="word",
    words={
        "name": ("Eva", "Ben", "Ana", "Tom", "Mia", "Leo", "Zoe", "Max", "Ida", "Sam"),
        "city": ("Taipei", "Osaka", "Paris", "Rome", "Cairo", "Lima", "Berlin", "Delhi", "Oslo", "Quito"),
        "food": ("tea", "coffee", "rice", "fish", "soup", "bread", "cheese", "cake"),
        "weather": ("sunny", "rainy", "cold", "warm"),
        "hour": ("noon", "midnight", "early", "late"),
    },
    unsaid={"name": ("Ivy", "Hugo"), "city": ("Prague", "Nairobi")},
    facts={
        "continent": (
            "city",
            {
                "Taipei": "Asia",
                "Osaka": "Asia",
                "Delhi": "Asia",
                "Paris": "Europe",
                "Rome": "Europe",
                "Berlin": "Europe",
                "Oslo": "Europe",
                "Cairo": "Africa",
                "Lima": "America",
                "Quito": "America",
            },
        )
    },
    kinds=(
        Kind("hello", ("hello!", "hi!", "good morning!"), {"hello!": 1.0, "hi!": 1.0}),
        Kind("how_are_you", ("how are you?", "are you well?"), {"I am fine, thank you.": 1.0, "I am well.": 1.0}),
        Kind("who_are_you", ("who are you?", "what is your name?"), {"I am a small network.": 1.0}),
        Kind("thanks", ("thank you!", "thank you very much."), {"you are welcome.": 1.0}),
        Kind("goodbye", ("goodbye!", "see you!"), {"goodbye!": 1.0, "see you!": 1.0}),
        Kind("name", _NAME, {"hello {name}!": 1.0, "nice to meet you, {name}!": 1.0}),
        Kind("home", _HOME, {"{city} is far away.": 1.0, "I like {city}!": 1.0}),
        Kind("name_and_home", _BOTH, {"hello {name}!": 1.0, "nice to meet you, {name}!": 1.0}),
        Kind("taste", _TASTE, {"I see.": 1.0, "{food} is good.": 1.0}),
        Kind("friend", _FRIEND, {"I see.": 1.0, "hello to {name}!": 1.0}),
        Kind("weather", _WEATHER, {"it is {weather} in {city}.": 1.0}),
        Kind("time", _TIME, {"it is {hour} in {city}.": 1.0}),
        Kind("where", _WHERE, {"{city} is in {continent}.": 1.0}),
        Kind("like", _LIKE, {"yes, I like {food}.": 1.0, "no, I do not like {food}.": 1.0}),
        Kind("have", _HAVE, {"yes, we have {food}.": 1.0, "no, we have no {food}.": 1.0}),
        Kind(
            "about",
            ("tell me about {city}.", "what do you know about {city}?", "what do you say of {city}?"),
            {
                "I do not know.": 3.0,
                "{city} is in {continent}.": 1.0,
                "{city} is far away.": 1.0,
                "I like {city}!": 1.0,
                "it is {weather} in {city}.": 1.0,
            },
            often=4,
        ),
        Kind("far", ("is {city} far away?", "is it far to {city}?"), {"yes, very far.": 1.0, "no.": 1.0}, (), True),
        Kind("know", ("do you know {name}?", "{name} says hello."), {"yes.": 1.0, "no.": 1.0}, (), True),
        Kind("weather_and", _WEATHER, {"it is {weather} in {city2}.": 1.0}, _AND_CITY),
        Kind("time_and", _TIME, {"it is {hour} in {city2}.": 1.0}, _AND_CITY),
        Kind("where_and", _WHERE, {"{city2} is in {continent2}.": 1.0}, _AND_CITY),
        Kind("like_and", _LIKE, {"yes, I like {food2}.": 1.0, "no, I do not like {food2}.": 1.0}, _AND_FOOD),
        Kind("have_and", _HAVE, {"yes, we have {food2}.": 1.0, "no, we have no {food2}.": 1.0}, _AND_FOOD),
        Kind("who_am_i", _NAME, _YOUR_NAME, _WHO_AM_I),
        Kind("where_do_i_live", _HOME, _YOUR_HOME, _WHERE_LIVE),
        Kind("two_facts_name", _BOTH, _YOUR_NAME, _WHO_AM_I),
        Kind("two_facts_home", _BOTH, _YOUR_HOME, _WHERE_LIVE),
        Kind("what_do_i_like", _TASTE, {"you like {food}.": 1.0}, ("what do I like?", "what do I love?")),
        Kind("what_do_i_hate", _TASTE, {"you do not like {food2}.": 1.0}, ("what do I hate?", "what do I not like?")),
        Kind(
            "where_is_my_friend",
            _FRIEND,
            {"{name} lives in {city}.": 1.0},
            ("where does {name} live?", "who lives in {city}?", "who is my friend?"),
        ),
    ),
)
"""Hellos and questions, and what is asked about what was said before."""
