"""The process that speaks: it is started, asked by many at once, killed, and leaves nothing behind."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core.errors import InputError
from core.sound import speaker as speaker_module
from core.sound import synthesis
from core.sound.cache import Files, SoundMemory
from core.sound.speaker import ROOT, Speaker
from core.sound.synthesis import available, say, say_all
from core.sound.voices import VOICES

DIGITS = "two six four seven"


# ---- the process ----


REQUEST = {"text": DIGITS, "voice": "en-us", "words_per_minute": 175, "pitch": 50, "longest": 30.0}


@pytest.fixture
def speaker():
    speaking = Speaker()
    yield speaking
    speaking.close()


def gone(pid):
    """Whether a process has ended, within five seconds."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_same_request_has_the_same_answer_in_any_process_and_whatever_was_said_before(speaker):
    others = [REQUEST | {"text": "nine", "voice": "en-gb+f3", "pitch": 80}, REQUEST | {"text": "你好", "voice": "cmn"}]
    first, *_, again = speaker.ask([REQUEST, *others, REQUEST])
    speaker.close()
    [anew] = speaker.ask([REQUEST])
    assert first == again == anew
    assert first.header["rate"] == 22_050
    assert len(first.sound) > 22_050


def test_process_that_was_killed_is_started_again(speaker):
    [before] = speaker.ask([REQUEST])
    pid = speaker.pid
    os.kill(pid, signal.SIGKILL)
    [after] = speaker.ask([REQUEST])
    assert after == before
    assert speaker.pid != pid


def test_closed_process_leaves_nothing_behind(speaker, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    speaker.ask([REQUEST])
    assert len(list(tmp_path.iterdir())) == 1
    pid = speaker.pid
    speaker.close()
    assert gone(pid)
    assert list(tmp_path.iterdir()) == []


def test_process_ends_with_the_speaker_that_nobody_holds_any_more():
    speaking = Speaker()
    speaking.start()
    pid = speaking.pid
    del speaking
    gc.collect()
    assert gone(pid)


def test_process_ends_with_the_app_however_that_ends():
    script = "from core.sound import speaker\ns = speaker.Speaker()\ns.start()\nprint(s.pid, flush=True)\ninput()"
    app = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    pid = int(app.stdout.readline())
    assert not Path(f"/proc/{pid}").exists() or "espeak" in Path(f"/proc/{pid}/cmdline").read_text()
    app.kill()
    app.communicate()
    assert gone(pid)


def test_eight_threads_are_served_at_once():
    numbers = ("one", "two", "three", "four", "five", "six", "seven", "eight")
    texts = [f"{a} hundred {b}" for a in numbers[:4] for b in numbers[:4]]
    heard: dict[int, list] = {}

    def viewer(place):
        mine = texts[place:] + texts[:place]
        heard[place] = [utterance for text in mine for utterance in say_all([(text, VOICES[place % 2])])]

    viewers = [threading.Thread(target=viewer, args=(place,)) for place in range(8)]
    for thread in viewers:
        thread.start()
    for thread in viewers:
        thread.join()
    for place in range(8):
        assert [utterance.text for utterance in heard[place]] == texts[place:] + texts[:place]
        words = {word.symbol for utterance in heard[place] for word in utterance.words}
        assert words == {*numbers[:4], "hundred"}
    for place in (2, 4, 6):  # the same voice as the first one's
        sounds = {utterance.text: utterance.samples.tobytes() for utterance in heard[place]}
        assert all(sounds[utterance.text] == utterance.samples.tobytes() for utterance in heard[0])


def fake_wheel(folder, monkeypatch, code):
    """Let the process find another `espeakng_loader`."""
    (folder / "espeakng_loader.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(folder))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "raise ImportError('no such wheel')",
            (
                "There is no speech synthesis here (no such wheel). Install it with “pip install espeakng-loader”, or"
                " use recordings of your own."
            ),
        ),
        (
            "def get_library_path(): return '/nowhere.so'\ndef get_data_path(): return '/nowhere'",
            (
                "Speech synthesis does not start ([Errno 2] No such file or directory: '/nowhere/phondata'). Install"
                " espeakng-loader anew, or use recordings of your own."
            ),
        ),
        (
            "import os\nos._exit(3)",
            (
                "Speech synthesis does not start (its process ended with code 3). Install espeakng-loader anew, or use"
                " recordings of your own."
            ),
        ),
    ],
)
def test_without_espeak_there_is_one_sentence(tmp_path, monkeypatch, speaker, code, sentence):
    fake_wheel(tmp_path, monkeypatch, code)
    monkeypatch.setattr(synthesis, "_studio", lambda process: (SoundMemory(0), Files(tmp_path / "sounds", 0), speaker))
    for _ in range(2):
        with pytest.raises(InputError) as refusal:
            say(DIGITS)
        assert str(refusal.value) == sentence
    assert not available()
    assert speaker.pid is None


def test_process_that_hangs_is_given_up(tmp_path, monkeypatch, speaker):
    monkeypatch.setattr(speaker_module, "PATIENCE", 0.3)
    fake_wheel(tmp_path, monkeypatch, "import time\ntime.sleep(60)")
    with pytest.raises(InputError, match=r"Speech synthesis does not start \(its process ended with code -9\)"):
        speaker.ask([REQUEST])


DEADLY = """
import sys
from pathlib import Path
sys.path.remove(str(Path(__file__).parent))
del sys.modules["espeakng_loader"]
from espeakng_loader import *
import json, os
loads = json.loads
def deadly(line):
    request = loads(line)
    if request["text"] == "deadly":
        os._exit(7)
    return request
json.loads = deadly
"""


def test_sentence_that_kills_the_process_costs_itself_alone(tmp_path, monkeypatch, speaker):
    fake_wheel(tmp_path, monkeypatch, DEADLY)
    with pytest.raises(InputError, match="Speech synthesis failed at 'deadly'"):
        speaker.ask([REQUEST, REQUEST | {"text": "deadly"}, REQUEST])
    assert len(speaker.ask([REQUEST])) == 1


def test_data_may_lie_under_a_long_path(tmp_path, monkeypatch, speaker):
    deep = tmp_path / ("x" * 100) / ("y" * 100)
    deep.parent.mkdir()
    code = (
        "from pathlib import Path\nimport importlib.metadata as m\nreal ="
        " Path(str(m.distribution('espeakng-loader').locate_file('espeakng_loader')))\n"
    )
    code += f"deep = Path({str(deep)!r})\nif not deep.exists(): deep.symlink_to(real / 'espeak-ng-data')\n"
    code += "def get_library_path(): return str(real / 'libespeak-ng.so')\ndef get_data_path(): return str(deep)"
    fake_wheel(tmp_path, monkeypatch, code)
    [answer] = speaker.ask([REQUEST])
    assert len(answer.sound) > 22_050


def test_only_the_process_of_its_own_loads_espeak():
    naming = [path.name for path in (ROOT / "core").rglob("*.py") if "import espeakng_loader" in path.read_text()]
    assert naming == ["espeak.py"]
    script = (
        "import sys, core.sound.synthesis as s\ns.say('one')\nprint('espeakng_loader' in sys.modules, 'torch' in"
        " sys.modules)"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.split(), done.stderr) == (["False", "False"], "")
