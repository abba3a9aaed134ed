"""Pictures are drawn by a child process; whatever goes wrong there, the text goes."""

import asyncio
import io
import sys
from collections.abc import Sequence
from dataclasses import replace

import pytest
from PIL import Image

from bot.pictures import artist as artist_module
from bot.pictures.artist import Artist, in_words
from bot.pictures.child import draw_all
from bot.pictures.drawing import FONTS, Unwritable, png
from bot.platform import Enclosed
from handlers.chat.codec import chart_to_json, message_from_json, message_to_json
from handlers.chat.outgoing import BARS, Bar, Chart, Line, Message, TooBig

CHART = Chart(
    "Hard topics",
    "Bar chart. Joins needed most help.",
    (Bar("Joins", 1.0, "9 of 9"), Bar("Löops", 0.25, "1 of 4"), Bar("Sets", 0.0, "0 of 8")),
)
MESSAGE = Message((Line("Week 40"),), chart=CHART)


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


def drawn(command: Sequence[str] | None = None) -> tuple[Message, Enclosed]:
    return asyncio.run(_drawn(command))


async def _drawn(command: Sequence[str] | None) -> tuple[Message, Enclosed]:
    artist = Artist() if command is None else Artist(command)
    try:
        return await artist.hang(MESSAGE, Enclosed())
    finally:
        await artist.stop()


def test_a_picture_hangs_on_its_message_with_the_finding_in_words() -> None:
    message, enclosed = drawn()
    (file,) = message.files
    assert message.chart is None
    assert (file.media_type, file.alt) == ("image/png", CHART.alt)
    picture = Image.open(io.BytesIO(enclosed.contents[file.id]))
    assert picture.format == "PNG"
    assert picture.width == 960
    again, _enclosed = drawn()
    assert again.files == message.files


def test_one_child_draws_many_and_the_next_when_it_died() -> None:
    asyncio.run(_many())


async def _many() -> None:
    artist = Artist()
    first = await artist.draw(CHART)
    child = artist._child
    assert first is not None
    assert first.startswith(b"\x89PNG")
    assert child is not None
    other = await artist.draw(replace(CHART, title="Easy topics"))
    assert other not in {None, first}
    assert artist._child is child
    child.kill()
    await child.wait()
    assert await artist.draw(CHART) == first
    assert artist._child is not None
    assert artist._child.pid != child.pid
    await artist.stop()
    assert artist._child is None


@pytest.mark.parametrize(
    "command",
    [
        python(""),
        python("import sys; sys.stdin.readline(); sys.stdout.buffer.write(bytes(4))"),
        python("import sys; sys.stdin.readline(); sys.stdout.buffer.write(b'\\xff' * 8)"),
        ("/nowhere/at/all",),
    ],
    ids=["ends", "draws nothing", "tells nonsense", "is not there"],
)
def test_a_failed_picture_never_stops_the_text(command: Sequence[str]) -> None:
    message, enclosed = drawn(command)
    assert [part.text for part in message.parts] == ["Week 40", CHART.alt]
    assert (message.chart, message.files, dict(enclosed.contents)) == (None, (), {})


def test_a_slow_picture_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artist_module, "PATIENCE", 0.05)
    message, _enclosed = drawn(python("input(); input()"))
    assert message.parts[-1].text == CHART.alt


def test_a_chart_that_cannot_be_drawn_is_told_so() -> None:
    pictures = io.BytesIO()
    draw_all(io.BytesIO(b"nonsense\n" + chart_to_json(CHART) + b"\n"), pictures)
    told = pictures.getvalue()
    assert told[:4] == bytes(4)
    assert int.from_bytes(told[4:8]) == len(told) - 8
    assert told[8:12] == b"\x89PNG"


def test_letters_that_no_font_has_are_no_picture() -> None:
    chinese = replace(CHART, title="连接")
    with pytest.raises(Unwritable):
        png(chinese, FONTS[:1])
    assert png(CHART, ("there is no such font.ttf", *FONTS[:1])).startswith(b"\x89PNG")


def test_an_answer_says_its_picture_in_words() -> None:
    assert in_words(Message((Line("x"),))) == Message((Line("x"),))
    full = Message(tuple(Line(f"{n}") for n in range(30)), chart=CHART)
    assert in_words(full).parts == full.parts


def test_a_chart_travels_with_its_message() -> None:
    assert message_from_json(message_to_json(MESSAGE)) == MESSAGE


@pytest.mark.parametrize(
    "make",
    [
        lambda: Chart("t", "a", ()),
        lambda: Chart("t", " ", CHART.bars),
        lambda: Bar("x", 1.1, "x"),
    ],
)
def test_a_chart_shows_something_and_says_what(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=r"says what|0 to 1"):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Chart("t", "a", CHART.bars * BARS),
        lambda: Chart("t", "a" * 1001, CHART.bars),
        lambda: Chart("t" * 101, "a", CHART.bars),
        lambda: Bar("x" * 46, 0.5, "x"),
        lambda: Bar("x", 0.5, "x" * 46),
    ],
)
def test_a_chart_keeps_the_limits(make: object) -> None:
    assert callable(make)
    with pytest.raises(TooBig):
        make()
