"""Journeys stay short, and the page about them says what is so."""

from bot.transcript.parsing import parse
from tests.transcripts.journeys import PAGE, Journey, journeys, journeys_of, page

TWO = """course Data 101 · ana, ben: students · tim: TA · @ Mon 10:15

# Journey: a question (at most 2 presses, 1 field)
ana> [Ask]
ana> My join doubles the rows.
ben> [Ask]
# Journey: then people (at most 1 press)
ana> [Ask people]
ana> [Post]

ana> /my
"""


def test_what_is_counted() -> None:
    first, second = journeys_of(parse(TWO), "two.txt")
    assert first == Journey("a question", 2, 1, (2, 1), "two.txt")
    assert first.short
    assert second == Journey("then people", 2, 0, (1, 0), "two.txt")
    assert not second.short


def test_every_journey_is_as_short_as_it_should_be() -> None:
    found = journeys()
    assert len(found) >= 3
    assert [one for one in found if not one.short] == []


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.transcripts.journeys"
