"""Figures about tickets: one week by hand, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from handlers.rules.indicators import thresholds
from storage.figures.tickets import Span, TicketFigures, micros
from storage.kinds import Kind, Wish
from storage.store import Store, Work
from tests.storage import rows
from tests.storage.rows import COURSE, KEYS

START = datetime(2026, 9, 28, tzinfo=UTC)
WEEK = Span(COURSE, START, START + timedelta(weeks=1))
_ids = count(1)


def at(**since: float) -> datetime:
    return START + timedelta(**since)


def asked(
    work: Work,
    name: str,
    when: datetime,
    *events: tuple[str, datetime],
    **changed: Any,  # noqa: ANN401  # a question's fields
) -> None:
    """A question, and what happened to it: ``what`` or ``what: detail``."""
    work.questions.add(rows.question(name, asked_at=when, **changed))
    kind = str(changed.get("kind", Kind.LEARNING))
    for said, moment in (("asked: " + kind, when), *events):
        what, _colon, detail = said.partition(": ")
        event = rows.ticket_event(f"e{next(_ids)}", name, what=what, detail=detail, at=moment)
        work.log.about_ticket(event)


def furnish(work: Work) -> None:
    work.courses.add(rows.course())
    # Joins: six questions, of which two were posted, one reached rung 3, one was reused.
    asked(
        work, "j1", at(hours=9),
        ("shown: rung 1 hint:h1", at(hours=9)),
        ("posted: class hidden", at(hours=10)),
        ("answered: staff full", at(hours=11)),
        ("opened: a1", at(hours=12)),
        ("not yet", at(hours=12, minutes=1)),
        ("answered: staff hint", at(hours=13)),
        ("solved: staff hint", at(hours=14)),
        topic="Joins",
    )  # fmt: skip
    asked(
        work, "j2", at(days=1, hours=9),
        ("shown: rung 1 hint:h1", at(days=1, hours=9)),
        ("shown: rung 2 hint:h2", at(days=1, hours=9, seconds=2)),
        ("shown: rung 3 hint:h3", at(days=1, hours=10)),
        ("solved: rung 3", at(days=1, hours=11)),
        topic="Joins",
    )  # fmt: skip
    asked(
        work, "j3", at(days=2, hours=9),
        ("shown: rung 1 hint:h1", at(days=2, hours=9)),
        ("shown: rung 2 hint:h2", at(days=2, hours=10)),
        ("posted: class named", at(days=2, hours=20)),
        ("answered: classmate hint", at(days=2, hours=21)),
        ("endorsed: a2", at(days=2, hours=22)),
        ("answered: staff full", at(days=3, hours=9)),
        topic="Joins",
    )  # fmt: skip
    asked(work, "j4", at(days=2, hours=9), ("reused: e1", at(days=2, hours=9)), topic="Joins")
    for name in ("j5", "j6"):
        asked(
            work, name, at(days=3, hours=9),
            ("shown: rung 1 hint:h1", at(days=3, hours=9)),
            ("solved: rung 1", at(days=3, hours=10)),
            topic="Joins",
        )  # fmt: skip
    # Loops: two, one of them posted on Sunday and still open.
    asked(work, "l1", at(days=4), ("shown: rung 0 reflect", at(days=4)), topic="Loops")
    asked(work, "l2", at(days=6), ("posted: class hidden", at(days=6, hours=12)), topic="Loops")
    # Logistics count in the volume and the line, in nothing else.
    asked(
        work, "k1", at(days=2),
        ("posted: staff hidden", at(days=2)),
        ("shown: rung 4 entry:x", at(days=2)),
        kind=Kind.LOGISTICS, topic="Joins",
    )  # fmt: skip
    # Before the week, one open for long; after it, nothing of this counts.
    asked(
        work, "old", at(days=-6),
        ("posted: class hidden", at(days=-6)),
        topic="Joins",
    )  # fmt: skip
    asked(work, "new", at(days=7), ("posted: class hidden", at(days=7)), topic="Joins")
    # Somebody asked for a person to talk to, and it came back once: no figure counts any of it.
    work.questions.add(rows.question("talk", asked_at=at(hours=9), wish=Wish.TALK))
    for what, detail, hours in (
        ("asked for a person", "", 9),
        ("answered", "staff full", 10),
        ("opened", "a1", 11),
        ("not yet", "", 12),
    ):
        event = rows.ticket_event(
            f"e{next(_ids)}", "talk", what=what, detail=detail, at=at(hours=hours)
        )
        work.log.about_ticket(event)
    for number, (question, source, seconds, useful) in enumerate(
        [
            ("j1", "h1", 9 * 3600, False),
            ("j2", "h1", 33 * 3600, None),  # the next hint two seconds later: not read
            ("j2", "h2", 33 * 3600 + 2, True),
            ("j3", "h1", 57 * 3600, None),  # the next one an hour later
            ("j3", "h2", 58 * 3600, None),
            ("j5", "h1", 81 * 3600, None),
            ("j5", "h2", 81 * 3600 + 0.4, None),  # a double press
            ("j6", "h1", 81 * 3600, False),
        ]
    ):
        work.questions.show(
            rows.showing(
                f"s{number}",
                question,
                source=f"hint:{source}",
                rung=int(source[1]),
                shown_at=at(seconds=seconds),
                useful=useful,
            )
        )


@pytest.fixture
def figures(stored_url: str) -> Iterator[TicketFigures]:
    store = Store(stored_url, KEYS)
    with store.begin() as work:
        furnish(work)
    with store.read() as work:
        yield TicketFigures(work.connection, WEEK)
    store.close()


def test_a_week_by_hand(figures: TicketFigures) -> None:
    assert figures.volume() == {
        "asked": 9,
        "known": 1,
        "posted": 4,
        "asked_before": 1,
        "posted_before": 1,
    }
    episodes = figures.episodes()
    found = {
        (one["topic"], one["deepest"], one["posted"], one["solved"]): one["questions"]
        for one in episodes
    }
    assert found == {
        ("Joins", 1, 1, "staff hint"): 1,
        ("Joins", 3, 0, "rung 3"): 1,
        ("Joins", 2, 1, ""): 1,
        ("Joins", 4, 0, "rung 4"): 1,
        ("Joins", 1, 0, "rung 1"): 2,
        ("Loops", 0, 0, ""): 1,
        ("Loops", -1, 1, ""): 1,
    }
    # j1's full answer was opened: rung 4, by staff; j3's was not.
    assert sum(int(str(one["bottom"])) for one in episodes) == 1
    assert sum(int(str(one["hinted"])) * int(str(one["questions"])) for one in episodes) == 5
    hints = figures.hints(thresholds.DOUBLE_PRESS, thresholds.QUICKEST, thresholds.WORDS_A_SECOND)
    assert sorted(hints) == [("h1", 5, 3), ("h2", 3, 0)]
    # Joins: j2 two seconds (quick), j3 an hour (no dwell), j5 a double press (no step).
    assert figures.steps(
        thresholds.DOUBLE_PRESS, thresholds.QUICKEST, thresholds.WORDS_A_SECOND, thresholds.IDLE
    ) == [("Joins", 1, 1)]
    waiting = figures.unanswered(thresholds.LOOK_BACK, thresholds.LATE)
    # l2 for half a day, k1 for five, old for 13.
    assert waiting == {
        "waiting": 3,
        "over_a_day": 2,
        "over_two": 2,
        "oldest": micros(at(days=-6)),
    }
    # Posted up to Friday midnight, and since the Saturday before: j1, j3 answered, k1 not.
    assert figures.late(thresholds.LATE) == {"questions": 3, "late": 1}
    assert figures.first_replies() == {"firsts": 2, "by_classmates": 1, "peers": 1, "endorsed": 1}
    # Three answers of staff; j1's first told before rung 2, j3 had seen it.
    assert figures.told() == {"answers": 3, "told": 1}
    # j1 came back, j3 did not.
    assert figures.not_yet() == {"answered": 2, "reopened": 1}
    assert figures.hours() == [(10, 1), (48, 1), (68, 1), (156, 1)]


def test_ages_are_in_staffed_time(figures: TicketFigures) -> None:
    days = [(at(days=n, hours=9), at(days=n, hours=17)) for n in range(5)]
    # j1: 10 to 11 on Monday, an hour. j3: posted Wednesday 20:00, answered 21:00, nobody on duty.
    # k1: Wednesday 0:00 to the week's end, three days of eight hours; l2: Sunday, no time at all.
    assert figures.ages(days) == [(0, 1, 1), (60, 1, 0), (24 * 60, 0, 1)]
    many = [(at(minutes=n), at(minutes=n, seconds=30)) for n in range(40)]
    assert [row[1:] for row in figures.ages(many)] == [(2, 2)]
    assert figures.ages([]) == [(0, 2, 2)]
