"""Small films as browsers record them: live WebM, without a length and without an index."""

from io import BytesIO

import av
import numpy as np

RATE = 48_000


def film(seconds=2, *, fps=15, width=160, height=120) -> bytes:
    """Return a WebM of a changing picture and silence."""
    target = BytesIO()
    with av.open(target, "w", format="webm", options={"live": "1"}) as out:
        picture = out.add_stream("libvpx", rate=fps)
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        sound = out.add_stream("libopus", rate=RATE)
        for number in range(seconds * fps):
            shade = np.full((height, width, 3), number * 5 % 255, np.uint8)
            image = av.VideoFrame.from_ndarray(shade, format="rgb24")
            image.pts = number
            out.mux(picture.encode(image))
            silence = np.zeros((1, RATE // fps), np.int16)
            heard = av.AudioFrame.from_ndarray(silence, format="s16", layout="mono")
            heard.rate, heard.pts = RATE, number * RATE // fps
            out.mux(sound.encode(heard))
        out.mux(picture.encode())
        out.mux(sound.encode())
    return target.getvalue()


def chunks(data: bytes, size: int = 400) -> list[bytes]:
    """Return a film in pieces, as it is uploaded."""
    return [data[at : at + size] for at in range(0, len(data), size)]


def length_of(data: bytes) -> float:
    """Return the seconds a file says it has, after jumping to its end and reading on."""
    with av.open(BytesIO(data)) as opened:
        assert opened.duration, "a file without a length cannot be wound"
        opened.seek(opened.duration - 500_000)
        assert next(opened.demux(video=0)).pts is not None
        return opened.duration / 1_000_000
