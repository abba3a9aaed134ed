"""The table of flows and platforms says what the tests show."""

import re

from bot.platforms.slack.inbound import Place
from tests import parity
from tests.discord.test_transcripts import FILES as ON_DISCORD
from tests.slack.test_transcripts import FILES as ON_SLACK
from tests.transcripts.test_transcripts import FILES as LOCALLY


def test_the_page_is_up_to_date() -> None:
    assert parity.PAGE.read_text("utf-8") == parity.page(), "run python -m tests.parity"


def test_every_transcript_is_played_on_every_platform() -> None:
    every = {parity.DAY, *parity.TRANSCRIPTS}
    assert {path.resolve() for path in ON_SLACK} == {path.resolve() for path in every}
    assert {path.resolve() for path in ON_DISCORD} == {path.resolve() for path in every}
    assert {path.resolve() for path in LOCALLY} >= set(parity.TRANSCRIPTS)


def test_every_fallback_is_shown_by_a_test() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (parity.ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"def (test_\w+)\(", code))
    assert {one.test for one in parity.FALLBACKS} <= there


def test_every_way_back_has_words() -> None:
    assert set(parity._SHOWN) == set(Place)
