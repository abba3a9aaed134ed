"""A course that has just come to a second platform catches up.

What stands in its rooms on the other is posted there too, a few cards at a time, so that nothing
new has to wait behind it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from handlers.cards import cards_of, peer_cards
from handlers.chat.incoming import Tick
from handlers.chat.outgoing import Outgoing
from handlers.course import Course
from handlers.pulse.sending import bring_later
from handlers.routes import Routes
from handlers.staffing.board import board
from handlers.staffing.team import Team
from storage.tables import Job

routes = Routes()
JOB = "catch-up"
START = datetime.fromtimestamp(0, UTC)
AT_A_TIME = 5
"""Questions whose cards are posted together: a few messages each, one a second on Slack."""
PAUSE = timedelta(seconds=15)


def catch_up(course: Course, platform: str, at: datetime) -> None:
    """Have what is open posted on a platform where the course is new: questions, and a pulse."""
    bring_later(course, platform, at)
    _go_on(course, platform, at, START, "")


def _go_on(course: Course, platform: str, due: datetime, posted_at: datetime, last: str) -> None:
    args = f"{platform} {posted_at.isoformat()} {last}"
    job = f"{JOB}-{course.id}-{platform}"
    course.jobs.once(Job(id=job, course_id=course.id, name=JOB, args=args, due=due))


@routes.tick(JOB)
def go_on(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """The next few, the longest open first; the board with the first of them."""
    platform, posted_at, *last = tick.args
    after = datetime.fromisoformat(posted_at)
    if course.record.archived_at is not None:
        return
    cards = course.work.cards
    if after == START and course.record.board:
        yield replace(board(course, Team(course, tick.at)), on=platform)
    questions = course.questions.open_after(course.id, after, "".join(last), AT_A_TIME)
    for question in questions:
        for card in (*cards_of(course, question), *peer_cards(course, question)):
            if cards.ref(course.id, card.key, platform) is None:  # it changed meanwhile
                yield replace(card, on=platform)
    if len(questions) == AT_A_TIME:
        final = questions[-1]
        _go_on(course, platform, tick.at + PAUSE, final.posted_at or after, final.id)
