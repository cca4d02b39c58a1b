import io
import struct
import zipfile

import numpy as np
import pytest

from core.data import bundles
from core.errors import InputError
from core.labs.speech_recognition import recordings
from core.labs.speech_recognition.recordings import FEWEST, own_speech
from core.sound.utterances import SAMPLE_RATE
from tests.core.recorded import sound_file, spoken_digits, tone, zipped

DIGITS = spoken_digits()
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def read(files, name="digits.zip"):
    return own_speech(zipped(files), name)


def everything(speech):
    return [*speech.training, *speech.held_out]


def test_names_in_the_free_spoken_digit_form_say_what_is_said_and_who_says_it():
    speech, report = read(DIGITS)
    assert (report.recordings, report.texts, report.speakers, report.dropped) == (80, 10, 2, 0)
    assert {utterance.text for utterance in everything(speech)} == set(WORDS)
    assert {utterance.voice for utterance in everything(speech)} == {"ada", "alan"}
    assert speech.characters == tuple(sorted(set("".join(WORDS))))
    assert speech.tokens("phonemes") == ()


def test_sound_is_kept_to_the_last_bit_of_a_wav():
    speech, _ = read(DIGITS)
    shortest = min(everything(speech), key=lambda utterance: utterance.duration)
    assert shortest.samples.dtype == np.float32
    assert shortest.duration == pytest.approx(0.3)
    assert np.abs(shortest.samples).max() == pytest.approx(0.3, abs=1e-3)


def test_words_and_numbers_are_texts_too():
    files = {
        f"{text}_ann_{n}.wav": sound_file(tone(0.3, 333 + 50 * n))
        for n, text in enumerate(("yes", "New York", "42", "07"))
    }
    speech, _ = read(DIGITS | files)
    assert {"yes", "new york", "forty-two", "seven"} <= {utterance.text for utterance in everything(speech)}


def test_few_texts_are_held_out_by_recording_and_each_has_its_share():
    speech, report = read(DIGITS)
    assert not report.by_text
    assert (report.held_out, len(speech.held_out), len(speech.training)) == (10, 10, 70)
    assert {utterance.text for utterance in speech.held_out} == {utterance.text for utterance in speech.training}
    trained = {utterance.samples.tobytes() for utterance in speech.training}
    assert not trained & {utterance.samples.tobytes() for utterance in speech.held_out}


def test_it_is_said_that_speakers_are_heard_on_both_sides():
    _, report = read(DIGITS)
    assert (report.speakers, report.familiar, report.by_speaker) == (2, 2, False)


def test_where_folders_tell_the_speakers_whole_speakers_are_held_out():
    files = {
        f"{speaker}/clip{n}.wav": sound_file(tone(0.3, 200 + 37 * n + 11 * k))
        for k, speaker in enumerate(("ada", "alan", "grace", "kurt", "emmy"))
        for n in range(6)
    }
    lines = [f"clip{n}|{WORDS[n]}" for n in range(6)]
    speech, report = read(files | {"metadata.csv": "\n".join(lines).encode()})
    assert (report.speakers, report.familiar, report.by_speaker, report.held_out) == (5, 0, True, 6)
    heard = {utterance.voice for utterance in speech.training}
    asked = {utterance.voice for utterance in speech.held_out}
    assert (len(heard), len(asked)) == (4, 1)
    assert not heard & asked


def listed(count=48, folder="wavs/"):
    names = [f"LJ001-{n:04}" for n in range(count)]
    files = {
        f"corpus/{folder}{name}.flac": sound_file(tone(0.4, 200 + 10 * n), form="FLAC") for n, name in enumerate(names)
    }
    lines = [f"{name}|Sentence No. {n}, as written.|Sentence number x{n}, as READ." for n, name in enumerate(names)]
    return files | {"corpus/metadata.csv": "\n".join(lines).encode()}


@pytest.mark.parametrize("folder", ["wavs/", ""])
def test_list_in_the_ljspeech_form_says_what_is_said(folder):
    speech, report = read(listed(folder=folder))
    assert (report.recordings, report.texts, report.speakers, report.dropped) == (48, 48, 0, 0)
    assert "sentence number x7 as read" in {utterance.text for utterance in everything(speech)}


def test_with_many_texts_those_that_are_asked_for_were_never_trained_on():
    speech, report = read(listed() | {f"corpus/wavs/again{n}.wav": sound_file(tone(0.5, 300 + n)) for n in range(3)})
    assert report.by_text
    assert report.unlabelled == 3
    assert report.held_out == len(speech.held_out) == 6
    assert not {utterance.text for utterance in speech.training} & {utterance.text for utterance in speech.held_out}


def test_list_may_have_two_columns_endings_paths_and_an_apostrophe():
    files = listed()
    lines = [f"wavs/LJ001-{n:04}.flac|Don’t say {n}!" for n in range(48)]
    speech, report = read(files | {"corpus/metadata.csv": ("\ufeff" + "\r\n".join(lines)).encode()})
    assert report.recordings == 48
    assert "don't say 7" in {utterance.text for utterance in everything(speech)}


def test_what_the_list_names_and_nobody_brought_is_counted():
    files = listed()
    del files["corpus/wavs/LJ001-0003.flac"]
    _, report = read(files)
    assert (report.recordings, report.missing) == (47, 1)


def test_names_in_any_script_are_read():
    names = {
        f"{text}_Zoë_{n}.wav": sound_file(tone(0.3, 250 + n)) for n, text in enumerate(("你好", "grün", "gru\u0308n"))
    }
    speech, report = read(DIGITS | names)
    assert {"你好", "grün"} <= {utterance.text for utterance in everything(speech)}
    assert (report.texts, report.dropped) == (12, 0)


def test_split_does_not_depend_on_the_order_of_the_files():
    first, second = (read(dict(items))[0] for items in (DIGITS.items(), reversed(DIGITS.items())))
    for one, other in zip(first.held_out, second.held_out, strict=True):
        assert one.samples.tobytes() == other.samples.tobytes()


def test_folder_is_read_as_its_zip_is(tmp_path):
    for name, data in DIGITS.items():
        place = tmp_path / "mine" / name[0] / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    (tmp_path / "mine" / "link_ada_1.wav").symlink_to(tmp_path / "mine" / "1" / "1_ada_0.wav")
    speech, report = own_speech(tmp_path / "mine")
    assert (report.name, report.recordings, report.texts) == ("mine", 80, 10)
    zipped_speech, _ = read(DIGITS)
    assert {one.samples.tobytes() for one in speech.held_out} == {
        one.samples.tobytes() for one in zipped_speech.held_out
    }


def test_file_in_the_store_has_no_ending(tmp_path):
    path = tmp_path / "0123456789abcdef"
    path.write_bytes(zipped(DIGITS))
    assert own_speech(path)[1].recordings == 80


BAD = {
    "1_bad_1.wav": b"not a sound",
    "1_bad_2.wav": DIGITS["1_ada_0.wav"][:40],
    "1_bad_3.wav": b"",
    "2_bad_1.wav": sound_file(np.zeros(8000)),
    "2_bad_2.wav": sound_file(tone(0.5, loudness=5e-4)),
    "3_bad_1.wav": sound_file(np.zeros(0)),
    "3_bad_2.wav": sound_file(tone(0.05)),
    "4_bad_1.flac": sound_file(tone(21.0), form="FLAC"),
    "untold.wav": sound_file(tone(0.3)),
    "9_twice_1.wav": DIGITS["9_ada_1.wav"],
    "__MACOSX/._9_ada_1.wav": b"\0\5\x16\7",
    "notes.txt": b"about these recordings",
}


def test_what_is_dropped_is_counted_by_reason():
    speech, report = read(DIGITS | BAD)
    assert report.recordings == len(everything(speech)) == 80
    dropped = {reason: getattr(report, reason) for reason in recordings.REASONS if getattr(report, reason)}
    assert dropped == {"unreadable": 3, "silent": 2, "empty": 2, "long": 1, "unlabelled": 1, "repeated": 1}
    assert report.dropped == sum(dropped.values())


def test_text_too_long_to_write_is_dropped():
    _, report = read(DIGITS | {f"{'word ' * 50}_ada_1.wav": sound_file(tone(0.3, 333))})
    assert report.long == 1


@pytest.mark.parametrize(
    ("data", "count", "channels", "rate"),
    [
        pytest.param(sound_file(tone(0.5), kind="PCM_U8"), 8_000, 1, 16_000, id="8-bit"),
        pytest.param(sound_file(tone(0.5), kind="PCM_24"), 8_000, 1, 16_000, id="24-bit"),
        pytest.param(sound_file(tone(0.5), kind="FLOAT"), 8_000, 1, 16_000, id="float"),
        pytest.param(sound_file(tone(0.5), kind="ULAW"), 8_000, 1, 16_000, id="u-law"),
        pytest.param(sound_file(tone(0.5, rate=48_000), 48_000), 8_000, 1, 48_000, id="48-kHz"),
        pytest.param(sound_file(tone(0.5, rate=8_000), 8_000), 8_000, 1, 8_000, id="8-kHz"),
        pytest.param(sound_file(tone(0.5, rate=44_100), 44_100, "FLAC"), 8_000, 1, 44_100, id="FLAC"),
        pytest.param(sound_file(tone(0.5), form="OGG"), 8_000, 1, 16_000, id="OGG"),
        pytest.param(sound_file(np.stack([tone(0.5)] * 2, axis=1)), 8_000, 2, 16_000, id="stereo"),
    ],
)
def test_every_form_becomes_mono_at_one_rate(data, count, channels, rate):
    _, report = read(DIGITS | {"8_eve_0.wav": data})  # whatever its name says
    assert report.recordings == 81
    assert (report.resampled, report.mixed) == (rate != SAMPLE_RATE, channels > 1)
    sound = recordings.recording(data, "eve.wav").samples
    assert len(sound) == count
    spectrum = np.abs(np.fft.rfft(sound))
    assert np.argmax(spectrum) * SAMPLE_RATE / count == pytest.approx(440, abs=2)
    assert np.abs(sound).max() == pytest.approx(0.3, abs=0.03)


def test_channels_that_cancel_each_other_are_not_averaged():
    sound = recordings.recording(sound_file(np.stack([tone(0.5), -tone(0.5)], axis=1)), "twisted.wav").samples
    assert np.abs(sound).max() == pytest.approx(0.3, abs=0.03)


def test_louder_than_full_scale_is_brought_down():
    sound = recordings.recording(sound_file(tone(0.5, loudness=3.0), kind="FLOAT"), "loud.wav").samples
    assert np.abs(sound).max() == pytest.approx(1.0)


def test_microphone_and_single_file_become_an_utterance():
    utterance = recordings.recording(sound_file(tone(0.5)), "C:\\my\\voice.wav", " Seven,  SEVEN! ")
    assert (utterance.text, utterance.phonemes, utterance.words) == ("seven seven", (), ())
    assert utterance.gold("characters") == (None,) * 11
    assert recordings.recording(sound_file(tone(0.5)), "x.wav").text == ""


NAN = sound_file(np.full(8000, np.nan), kind="FLOAT")
MANY_CHANNELS = sound_file(np.zeros((800, 9)) + 0.1)
STRANGE_RATE = sound_file(tone(0.5), 1_000)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "x.wav cannot be read as a sound. Bring a WAV, FLAC, OGG or MP3 file."),
        (b"RIFF\0\0\0\0WAVE", "x.wav cannot be read as a sound. Bring a WAV, FLAC, OGG or MP3 file."),
        (NAN, "x.wav cannot be read as a sound. Bring a WAV, FLAC, OGG or MP3 file."),
        (MANY_CHANNELS, "x.wav cannot be read as a sound. Bring a WAV, FLAC, OGG or MP3 file."),
        (STRANGE_RATE, "x.wav cannot be read as a sound. Bring a WAV, FLAC, OGG or MP3 file."),
        (sound_file(np.zeros(0)), "x.wav is shorter than 0.1 seconds. Record a word at least."),
        (
            sound_file(np.zeros(8000)),
            "x.wav is silent. Check that the microphone is on and not muted, and record once more.",
        ),
        (sound_file(tone(20.5)), "x.wav is longer than 20 seconds. Cut a sentence out of it."),
    ],
)
def test_recording_that_cannot_be_used_is_refused_in_one_sentence(data, sentence):
    with pytest.raises(InputError) as refusal:
        recordings.recording(data, "x.wav")
    assert str(refusal.value) == sentence


def locked():
    """A zip whose files claim to be locked by a password."""
    data = bytearray(zipped(DIGITS))
    at = 0
    while (at := data.find(b"PK\1\2", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    at = 0
    while (at := data.find(b"PK\3\4", at)) >= 0:
        data[at + 6] |= 1
        at += 4
    return bytes(data)


def endless_list():
    """The end of a zip that claims a list of files of a gigabyte."""
    return b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 65535, 65535, 2**30, 0, 0)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", r"x\.zip is not a zip that can be opened"),
        (b"PK\3\4 but not for long", r"x\.zip is not a zip that can be opened"),
        (zipped(DIGITS)[:-30], r"x\.zip is not a zip that can be opened"),
        (endless_list(), r"x\.zip holds far more files than the 20,000 that are looked at"),
        (zipped({}), r"There is no WAV, FLAC, OGG or MP3 file in x\.zip"),
        (zipped({"a.txt": b"a"}), r"There is no WAV, FLAC, OGG or MP3 file in x\.zip"),
        (
            zipped({"a.wav": DIGITS["1_ada_0.wav"]}),
            r"Nothing says what is said in the recordings of x\.zip. Name them like 7_jackson_32\.wav",
        ),
        (zipped({"a.wav": b"", "metadata.csv": b"a,text"}), r"metadata\.csv in x\.zip has no \| in any line"),
        (zipped({"a.wav": b"", "metadata.csv": b"a|\xff\xfe"}), r"metadata\.csv in x\.zip is not a text in UTF-8"),
        (
            zipped(BAD),
            (
                r"x\.zip has only 1 recordings that can be used; a network needs at least 20. Of 10 files .* unreadable"
                r" 3, .* 2, silent 2, too long 1, without a text 1, .* another 0\."
            ),
        ),
        (locked(), r"x\.zip has only 0 recordings that can be used.*unreadable 80"),
        (zipped(dict(list(DIGITS.items())[: FEWEST - 1])), "has only 19 recordings"),
    ],
)
def test_file_that_cannot_be_used_is_refused_in_one_sentence(data, sentence):
    with pytest.raises(InputError, match=sentence):
        own_speech(data, "x.zip")


def test_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.zip cannot be read: No such file"):
        own_speech(tmp_path / "nowhere.zip")


def test_nothing_is_ever_written_where_a_path_points(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tricks = {
        "../../1_out_1.wav": sound_file(tone(0.3, 555)),
        "/1_root_1.wav": sound_file(tone(0.3, 556)),
        "a\\..\\1_back_1.wav": sound_file(tone(0.3, 557)),
    }
    speech, report = read(DIGITS | tricks)
    assert list(tmp_path.iterdir()) == []
    assert report.recordings == 80 + sum(utterance.voice in ("out", "root", "back") for utterance in everything(speech))


def test_corrupt_file_in_a_sound_zip_costs_that_file_alone():
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        for name, data in DIGITS.items():
            archive.writestr(name, data)
    data = bytearray(stored.getvalue())
    at = data.find(DIGITS["5_ada_0.wav"])
    data[at + 100] ^= 0xFF  # its checksum is wrong now
    _, report = own_speech(bytes(data), "x.zip")
    assert (report.recordings, report.unreadable) == (79, 1)


def test_zip_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(bundles, "UNPACKED_OF_ONE", 100_000)
    monkeypatch.setattr(bundles, "UNPACKED", 1_500_000)
    bombs = {f"0_bomb_{n}.wav": bytes(10_000_000) for n in range(3)}
    _, report = read(DIGITS | bombs)
    assert report.long == 3
    monkeypatch.setattr(bundles, "UNPACKED", 500_000)
    _, report = read(DIGITS)
    assert 0 < report.recordings < 80
    assert report.recordings + report.beyond == 80


def test_more_minutes_than_are_used_leave_some_of_each_text(monkeypatch):
    monkeypatch.setattr(recordings, "MOST_MINUTES", 0.2)
    _, report = read(DIGITS)
    assert 0.2 < report.minutes < 0.21
    assert report.beyond == 80 - report.recordings
    assert report.texts == 10


def test_more_files_than_are_looked_at_are_counted(monkeypatch):
    monkeypatch.setattr(bundles, "MOST_FILES", 30)
    _, report = read(DIGITS)
    assert (report.recordings, report.beyond) == (30, 50)


def test_zip_larger_than_may_be_is_refused(monkeypatch):
    monkeypatch.setenv("UNROLLED_RECORDINGS_MB", "1")
    with pytest.raises(InputError, match=r"x\.zip is larger than 1 MB. Put fewer recordings into it"):
        own_speech(b"PK" + bytes(2**20), "x.zip")
