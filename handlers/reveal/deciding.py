"""What the people named for it see and do: requests, one question each, and a name for the two.

They need not be in the course. Their buttons carry the course, and the door says what they are
there: whoever teaches cannot decide, wherever the request reached them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.chat.incoming import Command, Press, Submission
from handlers.chat.outgoing import (
    NAME,
    Advice,
    Button,
    Choice,
    Fine,
    Form,
    Heading,
    Item,
    Line,
    Message,
    Notice,
    NoticeKind,
    OpenForm,
    Option,
    Outgoing,
    Part,
    PersonName,
    Reply,
    Said,
    Style,
    TextField,
)
from handlers.course import Course, Desk
from handlers.refusal import Refused
from handlers.reveal import noting
from handlers.reveal.asking import can_be_found, told
from handlers.routes import Routes
from handlers.rules.pages import pages
from handlers.rules.reveal import SHOWN, TOLD_AFTER, Asked, Decider, Failed, failed
from handlers.times import moment_text
from storage.kinds import Purpose, RequestState, Seal
from storage.tables import Confirmation, Confirmer, Question, RevealRequest

routes = Routes()
LISTED = 8
"""Requests that the list shows."""
DANGER = 1000
"""Characters of a reason not to tell the author."""
HOURS = round(SHOWN.total_seconds() / 3600)


@dataclass(frozen=True, slots=True)
class Case:
    """A request with whoever would like to decide it."""

    request: RevealRequest
    question: Question | None
    confirmer: Confirmer | None
    confirmed: list[Confirmation]
    why_not: Failed | None


def _tag(event: Command | Press | Submission, course_id: str) -> str:
    return event.who.tag(Purpose.MEMBER, course_id)


def decides_somewhere(event: Command | Press, desk: Desk) -> bool:
    """Whether somebody is named in any course."""
    oversight = desk.work.oversight
    return any(
        oversight.confirmer(course_id, _tag(event, course_id)) for course_id in oversight.courses()
    )


@routes.press("reveals", reads=True, anywhere=True)
def list_requests(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Look]** under the notice: where something waits, and until when; no words yet."""
    oversight, say = desk.work.oversight, desk.say
    items: list[Part] = []
    for course_id in oversight.courses():
        record = desk.work.courses.find(course_id)
        confirmer = oversight.confirmer(course_id, _tag(press, course_id))
        if record is None or confirmer is None:
            continue
        course = Course(desk.work, desk.chance, record)
        for request in oversight.requests(course_id)[:LISTED]:
            if confirmer.deputy and not request.deputies:
                continue
            mine = any(
                one.confirmer_tag == confirmer.member_tag for one in oversight.confirmed(request.id)
            )
            open_ = request.state == RequestState.OPEN
            lasts = open_ or (mine and request.state == RequestState.GRANTED)
            over = not lasts or press.at >= request.expires_at
            text = say(
                f"reveals-{'over' if over else request.state}",
                course=record.name,
                time=moment_text(course, request.asked_at),
                until=moment_text(course, request.expires_at),
            )
            args = (course_id, request.id)
            look = Button(say("button-reveal-look"), "reveal-look", args)
            items.append(Line(text) if over else Item(text, look))
    lead = say("reveals-lead") if items else say("reveals-none")
    for message in pages([Heading(say("reveals-heading")), Line(lead), *items[:LISTED]]):
        yield Reply(message)


@routes.press("reveal-look", repeats=True, lasts=True)
def look(press: Press, course: Course) -> Iterator[Outgoing]:
    """One request: what was written, why it worries, and what is left to decide; each look noted.

    A look that is refused is noted as well, by its reason.
    """
    case = _case(press, course)
    request, question, say = case.request, case.question, course.say
    if question is None or case.why_not not in {None, Failed.TWICE, Failed.DECIDED}:
        yield from _noted(press, course, case)
        return
    noting.note(course, course.id, noting.READ, press.at, request=request.id, by=case.confirmer)
    parts: list[Part] = [
        Line(say("reveal-course", course=course.record.name, alias=question.alias)),
        Said(question.text),
        Line(say("reveal-reason")),
        Said(request.reason or "…"),
    ]
    args = (course.id, request.id, question.id)
    if request.state == RequestState.OPEN:
        parts.append(Line(say("reveal-so-far", count=len(case.confirmed))))
        for one in case.confirmed:
            if one.danger:
                parts += [Line(say("reveal-danger-so-far")), Said(one.danger)]
        parts.append(Fine(say("reveal-fine", until=moment_text(course, request.expires_at))))
        buttons: tuple[Button, ...] = (
            Button(say("button-reveal-confirm"), "reveal-confirm", args, Style.DANGER),
            Button(say("button-reveal-decline"), "reveal-decline", args),
        )
    else:
        granted = request.state == RequestState.GRANTED
        parts.append(Line(say("reveal-granted" if granted else "reveal-declined", hours=HOURS)))
        buttons = (_name_button(course, request),) if granted else ()
    for message in pages(parts, buttons):
        yield Reply(message)


@routes.press("reveal-confirm", reads=True, lasts=True)
def open_confirm(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Confirm]** says what it does, and asks whether the author is to be told."""
    say = course.say
    options = tuple(Option(one, say(f"reveal-tell-{one}")) for one in ("yes", "no"))
    initial = "no" if press.args[3:] == ("no",) else "yes"
    fields = (
        Advice(say("reveal-confirm-advice", hours=HOURS)),
        Choice("tell", say("reveal-tell"), options, initial=initial, required=True),
        TextField("danger", say("reveal-danger"), long=True, most=DANGER),
    )
    title, submit = say("reveal-confirm-title"), say("reveal-confirm-submit")
    yield OpenForm(Form(title, "reveal-confirm", fields, submit, press.args[:3]))


@routes.submission("reveal-confirm", lasts=True)
def confirm(form: Submission, course: Course) -> Iterator[Outgoing]:
    """One of two; the second opens it. What is not allowed is noted and changes nothing."""
    danger = form.text("danger")[:DANGER]
    if (form.text("tell") == "no") != bool(danger):
        raise _unclear(form, course, danger)
    case = _case(form, course)
    if case.why_not is not None or case.confirmer is None:
        yield from _noted(form, course, case)
        return
    request, oversight = case.request, course.work.oversight
    mine = Confirmation(
        request_id=request.id,
        confirmer_tag=case.confirmer.member_tag,
        course_id=course.id,
        question_id=request.question_id,
        danger=danger,
    )
    if not oversight.confirm(mine, form.at):
        raise course.refuse("reveal-failed-decided-already")
    noting.note(course, course.id, noting.CONFIRMED, form.at, request=request.id, by=case.confirmer)
    tells = not any(one.danger for one in oversight.confirmed(request.id))
    granted = oversight.grant(request.id, form.at, form.at + SHOWN, tells=tells)
    if granted is None:
        yield Reply(course.line("reveal-confirmed"))
        return
    yield from _granted(form, course, granted, tells=tells)


def _unclear(form: Submission, course: Course, danger: str) -> Refused:
    """Whether the author is told is never guessed: *no* and its reason go together."""
    args = (*form.args[:3], "no")
    fix = Button(course.say("button-fix"), "reveal-confirm", args, Style.PRIMARY)
    key = "reveal-danger-unclear" if danger else "reveal-danger-missing"
    said = (Said(danger),) if danger else ()
    return Refused(Message((Line(course.say(key)), *said), (fix,)))


def _granted(
    form: Submission, course: Course, request: RevealRequest, *, tells: bool
) -> Iterator[Outgoing]:
    """Both are told and may look; whoever asked hears the outcome; the author, in time."""
    noting.note(course, course.id, noting.GRANTED, form.at, request=request.id)
    mine = _tag(form, course.id)
    for one in course.work.oversight.confirmed(request.id):
        other = course.work.oversight.confirmer(course.id, one.confirmer_tag)
        if other is not None and one.confirmer_tag != mine:
            yield told(other, request.question_id)
    for about in (request, *course.work.oversight.settle(request)):
        yield from decided(about)
    if tells:
        due = form.at + TOLD_AFTER
        course.do_later("reveal-tell", due, request.id, question_id=request.question_id)
    else:
        noting.note(course, course.id, noting.AUTHOR_NOT_TOLD, form.at, request=request.id)
    key = "reveal-granted" if tells else "reveal-granted-quietly"
    line = Line(course.say(key, hours=HOURS))
    yield Reply(Message((line,), (_name_button(course, request),)))


def _name_button(course: Course, request: RevealRequest) -> Button:
    args = (course.id, request.id, request.question_id)
    return Button(course.say("button-reveal-name"), "reveal-name", args, Style.PRIMARY)


@routes.press("reveal-decline", lasts=True)
def decline(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Don't confirm]**: one is enough."""
    case = _case(press, course)
    if case.why_not not in {None, Failed.TWICE} or case.confirmer is None:
        yield from _noted(press, course, case)
        return
    if not course.work.oversight.close(case.request.id, RequestState.DECLINED):
        raise course.refuse("reveal-failed-decided-already")
    about = {"request": case.request.id, "by": case.confirmer}
    noting.note(course, course.id, noting.DECLINED, press.at, **about)  # type: ignore[arg-type]  # the two named above
    yield from decided(case.request)
    yield Reply(course.line("reveal-declined"))


@routes.press("reveal-name", repeats=True, lasts=True)
def show_name(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Show who asked]**: to the two alone, for a day, each look noted."""
    case, say = _case(press, course), course.say
    right = case.confirmer is not None and case.why_not == Failed.DECIDED
    tag = _tag(press, course.id)
    seal = course.work.oversight.author(case.request.id, tag, press.at) if right else None
    if seal is None or case.confirmer is None:
        _note_refusal(press, course, case)
        yield Reply(course.line("reveal-name-over"))
        return
    noting.note(
        course, course.id, noting.NAME_READ, press.at, request=case.request.id, by=case.confirmer
    )
    line = Line(say("reveal-name", who=NAME), (PersonName(seal),))
    yield Reply(Message((line, Fine(say("reveal-name-fine")))))


def decided(request: RevealRequest) -> Iterator[Outgoing]:
    """The notice to whoever asked; the outcome is read behind its button."""
    if request.requester_seal:
        seal = Seal(f"requester:{request.id}", request.requester_seal)
        yield Notice(seal, NoticeKind.NEWS, about=request.question_id)


def _case(event: Press | Submission, course: Course) -> Case:
    """The request a button is about, and why whoever pressed may not decide it.

    Raises:
        Refused: there is no such request.
    """
    oversight = course.work.oversight
    request = oversight.find(event.args[1]) if len(event.args) > 1 else None
    if request is None or request.course_id != course.id:
        raise course.refuse("reveal-not-you")
    confirmer = oversight.confirmer(course.id, _tag(event, course.id))
    question = course.questions.find(course.id, request.question_id)
    confirmed = oversight.confirmed(request.id)
    mine = any(one.confirmer_tag == _tag(event, course.id) for one in confirmed)
    decider = Decider(
        named=confirmer is not None,
        teaches=event.role.staff,
        deputy=confirmer is not None and confirmer.deputy,
        confirmed=mine,
    )
    asked = Asked(
        request.state,
        request.expires_at,
        deputies=request.deputies,
        same=event.args[2:3] in ((), (request.question_id,)),
        ruled=oversight.rule(course.id) is not None,
        linked=question is not None and can_be_found(question),
    )
    return Case(request, question, confirmer, confirmed, failed(decider, asked, event.at))


def _key(why: Failed) -> str:
    return f"reveal-failed-{why.replace(' ', '-')}"


def _noted(event: Press | Submission, course: Course, case: Case) -> Iterator[Outgoing]:
    """What was not allowed is said, and noted by its reason."""
    _note_refusal(event, course, case)
    yield Reply(course.line(_key(case.why_not or Failed.STRANGER)))


def _note_refusal(event: Press | Submission, course: Course, case: Case) -> None:
    what = f"refused: {case.why_not or Failed.STRANGER}"
    noting.note(course, course.id, what, event.at, request=case.request.id, by=case.confirmer)
