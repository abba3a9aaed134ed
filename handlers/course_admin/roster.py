"""A roster as a file in the chat: looked at first, applied with one press."""

from collections.abc import Iterator
from datetime import timedelta

from handlers.chat.incoming import CleanFile, Press, Submission, Tick
from handlers.chat.outgoing import (
    AddFiles,
    Advice,
    Button,
    Fine,
    Form,
    Line,
    OpenForm,
    Outgoing,
    Part,
    Reply,
    Said,
    Style,
)
from handlers.course import Course
from handlers.course_admin.page import course_page
from handlers.rosters import apply, counted, name_tags
from handlers.routes import INSTRUCTORS, Routes
from handlers.rules.importing.records import Remark
from handlers.rules.importing.roster import Listed, Roster, roster
from handlers.rules.pages import pages
from handlers.staffing.team import as_staff
from storage.kinds import Purpose, Role
from storage.tables import RosterLine

routes = Routes()
LISTED = 15
"""Wrong rows that are named; whoever corrects them looks again anyway."""
KEPT = timedelta(days=1)


@routes.press("roster", reads=True, roles=INSTRUCTORS)
def open_form(_press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Roster]** on the course's page."""
    say = course.say
    fields = (Advice(say("roster-advice")), AddFiles("file", say("roster-file"), most=1))
    yield OpenForm(Form(say("roster-title"), "roster", fields, say("roster-look"), (course.id,)))


def read_roster(course: Course, form: Submission) -> Roster:
    """What the file of a form holds.

    Raises:
        Refused: there is no file in it that can be read.
    """
    file = next((one for one in form.files if isinstance(one, CleanFile)), None)
    if file is None:
        raise course.refuse("roster-none")
    names = {one.name.casefold(): one.name for one in course.work.courses.sections(course.id)}
    return roster(file.content, names)


@routes.submission("roster", roles=INSTRUCTORS)
def look(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Say what a roster holds, and which rows are wrong; nothing is applied yet."""
    found = read_roster(course, form)
    lines: list[RosterLine] = []
    refused = list(found.refused)
    sections = {one.name: one.id for one in course.work.courses.sections(course.id)}
    batch = course.chance.token()
    for listed in found.listed:
        line = _line(form, course, listed, batch, sections)
        if isinstance(line, Remark):
            refused.append(line)
        else:
            lines.append(line)
    course.work.rosters.keep(lines)
    course.do_later("roster-over", form.at + KEPT, batch)
    buttons: tuple[Button, ...] = ()
    if lines:
        apply_ = Button(
            course.say("button-apply"), "apply-roster", (course.id, batch), Style.PRIMARY
        )
        buttons = (apply_,)
    for message in pages(_preview(course, lines, refused), buttons):
        yield Reply(message)


def _line(
    form: Submission, course: Course, listed: Listed, batch: str, sections: dict[str, str]
) -> RosterLine | Remark:
    people = form.people.get(f"line-{listed.line}", ())
    if not people:
        return Remark(listed.line, course.say("roster-no-id"))
    tag = people[0].tag(Purpose.MEMBER, course.id)
    if tag == form.who.tag(Purpose.MEMBER, course.id) and listed.role is not Role.INSTRUCTOR:
        return Remark(listed.line, course.say("roster-yourself"))
    return RosterLine(
        batch=batch,
        line=listed.line,
        course_id=course.id,
        member_tag=tag,
        role=listed.role,
        section_id=sections.get(listed.section),
        names=name_tags(course.work, course.id, listed.name),
        member_seal=as_staff(people[0], course.id, listed.role).member_seal,
    )


def _preview(course: Course, lines: list[RosterLine], refused: list[Remark]) -> list[Part]:
    say, roles = course.say, counted(lines)
    values = {role.value: roles[role] for role in Role}
    parts: list[Part] = [Line(say("roster-holds", **values) if lines else say("roster-nothing"))]
    if refused:
        refused.sort(key=lambda remark: remark.line or 0)
        parts.append(Line(say("roster-wrong", count=len(refused))))
        rows = [_remark(course, remark) for remark in refused[:LISTED]]
        parts.append(Said("\n".join(rows)))
    if len(refused) > LISTED:
        parts.append(Line(say("roster-more", count=len(refused) - LISTED)))
    return [*parts, Fine(say("roster-fine"))] if lines else parts


def _remark(course: Course, remark: Remark) -> str:
    if remark.line is None:
        return remark.sentence
    return course.say("roster-row", line=str(remark.line), why=remark.sentence)


@routes.press("apply-roster", roles=INSTRUCTORS)
def apply_roster(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Apply]**: what was looked at, and nothing else."""
    lines = course.work.rosters.take(course.id, press.args[-1])
    if not lines:
        raise course.refuse("roster-gone")
    apply(lines, course.id, course.work)
    roles = counted(lines)
    yield Reply(course.line("roster-applied", **{role.value: roles[role] for role in Role}))
    yield from course_page(press, course)


@routes.tick("roster-over")
def forget(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """A roster nobody has applied is forgotten."""
    course.work.rosters.take(course.id, tick.args[0])
    yield from ()
