"""**[Fix it]** and **[This was about coursework]**: a draft goes on where it stopped."""

from collections.abc import Callable, Iterator

from handlers import afterwards, answering, asking, changing, follow_ups, forms, ladder
from handlers.chat.incoming import Press
from handlers.chat.outgoing import OpenForm, Outgoing
from handlers.course import Course
from handlers.drafts import as_submitted, filled, own_draft
from handlers.routes import Routes
from handlers.safety import measures
from handlers.safety.heeding import Handler

routes = Routes()

Blank = Callable[[Course, tuple[str, ...]], OpenForm]
FORMS: dict[str, tuple[Blank, Handler]] = {
    "ask": (lambda course, _args: forms.ask(course), asking.ask),
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
    "look-again": (
        lambda course, args: forms.line(course, "look-again", args, required=False),
        measures.ask_again,
    ),
}
"""Each form whose text can come back: how it opens when empty, and what sending it does."""


@routes.press("fix", reads=True)
def fix(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Fix it]** opens the form with what was written."""
    draft = own_draft(press, course, press.args[0])
    blank, _send = FORMS[draft.form]
    yield filled(blank(course, tuple(draft.args.split())), course.work.drafts.fields(draft))


@routes.press("go-on")
def go_on(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[This was about coursework]**, **[Send it as it is]**: what was written goes on."""
    draft = own_draft(press, course, press.args[0])
    _blank, send = FORMS[draft.form]
    form = as_submitted(press, course, draft, press.at)
    course.work.drafts.drop(draft.id)
    yield from send(form, course)
