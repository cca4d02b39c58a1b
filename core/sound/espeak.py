"""espeak-ng in a process of its own: ``python -m core.sound.espeak`` reads sentences from standard input and says them.

It is a separate program, spoken to through its standard input and output, because espeak-ng keeps one state a process,
is not made for threads, and is under the GPL. The app's side is `core.sound.synthesis`; this module imports nothing of
the app.

A request is a line of JSON: ``text``, ``voice``, ``words_per_minute``, ``pitch`` and ``longest`` (seconds). An answer
is a line of JSON, and after it as many bytes as its ``bytes`` says: the sound, mono, 16 bits a sample. With it come the
``rate`` and the ``phonemes``: name in IPA, first sample, and the character of the text that is being said, counted from
0; a pause has no name. What cannot be said is answered by ``refused``: ``"voice"`` or ``"long"``. The first line that
is written says that it is ready, or why there is no voice at all: ``missing`` (the wheel) or ``broken``, with the
``reason``.

espeak-ng's sound depends on what it said before (the phase of its waves, the flutter of its pitch, its random numbers),
so the library is loaded anew for each sentence: the same request has the same answer, bit for bit. That takes a third
of a millisecond, as long as it finds its voices without searching: it is given a folder with nothing but what it needs,
which also has a short name (it takes no path of data of more than 159 bytes).
"""

from __future__ import annotations

import _ctypes
import ctypes
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

RATE = 22_050
"""Samples a second that espeak-ng makes."""

VOICES = {"en-us": "gmw/en-US", "en-gb": "gmw/en", "en-gb-scotland": "gmw/en-GB-scotland", "cmn": "sit/cmn"}
"""The languages that it speaks here, and their files in its folder of data."""

DATA = ("phondata", "phonindex", "phontab", "intonations", "en_dict", "cmn_dict", "voices/!v")
"""What else it needs of that folder."""

# From espeak-ng's speak_lib.h, version 1.52.
_SYNCHRONOUS = 2
_PHONEME_EVENTS, _PHONEME_IPA, _DONT_EXIT = 1 << 0, 1 << 1, 1 << 15
_CHARS_UTF8 = 1  # and neither SSML nor [[phonemes]]: a text is said as it is written
_RATE, _PITCH = 1, 3
_LIST_TERMINATED, _PHONEME = 0, 7


class _Name(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("milliseconds", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Name),
    )


_HEARD = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Espeak:
    """The library, ready to speak.

    Parameters
    ----------
    library, data : str
        Its file, and its folder of data.

    Raises
    ------
    OSError
        If it cannot be loaded or does not find its data.
    """

    def __init__(self, library: str, data: str) -> None:
        self._library = ctypes.CDLL(library)
        options = _PHONEME_EVENTS | _PHONEME_IPA | _DONT_EXIT
        rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(data), options)
        if rate != RATE:
            raise OSError(f"espeak-ng answered {rate} where {RATE} samples a second were expected")

    def close(self) -> None:
        """Unload it, and with it all that it remembers."""
        self._library.espeak_Terminate()
        (_ctypes.FreeLibrary if os.name == "nt" else _ctypes.dlclose)(self._library._handle)

    def say(
        self, text: str, voice: str, words_per_minute: int, pitch: int, longest: float
    ) -> tuple[dict[str, Any], bytes]:
        """The answer to a request, and the sound."""
        if self._library.espeak_SetVoiceByName(voice.encode()):
            return {"refused": "voice"}, b""
        self._library.espeak_SetParameter(_RATE, words_per_minute, 0)
        self._library.espeak_SetParameter(_PITCH, pitch, 0)
        sound, phonemes = bytearray(), []

        def heard(samples: Any, count: int, events: Any) -> int:
            if count:
                sound.extend(ctypes.string_at(samples, 2 * count))
            for event in _until_the_last(events):
                if event.type == _PHONEME:
                    name = bytes(ctypes.string_at(ctypes.addressof(event.id), 8)).split(b"\0")[0]
                    phonemes.append((name.decode("utf-8", "ignore"), event.sample, event.text_position - 1))
            return int(len(sound) > 2 * RATE * longest)  # 1 ends it

        callback = _HEARD(heard)
        self._library.espeak_SetSynthCallback(callback)
        encoded = text.encode() + b"\0"
        self._library.espeak_Synth(encoded, len(encoded), 0, 1, 0, _CHARS_UTF8, None, None)
        if len(sound) > 2 * RATE * longest:
            return {"refused": "long"}, b""
        return {"rate": RATE, "phonemes": phonemes}, bytes(sound)


def _until_the_last(events: Any) -> Iterator[_Event]:
    number = 0
    while events[number].type != _LIST_TERMINATED:
        yield events[number]
        number += 1


def main() -> None:
    """Answer requests until standard input closes."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what the library prints is no answer
    try:
        import espeakng_loader
    except ImportError as error:
        _answer(answers, {"missing": True, "reason": str(error)})
        return
    kept = _keep("libstdc++.so.6")
    with TemporaryDirectory(prefix="unrolled-") as folder, suppress(BrokenPipeError):  # the app may be gone
        try:
            library = espeakng_loader.get_library_path()
            copy_data(Path(espeakng_loader.get_data_path()), Path(folder))
            Espeak(library, folder).close()
        except (OSError, RuntimeError, AttributeError) as error:
            _answer(answers, {"broken": True, "reason": str(error)})
            return
        _answer(answers, {})
        for line in sys.stdin.buffer:
            espeak = Espeak(library, folder)
            _answer(answers, *espeak.say(**json.loads(line)))
            espeak.close()
    del kept


def copy_data(source: Path, target: Path) -> None:
    """Copy what is needed of espeak-ng's data, its voices under the names by which they are asked for."""
    for name in DATA:
        (target / name).parent.mkdir(exist_ok=True)
        (shutil.copytree if (source / name).is_dir() else shutil.copyfile)(source / name, target / name)
    (target / "lang").mkdir()
    for name, path in VOICES.items():
        shutil.copyfile(source / "lang" / path, target / "lang" / name)


def _keep(*names: str) -> list[ctypes.CDLL]:
    """Hold on to libraries that would otherwise be loaded anew with each sentence, too."""
    kept = []
    for name in names:
        with suppress(OSError):  # another platform has others
            kept.append(ctypes.CDLL(name))
    return kept


def _answer(answers: BinaryIO, header: dict[str, Any], sound: bytes = b"") -> None:
    answers.write(json.dumps(header | {"bytes": len(sound)}).encode() + b"\n" + sound)
    answers.flush()


if __name__ == "__main__":
    main()
