"""Looking at a digest: ``/askwell digest``, and what stands behind its lines."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from handlers.chat.incoming import Command, Press, Submission
from handlers.chat.outgoing import (
    Button,
    Form,
    Heading,
    Line,
    Message,
    OpenForm,
    Outgoing,
    Part,
    Reply,
    TextField,
)
from handlers.course import Course
from handlers.digest import card
from handlers.digest.composing import week_span
from handlers.digest.findings import Digest
from handlers.digest.freezing import thawed
from handlers.importing import reworded
from handlers.links import page
from handlers.routes import STAFF, Routes
from handlers.rules.pages import pages
from handlers.rules.release.windows import monday_of
from handlers.staffing.line import reply_button, show_line
from handlers.times import zone_of
from storage.figures.tickets import TicketFigures
from storage.tables import Hint

routes = Routes()
MORNING = 8
"""The hour of Monday at which a course's digest is made, by its own clock."""


def digest_of(course: Course, args: tuple[str, ...]) -> Digest:
    """The digest a button belongs to.

    Raises:
        Refused: it is not kept any more.
    """
    found = course.work.digests.find(course.id, args[0])
    if found is None:
        raise course.refuse("digest-none", week=args[0], time=f"{MORNING:02d}:00")
    return thawed(found.content)


@routes.command("digest", reads=True, roles=STAFF)
def look(command: Command, course: Course) -> Iterator[Outgoing]:
    """The last digest, or a week's; as it was published."""
    week = command.text.strip().upper()
    if week:
        try:
            monday_of(week)
        except ValueError:
            raise course.refuse("digest-week") from None
        yield Reply(card.answer(digest_of(course, (week,))))
        return
    last = course.work.digests.last(course.id)
    if last is None:
        raise course.refuse("digest-none-yet", time=f"{MORNING:02d}:00")
    yield Reply(card.answer(thawed(last.content)))


@routes.press("digest-more", reads=True, roles=STAFF)
def look_further(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[More]**: everything else that the digest says."""
    yield from card.more(digest_of(course, press.args))


@routes.press("digest-page", roles=STAFF, repeats=True)
def as_page(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[As a page]**: the whole digest for a browser, once."""
    week, say = digest_of(course, press.args).week, course.say
    opens = page(press, course, "digest", say("digest-page-link"), course=course.id, about=week)
    yield Reply(Message((Line(say("digest-page-lead")),), page=opens))


@routes.press("digest-waiting", reads=True, roles=STAFF)
def who_waits(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[The line now]**: the line as it is now, as ``/queue`` shows it."""
    yield from show_line(press, course)


@routes.press("digest-hours", reads=True, roles=STAFF)
def when_they_came(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Duty hours]**: on which day, and when in the day, questions were posted."""
    say, zone = course.say, zone_of(course)
    span = week_span(course, monday_of(digest_of(course, press.args).week))
    blocks: Counter[tuple[int, int]] = Counter()
    for hour, posted in TicketFigures(course.work.connection, span).hours():
        local = (span.start + timedelta(hours=hour)).astimezone(zone)
        blocks[local.weekday(), local.hour // 3] += posted
    parts: list[Part] = [Heading(say("digest-hours"))]
    for (day, block), posted in sorted(blocks.items()):
        times = {"from": f"{3 * block:02d}:00", "to": f"{3 * block + 3:02d}:00"}
        parts.append(Line(say("digest-came", day=day, posted=posted, **times)))
    if len(parts) == 1:
        parts.append(Line(say("digest-reply-none")))
    for message in pages(
        parts, (Button(say("button-my-duty"), "my-duty"), *reply_button(press, course))
    ):
        yield Reply(message)


@routes.press("digest-rewrite", reads=True, roles=STAFF)
def open_rewrite(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Rewrite]** opens the hint that helped least."""
    line = digest_of(course, press.args).line("hint")
    hint = _hint(course, "" if line is None else str(line.values.get("hint", "")))
    say = course.say
    field = TextField("text", say("rewrite-text"), required=True, long=True, initial=hint.text)
    form = Form(say("rewrite-title"), "digest-rewrite", (field,), say("rewrite-submit"), (hint.id,))
    yield OpenForm(form)


def _hint(course: Course, hint_id: str) -> Hint:
    hint = course.hints.find(hint_id)
    if hint is None or hint.course_id != course.id:
        raise course.refuse("rewrite-gone")
    return hint


@routes.submission("digest-rewrite", roles=STAFF)
def rewrite(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The hint says something else from now on; who has seen it keeps what they saw."""
    hint, text = _hint(course, form.args[0]), form.text("text")
    if not text:
        raise course.refuse("tell-empty")
    reworded(hint, text, course.record, course.work)
    yield Reply(course.line("rewritten", topic=hint.topic))
