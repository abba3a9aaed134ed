"""Drafts: what was written and not sent comes back with **[Fix it]**, for a day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers.chat.incoming import Heard, Submission
from handlers.chat.outgoing import (
    Button,
    Choice,
    Field,
    Form,
    Message,
    OpenForm,
    Style,
    TextField,
)
from handlers.course import Course
from handlers.refusal import Refused
from storage.kinds import Purpose
from storage.store import Work
from storage.tables import Draft

KEPT = timedelta(days=1)
"""How long a draft is kept."""


def new_draft(event: Submission, course: Course, form: str, args: tuple[str, ...]) -> Draft:
    """A draft of what somebody has just written, under their tag of this day."""
    scope = _scope(course, event.at.date())
    return Draft(
        id=course.chance.token(),
        course_id=course.id,
        scope=scope,
        person_tag=event.who.tag(Purpose.DAY, scope),
        question_id=args[0] if args else "",
        form=form,
        args=" ".join(args),
        box="",
        until=event.at + KEPT,
    )


def _scope(course: Course, day: date) -> str:
    return f"{course.id}/{day}"


def tags_of(event: Heard, course: Course) -> list[str]:
    """The tags under which a person's drafts of the last day can stand: today's, yesterday's."""
    days = (event.at.date(), event.at.date() - timedelta(days=1))
    return [event.who.tag(Purpose.DAY, _scope(course, day)) for day in days]


def fix_button(course: Course, draft: Draft) -> Button:
    """**[Fix it]** opens the form again as it was written."""
    return Button(course.say("button-fix"), "fix", (draft.id,), Style.PRIMARY)


def fixable(form: Submission, course: Course, key: str, **values: str | int) -> Refused:
    """A refusal that keeps what was written: **[Fix it]** brings the form back with its text."""
    draft = new_draft(form, course, form.name, form.args)
    fields = dict(form.fields)

    def keep(work: Work) -> None:
        work.drafts.keep(draft, fields)

    message = Message(course.line(key, **values).parts, (fix_button(course, draft),))
    return Refused(message, keep)


def own_draft(event: Heard, course: Course, draft_id: str) -> Draft:
    """A draft of this person's.

    Raises:
        Refused: it is gone, or somebody else's.
    """
    draft = course.work.drafts.find(draft_id)
    if (
        draft is None
        or draft.until <= event.at
        or draft.course_id != course.id
        or draft.person_tag != event.who.tag(Purpose.DAY, draft.scope)
    ):
        raise course.refuse("draft-gone")
    return draft


def sent(form: Submission, course: Course) -> None:
    """A form has gone through: no draft of it is left."""
    course.work.drafts.drop_of(tags_of(form, course), form.name, " ".join(form.args))


def filled(opened: OpenForm, fields: Mapping[str, str]) -> OpenForm:
    """A form with what was written in it before."""
    form: Form = opened.form
    again: list[Field] = []
    for field in form.fields:
        text = fields.get(getattr(field, "name", ""), "")
        if isinstance(field, TextField):
            again.append(replace(field, initial=text[: field.most]))
        elif isinstance(field, Choice) and text in {option.value for option in field.options}:
            again.append(replace(field, initial=text))
        else:
            again.append(field)
    return OpenForm(replace(form, fields=tuple(again)))


def as_submitted(event: Heard, course: Course, draft: Draft, at: datetime) -> Submission:
    """The form that a draft was, as if it were sent now, once its writer has confirmed it."""
    return Submission(
        who=event.who,
        role=event.role,
        course=course.id,
        courses=event.courses,
        at=at,
        seed=event.seed,
        delivery=event.delivery,
        where=event.where,
        once=event.once,
        name=draft.form,
        args=tuple(draft.args.split()),
        fields=course.work.drafts.fields(draft),
        confirmed=True,
    )
