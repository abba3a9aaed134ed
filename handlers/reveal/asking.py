"""**[A life is in danger]**: staff ask the two people outside the team, privately.

Nothing of it reaches a card, the line or anybody else on the staff.
"""

from collections.abc import Iterator

from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    Advice,
    Button,
    Form,
    Line,
    Message,
    Notice,
    NoticeKind,
    OpenForm,
    Outgoing,
    Reply,
    Style,
    TextField,
)
from handlers.course import Course, tag_for
from handlers.reveal import noting
from handlers.routes import STAFF, Routes
from handlers.rules.reveal import EXPIRES
from handlers.safety.help_lines import contacts
from storage.kinds import Label, RequestState, Seal
from storage.tables import Confirmer, Question, RevealRequest, RevealRule

routes = Routes()
REASON = 1000
"""Characters a reason may have."""


def can_be_found(question: Question) -> bool:
    """Whether the promise under which a question was asked has the exception, and leads on."""
    asked_so = question.revealable and question.label == Label.EVERYONE
    return asked_so and question.author_seal is not None


def ask_button(course: Course, question: Question) -> tuple[Button, ...]:
    """The button, where there is somebody to ask and somebody to find."""
    if _rule(course) is None or not can_be_found(question):
        return ()
    args = (question.id,)
    return (Button(course.say("button-reveal-ask"), "reveal-ask", args, Style.DANGER),)


def told(confirmer: Confirmer, question_id: str) -> Notice:
    """The notice that a request waits, or has gone on."""
    seal = Seal(f"confirmer:{confirmer.id}", confirmer.member_seal)
    return Notice(seal, NoticeKind.REVEAL, about=question_id)


@routes.press("reveal-ask", reads=True, roles=STAFF, lasts=True)
def open_ask(press: Press, course: Course) -> Iterator[Outgoing]:
    """The form with the reason."""
    question, rule = _about(press, course)
    say = course.say
    reason = TextField("reason", say("reveal-ask-reason"), required=True, long=True, most=REASON)
    yield OpenForm(
        Form(
            say("reveal-ask-title"),
            "reveal-ask",
            (Advice(say("reveal-ask-advice", office=rule.office)), reason),
            say("reveal-ask-submit"),
            (question.id,),
        )
    )


@routes.submission("reveal-ask", roles=STAFF, lasts=True)
def ask(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The two named first are told at once; their deputies when the target has passed."""
    question, rule = _about(form, course)
    reason = form.text("reason")[:REASON]
    if not reason:
        raise course.refuse("reveal-ask-empty")
    oversight = course.work.oversight
    tag = tag_for(form.who, question.id)
    before = [one for one in oversight.about(question.id) if one.requester_tag == tag]
    if any(one.state == RequestState.OPEN for one in before):
        raise course.refuse("reveal-ask-already")
    request = RevealRequest(
        id=course.chance.token(),
        course_id=course.id,
        question_id=question.id,
        requester_tag=tag,
        requester_seal="",
        reason=reason,
        state=RequestState.OPEN,
        asked_at=form.at,
        expires_at=form.at + EXPIRES,
    )
    request.requester_seal = form.who.sealed(f"requester:{request.id}").box
    oversight.ask(request)
    noting.note(course, course.id, noting.ASKED, form.at, request=request.id)
    _fall_due(course, request, rule)
    for confirmer in oversight.confirmers(course.id):
        if not confirmer.deputy:
            yield told(confirmer, question.id)
    hours = round(EXPIRES.total_seconds() / 3600)
    line = Line(course.say("reveal-asked", hours=hours))
    yield Reply(Message((line, *contacts(course)[:1])))


def _about(event: Press | Submission, course: Course) -> tuple[Question, RevealRule]:
    """The question, and the rule by which its author can be found.

    Raises:
        Refused: nobody can find them.
    """
    question, rule = course.question(event.args[0]), _rule(course)
    if rule is None or not can_be_found(question):
        raise course.refuse("reveal-ask-impossible")
    return question, rule


def _rule(course: Course) -> RevealRule | None:
    """The course's rule, as long as there are two to decide by it: they too can delete all."""
    oversight = course.work.oversight
    enough = len(oversight.confirmers(course.id)) >= 2
    return oversight.rule(course.id) if enough else None


def _fall_due(course: Course, request: RevealRequest, rule: RevealRule) -> None:
    dues = {
        "reveal-deputies": request.asked_at + rule.within,
        "reveal-expire": request.expires_at,
    }
    for name, due in dues.items():
        course.do_later(name, due, request.id, question_id=request.question_id)
