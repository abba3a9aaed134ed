"""Who may decide, case by case; bands and months by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers.rules.reveal import (
    Asked,
    Decider,
    Failed,
    band,
    failed,
    month_after,
    month_before,
)
from storage.kinds import RequestState
from tests.storage.rows import MONDAY

AT = MONDAY
OPEN = Asked(RequestState.OPEN, AT + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("who", "asked", "why"),
    [
        (Decider(), OPEN, None),
        (Decider(deputy=True), replace(OPEN, deputies=True), None),
        (Decider(named=False), OPEN, Failed.STRANGER),
        (Decider(teaches=True), OPEN, Failed.TEACHES),
        (Decider(named=False, teaches=True), OPEN, Failed.STRANGER),
        (Decider(), replace(OPEN, same=False), Failed.SCOPE),
        (Decider(), replace(OPEN, ruled=False), Failed.OFF),
        (Decider(), replace(OPEN, expires_at=AT), Failed.EXPIRED),
        (Decider(), replace(OPEN, state=RequestState.EXPIRED), Failed.EXPIRED),
        (Decider(), replace(OPEN, state=RequestState.GRANTED), Failed.DECIDED),
        (Decider(), replace(OPEN, state=RequestState.DECLINED), Failed.DECIDED),
        (Decider(deputy=True), OPEN, Failed.EARLY),
        (Decider(), replace(OPEN, linked=False), Failed.UNLINKED),
        (Decider(confirmed=True), OPEN, Failed.TWICE),
    ],
)
def test_who_may_decide(who: Decider, asked: Asked, why: Failed | None) -> None:
    assert failed(who, asked, AT) is why


def test_a_count_is_a_word() -> None:
    words = {0: "none", 1: "few", 4: "few", 5: "some", 9: "some", 10: "many", 300: "many"}
    assert {count: band(count) for count in words} == words


def test_months() -> None:
    assert month_before(date(2026, 11, 1)) == date(2026, 10, 1)
    assert month_before(date(2027, 1, 31)) == date(2026, 12, 1)
    assert month_after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert month_after(date(2027, 1, 31)) == date(2027, 2, 1)
