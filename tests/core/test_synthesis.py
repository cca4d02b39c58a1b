import numpy as np
import pytest

from core.errors import InputError
from core.sound import synthesis
from core.sound.cache import Files, SoundMemory
from core.sound.synthesis import LONGEST_TEXT, read_example, say, say_all
from core.sound.utterances import SAMPLE_RATE
from core.sound.voices import LANGUAGES, MANDARIN, VARIANTS, VOICES, Voice
from tests.core.test_speaker import REQUEST, speaker  # noqa: F401  (a fixture)

DIGITS = "two six four seven"
VOWELS = set("aeiouæɑɒɔəɛɜɪʊʌɚᵻy")


def loudness(utterance, start, end):
    """Root mean square of the sound from `start` to `end`, in seconds."""
    return float(np.sqrt(np.square(utterance.samples[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]).mean()))


def pitch(utterance):
    """Fundamental frequency in hertz of the longest vowel, from its autocorrelation."""
    vowel = max((p for p in utterance.phonemes if p.symbol[0] in VOWELS), key=lambda p: p.end - p.start)
    sound = utterance.samples[round(vowel.start * SAMPLE_RATE) : round(vowel.end * SAMPLE_RATE)]
    correlation = np.correlate(sound, sound, "full")[len(sound) :]
    least, most = SAMPLE_RATE // 400, SAMPLE_RATE // 50
    return SAMPLE_RATE / (least + 1 + np.argmax(correlation[least:most]))


def symbols(text, voice=VOICES[0]):
    return " ".join(phoneme.symbol for phoneme in say(text, voice).phonemes)


# ---- times ----


@pytest.mark.parametrize("voice", [*VOICES, Voice("en-gb-scotland", 140, 25, "m1")], ids=str)
def test_phonemes_lie_where_the_sound_is(voice):
    utterance = say(DIGITS, voice)
    spoken = loudness(utterance, utterance.phonemes[0].start, utterance.phonemes[-1].end)
    assert loudness(utterance, 0, utterance.phonemes[0].start) < spoken / 100
    assert (
        loudness(utterance, utterance.phonemes[-1].end + 0.02, utterance.duration) < spoken / 20
    )  # some voices have an echo
    vowels = [loudness(utterance, p.start, p.end) for p in utterance.phonemes if p.symbol[0] in VOWELS]
    stops = [loudness(utterance, p.start, p.end) for p in utterance.phonemes if p.symbol in ("t", "k")]
    assert min(vowels) > 2 * max(stops)


@pytest.mark.parametrize("text", ["one", "me", "no", "are you"])
def test_first_phoneme_begins_with_the_sound_within_a_frame(text):
    utterance = say(text)
    loud = np.flatnonzero(np.abs(utterance.samples) > 0.01)
    assert loud[0] / SAMPLE_RATE == pytest.approx(utterance.phonemes[0].start, abs=0.012)
    assert loud[-1] / SAMPLE_RATE == pytest.approx(utterance.phonemes[-1].end, abs=0.05)


def test_phonemes_follow_each_other_and_fill_what_is_said():
    utterance = say("one two three four five six")
    for one, after in zip(utterance.phonemes, utterance.phonemes[1:], strict=False):
        assert 0 < one.start < one.end <= after.start
    spoken = sum(phoneme.end - phoneme.start for phoneme in utterance.phonemes)
    assert 0.8 * utterance.duration < spoken < utterance.duration - 2 * synthesis.MARGIN + 1e-9


def test_pause_belongs_to_no_phoneme():
    utterance = say("One. Two.")
    gap = max(after.start - one.end for one, after in zip(utterance.phonemes, utterance.phonemes[1:], strict=False))
    assert gap > 0.1
    assert utterance.tokens("phonemes") == say("one").tokens("phonemes") + say("two").tokens("phonemes")


def test_words_have_the_time_of_their_phonemes():
    utterance = say("Twenty-one, 1999!")
    assert [word.symbol for word in utterance.words] == ["Twenty", "one", "1999"]
    starts = [utterance.words[0].start, utterance.words[1].start, utterance.words[2].start]
    assert set(starts) <= {phoneme.start for phoneme in utterance.phonemes}
    assert [p.symbol for p in utterance.phonemes if utterance.words[1].start <= p.start < utterance.words[1].end] == [
        "w",
        "ʌ",
        "n",
    ]


def test_characters_are_heard_where_their_word_is():
    utterance = say("Twenty-one, 1999!")
    gold = utterance.gold("characters")
    assert len(gold) == len(utterance.text) == len(utterance.tokens("characters"))
    assert [segment.symbol if segment else None for segment in gold] == ["Twenty"] * 6 + [None] + ["one"] * 3 + [
        None
    ] * 2 + ["1999"] * 4 + [None]
    assert utterance.gold("phonemes") == utterance.phonemes


def test_stress_is_no_part_of_a_phoneme():
    assert symbols("above seven") == "ə b ʌ v s ɛ v ə n"


# ---- voices ----


def test_faster_is_shorter_and_higher_is_higher():
    slow, fast = (say(DIGITS, Voice(words_per_minute=rate)) for rate in (100, 300))
    assert fast.duration < 0.6 * slow.duration
    low, high = (say("no", Voice(pitch=height)) for height in (10, 90))
    assert pitch(high) > 1.3 * pitch(low)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_and_variant_speaks_in_its_own_way(language):
    sounds = {say("one two", Voice(language, variant=variant)).samples.tobytes() for variant in VARIANTS}
    assert len(sounds) == len(VARIANTS)


def test_accents_have_phonemes_of_their_own():
    assert len({symbols("four zero", Voice(language)) for language in ("en-us", "en-gb", "en-gb-scotland")}) == 3


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"language": "tlh"}, r"There is no voice 'tlh'\. The languages are en-us, en-gb, en-gb-scotland, cmn;"),
        ({"variant": "../x"}, r"There is no voice 'en-us\+\.\./x'"),
        ({"words_per_minute": 1_000}, "A voice speaks 80 to 400 words per minute, not 1000."),
        ({"pitch": -1}, "The pitch of a voice is 0 to 99, not -1."),
    ],
)
def test_voice_that_is_none_is_refused(told, sentence):
    with pytest.raises(InputError, match=sentence):
        Voice(**told)


def test_mandarin_reads_chinese_characters():
    utterance = read_example("你好,我学习。")
    assert utterance.voice == str(MANDARIN)
    assert [word.symbol for word in utterance.words] == ["你好", "我", "学", "习"]
    assert [segment.symbol if segment else None for segment in utterance.gold("characters")] == [
        "你好",
        "你好",
        None,
        "我",
        "学",
        "习",
        None,
    ]


def test_tones_are_heard_but_are_no_part_of_a_phoneme():
    mother, scold = say("妈", MANDARIN), say("骂", MANDARIN)
    assert mother.tokens("phonemes") == scold.tokens("phonemes") == ("m", "ɑ")
    assert mother.samples.tobytes() != scold.samples.tobytes()


def test_words_of_another_language_bring_no_marks_into_the_phonemes():
    assert not any("(" in phoneme.symbol for phoneme in say("我爱 Python", MANDARIN).phonemes)


# ---- what a viewer may type ----


def test_markup_is_read_out():
    assert len(say("<voice name='de'>hi</voice>").phonemes) > 20
    assert say('<break time="25s"/> hi').duration < 10
    assert symbols("[[h@loU]]") != symbols("hello")


def test_emoji_and_signs_have_names():
    assert say("😀").words[0].symbol == "😀"
    assert say("C++").tokens("phonemes") == say("C plus plus").tokens("phonemes")


def test_text_is_brought_to_one_form():
    utterance = say("  cafe\u0301\x01\n two\u2028\ud800 ")
    assert utterance.text == "café two"
    assert utterance is say("café two")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is nothing to say in ''. Type some words."),
        (" \n ", "There is nothing to say in ''. Type some words."),
        ("...", "There is nothing to say in '...'. Type some words."),
        ("a" * (LONGEST_TEXT + 1), "This sentence has 201 characters; at most 200 can be said. Shorten it."),
        ("W, " * 66, "This sentence takes more than 30 seconds to say. Shorten it."),
    ],
)
def test_what_cannot_be_said_is_refused_in_one_sentence(text, sentence):
    with pytest.raises(InputError) as refusal:
        say(text, Voice(words_per_minute=80))
    assert str(refusal.value) == sentence


# ---- what is kept ----


def test_same_sentence_is_said_once():
    assert say("once", VOICES[1]) is say("once", VOICES[1])
    first, second = say_all([("twice and", VOICES[1])] * 2)
    assert first is second


def test_sound_cannot_be_changed_by_one_of_those_who_share_it():
    with pytest.raises(ValueError, match="read-only"):
        say("one").samples[0] = 1


class Dumb:
    """A speaker that must not be asked."""

    def ask(self, requests):
        assert requests == []
        return []


def test_another_process_finds_what_was_said_in_a_file(tmp_path, monkeypatch, speaker):
    files = Files(tmp_path, 2**20)
    monkeypatch.setattr(synthesis, "_studio", lambda process: (SoundMemory(2**20), files, speaker))
    before = say(DIGITS)
    monkeypatch.setattr(synthesis, "_studio", lambda process: (SoundMemory(2**20), files, Dumb()))
    after = say(DIGITS)
    assert after is not before
    assert after.samples.tobytes() == before.samples.tobytes()
    assert after.phonemes == before.phonemes


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{}\n", b'{"bytes": 100}\n12', b"[1]\n", b"null"])
def test_broken_file_is_made_again(tmp_path, monkeypatch, speaker, content):
    files = Files(tmp_path, 2**20)
    monkeypatch.setattr(synthesis, "_studio", lambda process: (SoundMemory(0), files, speaker))
    before = say("one")
    [path] = tmp_path.iterdir()
    path.write_bytes(content)
    after = say("one")
    assert (after.samples.tobytes(), after.phonemes) == (before.samples.tobytes(), before.phonemes)
    assert path.read_bytes() != content
