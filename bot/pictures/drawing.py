"""A chart as a PNG. Only the child process imports this, and with it Pillow.

Bars from the left, each with its label above it and its figure at its end, so that nothing depends
on colour. The picture has a ground of its own, since it is shown on light and on dark alike.
"""

from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from handlers.chat.outgoing import Chart

WIDTH, EDGE, TITLE, STEP, THICK = 960, 32, 84, 76, 26
GROUND, INK, SOFT, BAR = "#ffffff", "#1f2430", "#e6e9ef", "#2f5d9b"
SPACE_FOR_FIGURE = 150


OWN = Path(__file__).parents[1] / "platforms" / "local" / "page" / "figtree.woff2"
FONTS = (str(OWN), "DejaVuSans.ttf", "NotoSans-Regular.ttf")
"""The bot's own font, with Western letters; then the machine's, where it has them, with many."""
WEIGHT = 500


class Unwritable(ValueError):
    """The chart's words have letters that no font here has; they stand better without a picture."""


def font_for(text: str, fonts: Sequence[str] = FONTS) -> ImageFont.FreeTypeFont:
    """The first font that has every letter of a text.

    Raises:
        Unwritable: none has, and there would be boxes.
    """
    for name in fonts:
        try:
            font = ImageFont.truetype(name, 22)
        except OSError:
            continue
        missing = bytes(font.getmask("\uffff"))
        if not any(bytes(font.getmask(one)) == missing for one in set(text) if one.strip()):
            with suppress(OSError):  # most fonts have one weight only
                font.set_variation_by_axes([WEIGHT])
            return font
    raise Unwritable


def png(chart: Chart, fonts: Sequence[str] = FONTS) -> bytes:
    """The picture.

    Args:
        chart: what it shows.
        fonts: names of fonts, the best first.

    Raises:
        Unwritable: no font has its letters.
    """
    words = "".join([chart.title, *(bar.label + bar.shown for bar in chart.bars)])
    small = font_for(words, fonts)
    height = TITLE + STEP * len(chart.bars) + EDGE // 2
    picture = Image.new("RGB", (WIDTH, height), GROUND)
    pen = ImageDraw.Draw(picture)
    pen.text((EDGE, 24), chart.title, fill=INK, font=small)
    longest = WIDTH - 2 * EDGE - SPACE_FOR_FIGURE
    for number, bar in enumerate(chart.bars):
        top = TITLE + STEP * number
        pen.text((EDGE, top), bar.label, fill=INK, font=small)
        top += 34
        pen.rectangle((EDGE, top, EDGE + longest, top + THICK), fill=SOFT)
        end = EDGE + round(longest * bar.value)
        if end > EDGE:
            pen.rectangle((EDGE, top, end, top + THICK), fill=BAR)
        pen.text((EDGE + longest + 14, top), bar.shown, fill=INK, font=small)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
