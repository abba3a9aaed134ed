"""**[Share with class]**: what only staff have read is shown to the class if its asker agrees.

They see exactly what would be posted, under their alias, and can change their words first. A no is
the last word: staff read that the asker would rather not, and nothing else follows from it.
"""

from collections.abc import Iterator
from hashlib import blake2b

from handlers import forms
from handlers.answering import tell_asker
from handlers.cards import SHARABLE, is_behind, shared_parts, staff_card
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    Button,
    Fine,
    Form,
    Heading,
    Line,
    Message,
    OpenForm,
    Outgoing,
    Part,
    Reply,
    Said,
    Style,
    TextField,
)
from handlers.course import Course
from handlers.drafts import fixable, sent
from handlers.exams import Shelves, exam_line, require_open, require_released
from handlers.queue import ticket_of
from handlers.refusal import Refused
from handlers.routes import STAFF, Routes
from handlers.rules.exams import Period
from handlers.rules.pages import pages
from handlers.safety.heeding import heeded
from handlers.safety.mutes import muted_until, refuse_muted
from handlers.times import moment_text
from handlers.warned import warnings
from storage.kinds import Audience, By, Label, QuestionState, Sharing, Wish
from storage.tables import Answer, Proposal, Question, Ticket

routes = Routes()


def share_button(course: Course, question: Question, ticket: Ticket) -> tuple[Button, ...]:
    """**[Share with class]**, where there is something to show and nobody has asked before."""
    if _sharable(course, question, ticket) is None:
        return ()
    if course.work.proposals.find(question.id) is not None:
        return ()
    return (Button(course.say("button-share-class"), "share", (question.id,)),)


def _sharable(course: Course, question: Question, ticket: Ticket) -> Answer | None:
    """The answer of staff that the class could be shown: the last one they gave."""
    only_staff = question.audience == Audience.STAFF and question.wish != Wish.TALK
    if not only_staff or ticket.state not in SHARABLE:
        return None
    given = [one for one in course.answers.of(question.id) if one.by == By.STAFF and one.text]
    return given[-1] if given else None


@routes.press("share", reads=True, roles=STAFF)
def open_share(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Share with class]** says first what it means."""
    yield forms.confirm(course, "share", (course.question(press.args[0]).id,))


@routes.submission("share", roles=STAFF)
def share(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The asker is asked, once."""
    question = course.question(form.args[0])
    ticket = ticket_of(course, question)
    given = _sharable(course, question, ticket)
    if given is None:
        raise course.refuse("step-late")
    if question.author_seal is None:
        raise course.refuse("share-nobody")
    _require_shown(form, course, question)
    proposal = Proposal(question_id=question.id, answer_id=given.id, state=Sharing.ASKED)
    if not course.work.proposals.add(proposal):
        raise course.refuse("share-asked")
    course.happened(question, "asked to share", form.at)
    yield from tell_asker(question)
    yield staff_card(course, question, ticket)
    yield Reply(course.line("share-proposed"))


def _require_shown(event: Press | Submission, course: Course, question: Question) -> None:
    """Go on only while no exam is on and the question's answers are not held back.

    Raises:
        Refused: one of the two; the sentence says until when.
    """
    for one in course.work.exams.on(course.id, event.at):
        period = Period(one.id, one.starts, one.ends)
        raise Refused(Message((exam_line(course, period, "share-exam"),)))
    require_released(course, Shelves(course, event.at).opens(question.topic))


def _asked(event: Press | Submission, course: Course) -> tuple[Question, Proposal, Answer]:
    """What somebody is asked about a question of theirs.

    Raises:
        Refused: nothing, or they have said yes or no already.
    """
    question = course.own(event.who, event.args[0])
    proposal = course.work.proposals.find(question.id)
    given = None if proposal is None else course.answers.find(proposal.answer_id)
    if proposal is None or proposal.state != Sharing.ASKED or given is None or not given.text:
        raise course.refuse("share-over")
    return question, proposal, given


def words_of(question: Question, proposal: Proposal) -> str:
    """What the class would read as the question."""
    return proposal.text or question.text


def _version(text: str, given: Answer) -> str:
    """What exactly somebody agrees to: the words of both, as they have read them."""
    return blake2b(f"{text}\0{given.text}".encode(), digest_size=6).hexdigest()


def look_button(course: Course, question: Question) -> tuple[Button, ...]:
    """**[Share with class?]** on the asker's own page, while they are asked."""
    proposal = course.work.proposals.find(question.id)
    if proposal is None or proposal.state != Sharing.ASKED:
        return ()
    return (Button(course.say("button-share-look"), "share-look", (question.id,)),)


def preview(course: Course, question: Question, proposal: Proposal) -> Iterator[Reply]:
    """Exactly what would be posted, with yes, no, and other words."""
    given = course.answers.find(proposal.answer_id)
    if given is None or not given.text:
        return
    say, text = course.say, words_of(question, proposal)
    shown = question.model_copy(update={"text": text, "tried": "", "label": Label.EVERYONE})
    parts: list[Part] = [
        Heading(say("share-heading")),
        Line(say("share-lead")),
        Line(say("card-asks", who=question.alias)),
        Said(text),
        *shared_parts(course, text, given),
    ]
    if is_behind(course, text, given) and given.opened_at is not None:
        parts += [Line(say("share-behind")), Said(given.text)]
    parts += warnings(course, shown)
    parts.append(Fine(say("share-fine")))
    yes = (question.id, _version(text, given))
    buttons = (
        Button(say("button-share-yes"), "share-yes", yes, Style.PRIMARY),
        Button(say("button-share-words"), "share-words", (question.id,)),
        Button(say("button-share-no"), "share-no", (question.id,)),
    )
    for message in pages(parts, buttons):
        yield Reply(message)


@routes.press("share-look", reads=True)
def look(press: Press, course: Course) -> Iterator[Outgoing]:
    """What would be posted, once more."""
    question, proposal, _given = _asked(press, course)
    yield from preview(course, question, proposal)


@routes.press("share-words", reads=True)
def open_words(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Change my words]** before the class reads them."""
    question, proposal, _given = _asked(press, course)
    yield words_form(course, question, words_of(question, proposal))


def words_form(course: Course, question: Question, text: str) -> OpenForm:
    """The words of a question as the class would read them."""
    say = course.say
    field = TextField(
        "text", say("ask-text"), required=True, long=True, initial=text, most=forms.QUESTION
    )
    title, submit = say("share-words-title"), say("edit-submit")
    return OpenForm(Form(title, "share-words", (field,), submit, (question.id,)))


@routes.submission("share-words")
@heeded("text")
def words(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The class would read these words; staff keep the ones they have."""
    question, proposal, _given = _asked(form, course)
    text = form.text("text")
    refuse_muted(form, course, question, text)
    if not text:
        raise fixable(form, course, "ask-empty")
    if len(text) > forms.QUESTION:
        raise fixable(form, course, "ask-too-long", length=len(text), most=forms.QUESTION)
    course.work.proposals.worded(question.id, text)
    sent(form, course)
    proposal.text = text
    yield from preview(course, question, proposal)


@routes.press("share-yes")
def yes(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Share it]**: the class's card follows after a delay drawn by chance."""
    question, proposal, given = _asked(press, course)
    text = words_of(question, proposal)
    refuse_muted(press, course, question)
    until = muted_until(press, course)
    if until is not None:
        raise course.refuse("share-muted", until=moment_text(course, until))
    require_open(course, press)
    _require_shown(press, course, question)
    if press.args[1:] != (_version(text, given),):
        raise course.refuse("share-changed")
    label = Label.CLASSMATES if question.label == Label.NAMED else question.label
    course.work.proposals.said(question.id, Sharing.YES)
    if not course.questions.shared(question.id, text, label, press.at):
        raise course.refuse("share-over")
    question = course.question(question.id)
    course.happened(question, "shared", press.at)
    course.by_chance(question, "class-card", press.at)
    yield staff_card(course, question, ticket_of(course, question))
    yield Reply(course.line("share-yes-done", alias=question.alias))


@routes.press("share-no")
def no(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Rather not]**: staff read that, and that is all."""
    question, _proposal, _given = _asked(press, course)
    course.work.proposals.said(question.id, Sharing.NO)
    course.happened(question, "not shared", press.at)
    yield staff_card(course, question, ticket_of(course, question))
    yield Reply(course.line("share-no-done"))


def withdraw_from(course: Course, question: Question) -> Iterator[Outgoing]:
    """Whoever cannot be asked any more has not agreed."""
    if course.work.proposals.said(question.id, Sharing.NO):
        ticket = course.tickets.find(question.id)
        if ticket is not None and question.state in {QuestionState.OPEN, QuestionState.SOLVED}:
            yield staff_card(course, question, ticket)
