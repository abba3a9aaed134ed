"""From an event to what is said: once, in one transaction, acknowledged after commit."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bot.logs import know, log
from bot.platform import NotCommitted
from handlers.chat.codec import (
    aftermath_from_json,
    aftermath_to_json,
    message_to_json,
    replies_from_json,
    replies_to_json,
)
from handlers.chat.incoming import Acted, Event, Press, Submission, Tick
from handlers.chat.outgoing import (
    Aftermath,
    Cut,
    Forget,
    Instead,
    Join,
    Message,
    Notice,
    NoticeKind,
    Offer,
    OpenForm,
    Outgoing,
    Post,
    Reply,
    Separate,
    stamped,
)
from handlers.chat.person import Person
from handlers.course import Course, Desk
from handlers.exams import closed, exam_line
from handlers.notices import composed, notice
from handlers.refusal import Keep, Refused
from handlers.routes import Route, Routes
from handlers.rules.chance import Chance
from storage.engine import BUSY_MS
from storage.kinds import Address, Purpose, Seal
from storage.store import Busy, Store, Work
from storage.tables import Job, Parcel

Said = tuple[Reply | OpenForm, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an event.

    Attributes:
        said: what the person who acted is answered.
        delivers: whether something waits in the outbox because of it.
        aftermath: what is left to the door.
        told: whether the person was also told of notices that could not be delivered.
    """

    said: Said
    delivers: bool = False
    aftermath: tuple[Aftermath, ...] = ()
    told: bool = False

    @property
    def forget(self) -> bool:
        """Whether the door must forget the person."""
        return any(isinstance(one, Forget) for one in self.aftermath)


def _nobody(_seal: Seal) -> Person:
    raise ValueError("nobody can be met here")


class Dispatcher:
    """Runs handlers."""

    def __init__(
        self, store: Store, routes: Routes, meet: Callable[[Seal], Person] = _nobody
    ) -> None:
        """Take the store, every route there is, and the door's way to people due work concerns."""
        self._store = store
        self._meet = meet
        self._routes = routes
        know(*(_name(route) for route in routes.all()))

    def handle(self, event: Acted) -> Outcome:
        """Handle what a person did; the same thing a second time changes nothing.

        Raises:
            NotCommitted: the database could not take it in time, or a handler failed on a form,
                whose text must not be lost.
        """
        started = time.monotonic()
        route = self._routes.find(event)
        try:
            if route is None:
                return self._say_at_desk(event, "unknown")
            if event.role not in route.roles:
                return self._say_at_desk(event, _why_not(event))
            if route.reads:
                with self._store.read() as work:
                    return replace(_run(route, event, work), delivers=False, aftermath=())
            return self._once(route, event, started)
        except Refused as refused:
            once = Chance(event.seed + b"once").token()
            outcome = Outcome((Reply(stamped(refused.message, once)),))
            if route is not None and not route.reads:
                self._keep_refusal(event, outcome, refused.keep)
            return outcome
        except (DBAPIError, Busy) as problem:
            log.failure("not committed", problem, route=_name(route))
            raise NotCommitted from None
        except NotCommitted:
            log.warning("not committed", route=_name(route))
            raise
        except Exception as problem:  # noqa: BLE001  # told and logged, never passed on to a platform
            log.failure("handler failed", problem, route=_name(route))
            if isinstance(event, Submission):
                raise NotCommitted from None
            return self._failed(event)

    def tick(self, job: Job, seed: bytes, now: datetime | None = None) -> bool:
        """Do a job that has fallen due; false if somebody else did it.

        The job goes in the transaction that has its effect, so it happens once or not at all.
        """
        event = Tick(
            name=job.name,
            args=tuple(job.args.split()),
            course=job.course_id,
            at=job.due,
            seed=seed,
            now=max(now or job.due, job.due),
            meet=self._meet,
        )
        route = self._routes.find(event)
        with self._store.begin() as work:
            if not work.jobs.done(job.id):
                return False
            if route is not None:
                _run(route, event, work)
        return True

    def _once(self, route: Route, event: Acted, started: float) -> Outcome:
        again = False
        while True:
            try:
                with self._store.begin() as work:
                    key = _key(work, event, repeats=route.repeats)
                    delivery = _delivery_key(work, event)
                    seen = work.inbox.seen(key, event.at, delivery)
                    if seen is not None:
                        if route.tells:
                            _still_open(work, event, key, delivery)
                        return _said_again(seen)
                    done = _run(route, event, work)
                    if not done.said or not isinstance(done.said[0], OpenForm):
                        work.inbox.keep(key, _to_say_again(done), event.at)
                    if (time.monotonic() - started) * 1000 > BUSY_MS:
                        raise NotCommitted
                return done
            except (IntegrityError, OperationalError) as problem:
                # Another process has handled the same event at the same moment: say what it said.
                # Or two events wait for each other, and PostgreSQL lets one of them begin anew.
                if again or not (isinstance(problem, IntegrityError) or _deadlock(problem)):
                    raise
                again = True

    def _keep_refusal(self, event: Acted, outcome: Outcome, keep: Keep | None) -> None:
        """Under its delivery only: the form or button may be used again, once things are right."""
        with suppress(DBAPIError, Busy), self._store.begin() as work:
            if keep is not None:
                keep(work)
            key = _delivery_key(work, event)
            work.inbox.keep(key, _to_say_again(outcome), event.at)

    def _failed(self, event: Acted) -> Outcome:
        try:
            return self._say_at_desk(event, "failed")
        except (DBAPIError, Busy):
            raise NotCommitted from None

    def _say_at_desk(self, event: Acted, key: str) -> Outcome:
        """A line of the catalogue in the language of the event's course."""
        with self._store.read() as work:
            desk = _desk(work, event)
            return Outcome((Reply(desk.line(key)),))


def _name(route: Route | None) -> str:
    return "" if route is None else f"{route.kind.__name__} {route.name}"


def _key(work: Work, event: Acted, *, repeats: bool) -> str:
    """What makes two events the same: the token of the form or message, else the delivery."""
    if event.once and isinstance(event, Press | Submission) and not repeats:
        who = event.who.tag(Purpose.ONCE, event.once)
        return work.inbox.key("once", event.once, event.name, *event.args, who)
    return _delivery_key(work, event)


def _delivery_key(work: Work, event: Acted) -> str:
    # The person is in it as well: nobody is told what another was, whatever ids a platform gives.
    who = event.who.tag(Purpose.ONCE, event.delivery)
    return work.inbox.key("delivery", event.delivery, who)


def _still_open(work: Work, event: Acted, key: str, delivery: str) -> None:
    """Say again only what an exam, begun since it was said, does not close.

    Raises:
        Refused: it does.
    """
    for course_id in {*event.courses, event.course}:
        record = None if course_id is None else work.courses.find(course_id)
        if record is None:
            continue
        course = Course(work, Chance(event.seed), record)
        exam = closed(course, event)
        if exam is None:
            continue
        if work.inbox.seen(key, event.at, delivery, since=exam.starts) is None:
            raise Refused(Message((exam_line(course, exam),)))


def _to_say_again(done: Outcome) -> bytes:
    """What a redelivery needs: also what is left to the door, should a crash have cut it short."""
    return aftermath_to_json(done.aftermath) + b"\n" + replies_to_json(done.said)


def _said_again(seen: bytes) -> Outcome:
    aftermath, _line, said = seen.partition(b"\n")
    replies = tuple(one for one in replies_from_json(said) if isinstance(one, Reply))
    return Outcome(replies, aftermath=aftermath_from_json(aftermath))


def _why_not(event: Acted) -> str:
    """Which sentence says that something is for others; who has no course may be anything there."""
    if event.course is None:
        return "no-course"
    return "not-for-tas" if event.role.staff else "not-for-you"


def _desk(work: Work, event: Event) -> Desk:
    chance = Chance(event.seed)
    record = None if event.course is None else work.courses.find(event.course)
    return Desk(work, chance) if record is None else Course(work, chance, record)


def _deadlock(problem: OperationalError) -> bool:
    """Whether two transactions waited for each other (PostgreSQL's code for it)."""
    return getattr(problem.orig, "sqlstate", None) == "40P01"


def _run(route: Route, event: Event, work: Work) -> Outcome:
    desk = _desk(work, event)
    if not route.anywhere and not isinstance(desk, Course):
        raise desk.refuse("no-course")
    reads_only = _reads_only(route, event, desk)
    if reads_only and not route.reads:
        raise desk.refuse("course-archived")
    outcome = _carry_out(route.handler(event, desk), event, desk)
    if reads_only and any(isinstance(one, OpenForm) for one in outcome.said):
        # Before somebody writes what could not be kept.
        raise desk.refuse("course-archived")
    return outcome if isinstance(event, Tick) or not event.untold else _owed(outcome, event, desk)


def _reads_only(route: Route, event: Event, desk: Desk) -> bool:
    """Whether the course is archived, so that this way may change nothing in it."""
    if isinstance(event, Tick) or route.anywhere or route.lasts:
        return False
    return isinstance(desk, Course) and desk.record.archived_at is not None


def _owed(outcome: Outcome, event: Acted, desk: Desk) -> Outcome:
    """With it, what could not be told to the person by notice: at the next contact, said alone.

    A form stands alone, so it waits until after; and whoever deletes everything hears of no news.
    """
    if outcome.forget or any(isinstance(one, OpenForm) for one in outcome.said):
        return outcome
    if isinstance(event, Press) and event.name == NoticeKind.NEWS:
        return replace(outcome, told=True)
    owed = (Reply(notice(NoticeKind(kind), desk.language)) for kind in event.untold)
    return replace(outcome, said=(*outcome.said, *owed), told=True)


def _carry_out(outgoing: Iterable[Outgoing], event: Event, desk: Desk) -> Outcome:
    """Answers are collected; what goes elsewhere becomes rows of the outbox, written last.

    The order in which rows are locked is :class:`storage.store.Work`'s.
    """
    tokens = Chance(event.seed + b"once")
    said: list[Reply | OpenForm] = []
    aftermath: list[Aftermath] = []
    parcels: list[Parcel] = []
    for one in outgoing:
        match one:
            case Reply(message):
                said.append(Reply(stamped(message, tokens.token())))
            case OpenForm(form):
                if said or isinstance(event, Submission):
                    raise TypeError("a form is the first and only answer, never to a form")
                said.append(OpenForm(replace(form, once=tokens.token())))
            case Notice():
                parcels.append(_notice(one, event, desk.work))
            case Instead(kind, args):
                message = composed(desk.work, one.course or event.course or "", kind, args)
                said.append(Reply(stamped(message, tokens.token()), instead=True))
            case Post():
                parcels += _posts(one, tokens.token(), event, desk)
            case Forget() | Offer() | Join() | Separate() | Cut():
                aftermath.append(one)
    desk.work.outbox.put(*parcels)
    return Outcome(tuple(said), bool(parcels), tuple(aftermath))


def _notice(notice: Notice, event: Event, work: Work) -> Parcel:
    destination = work.outbox.destination(notice.to)
    return Parcel(
        course_id=notice.course or event.course or "",
        question_id=notice.about,
        destination=destination,
        coalesce=f"{destination}:{notice.kind}",
        kind="notice",
        scope=notice.to.scope,
        seal=notice.to.box,
        notice=notice.kind,
        args=" ".join(notice.args),
        until=notice.until,
        platform=notice.on,
        made_at=event.at,
    )


def _posts(post: Post, once: str, event: Event, desk: Desk) -> Iterator[Parcel]:
    course_id = post.course or event.course
    if course_id is None:
        raise TypeError("a card needs a course")
    body = message_to_json(stamped(post.message, once)).decode()
    for place in desk.work.courses.rooms(course_id, post.room):
        if post.on not in {"", place.platform}:
            continue
        address = Address(place.platform, place.workspace, place.room_id)
        yield Parcel(
            course_id=course_id,
            question_id=post.about,
            destination=f"{address.platform}/{address.workspace}/{address.room}",
            coalesce=f"{course_id}:{post.key}:{address.platform}{':new' * post.renewed}",
            kind="renew" if post.renewed else "post",
            card_key=post.key,
            room=post.room,
            platform=place.platform,
            workspace=place.workspace,
            room_id=place.room_id,
            body=body,
            pin=post.pin,
            last=post.last,
            made_at=event.at,
        )
