"""**[Fix it]** and **[This was about coursework]**: a draft goes on where it stopped."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from handlers import (
    afterwards,
    answering,
    asking,
    changing,
    continuing,
    follow_ups,
    forms,
    ladder,
    sharing,
)
from handlers.chat.incoming import Press
from handlers.chat.outgoing import OpenForm, Outgoing
from handlers.course import Course
from handlers.course_admin import exams, releases, replying, settings, staff, terms
from handlers.drafts import as_submitted, filled, own_draft
from handlers.peers import helping
from handlers.pulse import rhythm
from handlers.replies import keeping
from handlers.routes import Routes, merged
from handlers.safety import measures
from handlers.safety.heeding import Handler
from handlers.staffing import duty

routes = Routes()

Blank = Callable[[Course, tuple[str, ...]], OpenForm]
FORMS: dict[str, tuple[Blank, Handler]] = {
    "ask": (lambda course, _args: forms.ask(course), asking.ask),
    "continue": (
        lambda course, args: continuing.box(course, course.question(args[0])),
        asking.ask,
    ),
    "tried": (lambda course, args: forms.tried(course, course.question(args[0])), ladder.tried),
    "follow-up": (
        lambda course, args: forms.line(course, "follow-up", args),
        follow_ups.follow_up,
    ),
    "ask-back": (lambda course, args: forms.line(course, "ask-back", args), follow_ups.ask_back),
    "answer": (
        lambda course, args: forms.answer(course, course.question(args[0])),
        answering.answer,
    ),
    "difference": (
        lambda course, args: forms.difference(course, course.question(args[0])),
        afterwards.difference,
    ),
    "edit": (
        lambda course, args: forms.edit(course, course.question(args[0])),
        changing.edit,
    ),
    "share-words": (
        lambda course, args: sharing.words_form(course, course.question(args[0]), ""),
        sharing.words,
    ),
    "keep-reply": (keeping.reply_form, keeping.keep),
    "look-again": (
        forms.look_again,
        measures.ask_again,
    ),
}
"""Each form whose text can come back: how it opens when empty, and what sending it does."""


BY_BUTTON = merged(
    duty.routes,
    exams.routes,
    helping.routes,
    releases.routes,
    replying.routes,
    rhythm.routes,
    settings.routes,
    staff.routes,
    terms.routes,
)
"""Features whose forms open by the button of the same name, and come back by it."""


@routes.press("fix", reads=True, lasts=True)
def fix(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Fix it]** opens the form with what was written."""
    draft = own_draft(press, course, press.args[0])
    fields, args = course.work.drafts.fields(draft), tuple(draft.args.split())
    if draft.form in FORMS:
        blank, _send = FORMS[draft.form]
        yield filled(blank(course, args), fields)
        return
    again = replace(press, name=draft.form, args=args)
    route = BY_BUTTON.find(again)
    if route is None or press.role not in route.roles:
        raise course.refuse("draft-gone")
    for opened in route.handler(again, course):
        yield filled(opened, fields) if isinstance(opened, OpenForm) else opened


@routes.press("go-on")
def go_on(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[This was about coursework]**, **[Send it as it is]**: what was written goes on."""
    draft = own_draft(press, course, press.args[0])
    _blank, send = FORMS[draft.form]
    form = as_submitted(press, course, draft, press.at)
    course.work.drafts.drop(draft.id)
    yield from send(form, course)
