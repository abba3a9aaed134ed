"""The process that draws: charts as JSON lines come in, pictures go out behind their length.

A length of zero says that a chart could not be drawn. It ends when its input does.
"""

import struct
import sys
from typing import BinaryIO

from pydantic import TypeAdapter

from bot.pictures.drawing import png
from handlers.chat.outgoing import Chart

LENGTH = struct.Struct(">I")
CHARTS: TypeAdapter[Chart] = TypeAdapter(Chart)


def draw_all(charts: BinaryIO, pictures: BinaryIO) -> None:
    """Draw until there is nothing more to draw."""
    for line in charts:
        try:
            content = png(CHARTS.validate_json(line))
        except Exception:  # noqa: BLE001  # the text goes without it; the next may do better
            content = b""
        pictures.write(LENGTH.pack(len(content)) + content)
        pictures.flush()


if __name__ == "__main__":
    draw_all(sys.stdin.buffer, sys.stdout.buffer)
