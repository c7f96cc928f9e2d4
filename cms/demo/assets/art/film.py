"""Draws the demo's film: sixteen beats of teental, spoken and counted on a wheel.

Run in an environment with `av` and `pillow`: python film.py FONT.woff2 OUT.webm POSTER.webp
"""

import math
import sys
from array import array
from fractions import Fraction

import av
from PIL import Image, ImageDraw, ImageFont

PAPER, INK, MUTED, LINE = "#fbf8f2", "#17211f", "#55605c", "#e2dacb"
PEACOCK, SOFT, MARIGOLD = "#0b5a56", "#dcede9", "#f2a71b"
BEATS = ("dha dhin dhin dha", "dha dhin dhin dha", "dha tin tin na", "na dhin dhin dha")
HANDS = ("clap", "clap", "wave", "clap")
WORDS = [word for line in BEATS for word in line.split()]
WIDTH, HEIGHT, TWICE = 960, 540, 2
RATE, SOUND_RATE = 24, 48_000
LEAD_IN, ROUNDS, LEAD_OUT = 1.0, (0.6, 0.3), 1.4  # seconds: before, a beat of each round, after
DEEP, BRIGHT = {"dha", "dhin"}, {"tin", "na", "dha"}


def beats() -> list[tuple[float, int]]:
    """Return when each beat sounds, in seconds, and its number from 0 to 15."""
    found, at = [], LEAD_IN
    for length in ROUNDS:
        for number in range(len(WORDS)):
            found.append((at, number))
            at += length
    return [*found, (at, 0)]  # every cycle ends on one


def frame(font: str, beat: int | None, since: float) -> Image.Image:
    """Draw one picture; `since` seconds ago the beat sounded."""
    canvas = Image.new("RGB", (WIDTH * TWICE, HEIGHT * TWICE), PAPER)
    pen = ImageDraw.Draw(canvas)
    middle, radius = (540, 540), 380
    pen.ellipse((middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius),
                outline=LINE, width=4)  # fmt: skip
    for number in range(len(WORDS)):
        angle = math.tau * number / len(WORDS) - math.pi / 2
        x, y = middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)
        hand = HANDS[number // 4] if number % 4 == 0 else ""
        size = 38 if hand else 22
        if number == beat:
            size += 26 * max(0.0, 1 - since / 0.3)
        fill = MARIGOLD if number == beat else PAPER if hand == "wave" else PEACOCK
        pen.ellipse((x - size, y - size, x + size, y + size), fill=fill, outline=PEACOCK, width=6)
    spoken = WORDS[beat] if beat is not None else "teental"
    pen.text(middle, spoken, INK, face(font, 150 if beat is not None else 112), anchor="mm")
    for row, line in enumerate(BEATS):
        at = 300 + row * 150
        pen.text((1080, at - 26), HANDS[row], MUTED, face(font, 40), anchor="ls")
        x = 1080
        for place, word in enumerate(line.split()):
            on = beat is not None and beat == row * 4 + place
            wide = pen.textlength(word, face(font, 64))
            if on:
                box = (x - 16, at - 12, x + wide + 16, at + 74)
                pen.rounded_rectangle(box, 12, fill=SOFT)
            pen.text((x, at + 56), word, PEACOCK if on else INK, face(font, 64), anchor="ls")
            x += wide + 44
    return canvas.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def face(font: str, size: int) -> ImageFont.FreeTypeFont:
    """Return the display face at a size, heavy."""
    found = ImageFont.truetype(font, size)
    found.set_variation_by_axes([650])
    return found


def sound(length: float) -> array:
    """Return 16-bit samples: a deep stroke, a bright one, or both, for each beat."""
    samples = [0.0] * int(length * SOUND_RATE)
    for at, number in beats():
        word = WORDS[number]
        tones = [(92, 0.55, 6.0)] * (word in DEEP) + [(392, 0.3, 14.0)] * (word in BRIGHT)
        tones += [(330, 0.22, 16.0)] * (word == "dhin")
        first = int(at * SOUND_RATE)
        for step in range(min(int(0.6 * SOUND_RATE), len(samples) - first)):
            time = step / SOUND_RATE
            attack = min(1.0, time / 0.004)
            samples[first + step] += attack * sum(
                loud * math.exp(-fade * time) * math.sin(math.tau * tone * time)
                for tone, loud, fade in tones
            )
    return array("h", (int(max(-1.0, min(1.0, value)) * 30_000) for value in samples))


def main(font: str, out: str, poster: str) -> None:
    """Write the film, and its poster."""
    played = beats()
    length = played[-1][0] + LEAD_OUT
    frame(font, 8, 0.1).save(poster, "WEBP", quality=86, method=6)
    with av.open(out, "w", format="webm") as film:
        picture = film.add_stream("libvpx-vp9", rate=RATE, options={"crf": "38", "b": "0"})
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        voice = film.add_stream("libopus", rate=SOUND_RATE, layout="mono")
        voice.bit_rate = 48_000
        packets = []
        for number in range(int(length * RATE)):
            now = number / RATE
            past = [(at, beat) for at, beat in played if at <= now]
            at, beat = past[-1] if past else (0.0, None)
            drawn = av.VideoFrame.from_image(frame(font, beat, now - at))
            packets += picture.encode(drawn)
        packets += picture.encode()
        samples = sound(length)
        heard = av.AudioFrame(format="s16", layout="mono", samples=len(samples))
        heard.planes[0].update(samples.tobytes())
        heard.sample_rate, heard.time_base, heard.pts = SOUND_RATE, Fraction(1, SOUND_RATE), 0
        packets += [*voice.encode(heard), *voice.encode()]
        # Sound and picture by turns, so that a player need not read ahead.
        film.mux(sorted(packets, key=lambda packet: (packet.dts or 0) * packet.time_base))


if __name__ == "__main__":
    main(*sys.argv[1:])
