"""Browsers' raw recordings into files that know their length and can be wound. Pure but for files.

Packets are copied, never decoded. What a browser recorded without a break is a part; parts of one
kind are laid one after the other into one file.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

FORMATS = {"webm": "webm", "mp4": "mp4"}
# Seconds that one packet may lie after the one before; a part that says more is damaged.
LONGEST_GAP = 24 * 3600


@dataclass(frozen=True)
class Source:
    """A part as it was uploaded: only its first `size` bytes count."""

    path: Path
    size: int
    ending: str


@dataclass(frozen=True)
class Made:
    """A finished file."""

    path: Path
    ending: str
    seconds: int


def remux(sources: list[Source], folder: Path) -> list[Made]:
    """Make files in `folder` out of parts; a part that cannot be read is left out.

    Parts next to each other that have the same container, codecs and picture size share a file.
    """
    av = _av()
    made: list[Made] = []
    for number, (ending, group) in enumerate(_groups(av, sources)):
        target = folder / f"{number}.{ending}"
        seconds = _join(av, group, target, FORMATS[ending])
        if seconds > 0:
            made.append(Made(target, ending, max(1, round(seconds))))
        else:
            target.unlink(missing_ok=True)
    return made


def _av() -> Any:
    # 100 MB of codecs: only the process that makes files loads them, not each web server.
    return import_module("av")


def _groups(av: Any, sources: list[Source]) -> Iterator[tuple[str, list[Source]]]:
    group: list[Source] = []
    last = None
    for source in sources:
        kind = _kind(av, source)
        if kind is None:
            continue
        if group and kind != last:
            yield group[0].ending, group
            group = []
        group.append(source)
        last = kind
    if group:
        yield group[0].ending, group


def _kind(av: Any, source: Source) -> tuple | None:
    """Return what must be alike for parts to share a file; None for a part without packets."""
    try:
        with _opened(av, source) as container:
            streams = _streams(container)
            if next(container.demux(streams), None) is None:
                return None
            return (source.ending, *(_stream_kind(stream) for stream in streams))
    except (av.error.FFmpegError, ValueError, IndexError):
        return None


def _stream_kind(stream: Any) -> tuple:
    context = stream.codec_context
    size = (context.width, context.height) if stream.type == "video" else context.sample_rate
    return stream.type, context.name, size, stream.time_base


@contextmanager
def _opened(av: Any, source: Source) -> Iterator[Any]:
    kind = "matroska" if source.ending == "webm" else "mp4"
    with (
        open(source.path, "rb") as stream,
        av.open(_First(stream, source.size), "r", format=kind) as container,
    ):
        yield container


def _streams(container: Any) -> list[Any]:
    """Return one picture and one sound at most, in this order."""
    found = [*container.streams.video[:1], *container.streams.audio[:1]]
    if not found:
        raise ValueError("no picture and no sound")
    return found


def _join(av: Any, group: list[Source], target: Path, kind: str) -> float:
    """Copy the packets of parts into one file; returns its seconds."""
    end = Fraction(0)
    with av.open(str(target), "w", format=kind) as output:
        outs: list[Any] = []
        last: dict[int, int] = {}
        for source in group:
            with _opened(av, source) as container:
                streams = _streams(container)
                outs = outs or [output.add_stream_from_template(one) for one in streams]
                end = _copy(av, container, streams, outs, end, last, output)
    return float(end)


def _copy(
    av: Any,
    container: Any,
    streams: list[Any],
    outs: list[Any],
    begin: Fraction,
    last: dict[int, int],
    output: Any,
) -> Fraction:
    """Copy one part behind `begin` seconds; returns where it ends. Stops where it is damaged."""
    number = {stream.index: place for place, stream in enumerate(streams)}
    end = begin
    try:
        for packet in container.demux(streams):
            if packet.dts is None or packet.pts is None:
                continue
            base = packet.time_base
            if packet.dts * base > LONGEST_GAP:
                break
            place = number[packet.stream.index]
            shift = round(begin / base)
            # A muxer wants each packet later than the one before.
            dts = max(packet.dts + shift, last.get(place, -1) + 1)
            packet.pts, packet.dts = max(packet.pts + shift, dts), dts
            last[place] = dts
            end = max(end, (packet.pts + (packet.duration or 0)) * base)
            packet.stream = outs[place]
            output.mux(packet)
    except (av.error.InvalidDataError, av.error.EOFError):
        pass  # what came before is whole
    return end


class _First(io.RawIOBase):
    """The first bytes of a file: what was written behind them was refused and is not read."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._size = size

    def readable(self) -> bool:
        """Tell that one can read."""
        return True

    def seekable(self) -> bool:
        """Tell that one can jump."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer, never past the end that counts."""
        left = max(0, self._size - self._stream.tell())
        data = self._stream.read(min(left, len(buffer)))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Jump; the end is the one that counts."""
        base = {0: 0, 1: self._stream.tell(), 2: self._size}[whence]
        return self._stream.seek(max(0, base + offset))

    def tell(self) -> int:
        """Return where one is."""
        return self._stream.tell()
