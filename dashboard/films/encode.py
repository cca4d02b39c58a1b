"""Frames as a film's file: a GIF that plays anywhere, or an MP4 that is sharp and small."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import IO

from PIL import Image

PER_SECOND = 25
"""Pictures a second of an MP4: a frame that stays is shown that often."""

COLOURS = 128
"""Colours of a frame of a GIF."""


def gif(frames: Iterable[Image.Image], seconds: float, rest: float, file: IO[bytes]) -> None:
    """Write a GIF that plays over and over.

    Parameters
    ----------
    frames : iterable of Image
        At least one, all of one size.
    seconds, rest : float
        How long a frame stays, and how much longer the last one.
    file : binary file
        Gets the film.
    """
    flat = [frame.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE) for frame in frames]
    shown = [round(1000 * seconds)] * (len(flat) - 1) + [round(1000 * (seconds + rest))]
    flat[0].save(file, format="GIF", save_all=True, append_images=flat[1:], duration=shown, loop=0, disposal=1)


def mp4(frames: Iterable[Image.Image], seconds: float, rest: float, file: IO[bytes]) -> None:
    """Write an MP4 (H.264); parameters as of `gif`, the sides of a frame even."""
    import av

    with av.open(file, "w", format="mp4") as film:
        stream = None
        times = max(1, round(seconds * PER_SECOND))
        for frame, following in pairwise([*frames, None]):
            if frame is None:
                continue
            if stream is None:
                stream = film.add_stream(
                    "libx264", rate=Fraction(PER_SECOND), options={"crf": "18", "preset": "veryfast"}
                )
                stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
            more = round(rest * PER_SECOND) if following is None else 0
            for _ in range(times + more):
                film.mux(stream.encode(av.VideoFrame.from_image(frame)))
        if stream is not None:
            film.mux(stream.encode())
