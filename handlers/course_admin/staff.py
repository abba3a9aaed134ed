"""Who is staff: whoever is in the staff room, and in so many words people and groups of people."""

from collections.abc import Iterator

from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    Advice,
    Choice,
    Form,
    OpenForm,
    Option,
    Outgoing,
    PickGroup,
    PickPerson,
)
from handlers.course import Course
from handlers.course_admin.page import course_page
from handlers.drafts import fixable
from handlers.routes import INSTRUCTORS, Routes
from handlers.staffing.team import as_staff
from storage.kinds import Purpose, Role
from storage.tables import StaffGroup

routes = Routes()
AT_ONCE = 10
"""People who are named with one form."""
NOTHING = "none"


@routes.press("set-staff", reads=True, roles=INSTRUCTORS)
def open_form(_press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Staff]** on the course's page."""
    say = course.say
    words = (Role.TA, Role.INSTRUCTOR, NOTHING)
    fields = (
        Advice(say("set-staff-advice")),
        PickPerson("people", say("set-staff-people"), most=AT_ONCE, required=False),
        PickGroup("group", say("set-staff-group")),
        Choice(
            "role",
            say("set-staff-role"),
            tuple(Option(one, say(f"set-staff-role-{one}")) for one in words),
            initial=Role.TA,
            required=True,
        ),
    )
    yield OpenForm(
        Form(say("set-staff-title"), "set-staff", fields, say("set-submit"), (course.id,))
    )


@routes.submission("set-staff", roles=INSTRUCTORS)
def set_staff(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Name people and a group, or take it back; an instructor stays who can set things up."""
    people, group = form.people.get("people", ()), form.groups.get("group")
    if not people and group is None:
        raise fixable(form, course, "set-staff-nobody")
    chosen = form.text("role")
    role = None if chosen == NOTHING else Role(chosen)
    for person in people:
        tag = person.tag(Purpose.MEMBER, course.id)
        if role is None:
            course.work.courses.unname_staff(course.id, tag)
        else:
            course.work.courses.name_staff(as_staff(person, course.id, role))
    if group is not None:
        named = StaffGroup(
            course_id=course.id,
            platform=group.platform,
            workspace=group.workspace,
            group_id=group.group,
            role=role or Role.TA,
        )
        if role is None:
            course.work.courses.unname_group(named)
        else:
            course.work.courses.name_group(named)
    if not course.work.courses.named(course.id).get(Role.INSTRUCTOR):
        raise fixable(form, course, "set-staff-last")
    yield from course_page(form, course)
