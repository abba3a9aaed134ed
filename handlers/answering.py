"""Answers from people: as a hint or sealed in full, and what the asker says of them."""

from collections.abc import Iterator

from handlers import forms, panels
from handlers.afterwards import CLOSED, difference_button, learned, once_solved
from handlers.allowances import again_at, use
from handlers.cards import cards_of, peer_card, staff_card, ticket_cards
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    NAME,
    Button,
    Line,
    Message,
    Notice,
    NoticeKind,
    OpenForm,
    Outgoing,
    Part,
    PersonName,
    Reply,
    Said,
    Style,
)
from handlers.chat.person import Person
from handlers.closing import close_posted
from handlers.coaching import coached
from handlers.course import Course, author_seal, tag_for
from handlers.drafts import fixable, sent
from handlers.exams import Shelves, closed, require_open, require_released
from handlers.findable import make_findable, stands
from handlers.life.anew import part_all, said_anew
from handlers.life.due import watch_answer, watch_target
from handlers.life.reopening import closed_to_asker, reopen
from handlers.life.watching import stir
from handlers.partners import in_audience
from handlers.queue import held, ticket_of
from handlers.refusal import Refused, unsent
from handlers.routes import Routes
from handlers.rules.aliases import alias
from handlers.rules.exams import readable
from handlers.rules.limits import Limited
from handlers.rules.pages import pages
from handlers.safety.heeding import heeded
from handlers.safety.mutes import refuse_helping, refuse_muted
from handlers.staffing.team import spend
from handlers.staffing.waiting import first_reply
from handlers.thanks import thank_button
from storage import ticket_life as life
from storage.kinds import (
    Audience,
    By,
    Form,
    Outcome,
    QuestionState,
    Seal,
    Source,
    TicketState,
    Wish,
)
from storage.store import Work
from storage.tables import Answer, FollowUp, Question

routes = Routes()


def tell_asker(question: Question) -> Iterator[Notice]:
    """A notice to the asker that there is something new, unless they have unlinked."""
    seal = author_seal(question)
    if seal is not None:
        yield Notice(seal, NoticeKind.NEWS, about=question.id)


@routes.press("answer", repeats=True)
def open_answer_form(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Answer]** on the staff's or the class's card."""
    yield answer_form(press, course, course.live(press.args[0]))


def answer_form(press: Press, course: Course, question: Question, text: str = "") -> OpenForm:
    """The form of an answer; of whoever holds the ticket it is a sign of life.

    Raises:
        Refused: they may not answer it.
    """
    _may_answer(press, course, question)
    together = 0
    if press.role.staff:
        stir(press, course, question.id, press.at)
        together = len(course.tickets.merged_into(question.id))
    new = coached(press, course)
    return forms.answer(course, question, text, together=together, coached=new)


def _may_answer(event: Press | Submission, course: Course, question: Question) -> None:
    if tag_for(event.who, question.id) == question.author_tag:
        raise course.refuse("answer-own")
    reads = question.audience == Audience.CLASS or in_audience(event, course, question)
    if not event.role.staff and (not reads or question.hidden_at):
        raise course.refuse("not-for-you")
    text = event.text("text") if isinstance(event, Submission) else ""
    refuse_muted(event, course, question, text)
    refuse_helping(event, course, text)


@routes.submission("answer")
@heeded("text", giving_up=False)
def answer(form: Submission, course: Course) -> Iterator[Outgoing]:
    """An answer is kept and its asker told; nothing somebody wrote is ever lost."""
    text = form.text("text")
    question = course.questions.find(course.id, form.args[0])
    if question is None:
        raise unsent(course.line("answer-gone"), text)
    _may_answer(form, course, question)
    if not text:
        raise _kept(form, course, question, "answer-empty")
    if len(text) > forms.ANSWER:
        raise _kept(form, course, question, "ask-too-long", length=len(text), most=forms.ANSWER)
    if question.state != QuestionState.OPEN:
        raise unsent(course.line("answer-closed"), text)
    if not use(form, course, Limited.WRITTEN):
        raise _kept(form, course, question, "day-full-written", time=again_at(form, course))
    given = _new_answer(form, course, question, text)
    before = course.tickets.find(question.id)
    _mark_answered(form, course, question, text)
    course.answers.add(given)
    sent(form, course)
    watch_answer(course, question, form.at)
    course.happened(question, "answered", form.at, f"{given.by} {given.form}")
    first_reply(course, question, form.at)
    if before is not None and given.by == By.STAFF:
        spend(form, course, before)
    course.did(form, f"answered as {given.by}")
    yield from tell_asker(question)
    if given.by == By.CLASSMATE:
        yield from _of_a_classmate(course, question, given)
    else:
        yield from _to_the_others(form, course, question, given)
        # The class's card shows nothing of it: an edit would only mark it as edited.
        yield from ticket_cards(course, question, ticket_of(course, question))
        if given.form == Form.FULL:
            yield from stand_behind(course, question, given)
    is_open = given.form == Form.FULL and not course.record.seal_answers
    if question.wish == Wish.TALK:
        yield Reply(course.line("talk-back-sent"))
        return
    yield Reply(course.line("answer-sent-open" if is_open else f"answer-sent-{given.form}"))


def _kept(
    form: Submission, course: Course, question: Question, key: str, **values: str | int
) -> Refused:
    """A refusal that keeps what was written as a draft, which is a sign of life as well."""
    refused = fixable(form, course, key, **values)
    keep, mine = refused.keep, tag_for(form.who, question.id)

    def keep_and_stir(work: Work) -> None:
        if keep is not None:
            keep(work)
        work.tickets.take(life.STIR, question.id, mine=mine, at=form.at)

    return Refused(refused.message, keep_and_stir)


def _of_a_classmate(course: Course, question: Question, given: Answer) -> Iterator[Outgoing]:
    yield from cards_of(course, question)
    yield peer_card(course, question, given)
    if ticket_of(course, question).state == TicketState.ANSWERED:
        # It reaches this asker alone: the others wait for one of staff, each by themselves.
        yield from part_all(course, question.id, given.given_at)


def _to_the_others(
    form: Submission, course: Course, question: Question, given: Answer
) -> Iterator[Outgoing]:
    """Everybody whose question is answered together with this one has the same answer.

    Each copy is bound to its own question alone, so that nobody can tell that there are others.
    """
    for ticket in course.tickets.merged_into(question.id):
        other = course.question(ticket.question_id)
        answer_id, tag = course.chance.token(), tag_for(form.who, other.id)
        seal = form.who.sealed(f"holder:{other.id}")
        if not course.tickets.take(
            life.ANSWER_TOGETHER, other.id, tag=tag, seal=seal.box, seen=question.id, at=form.at
        ):
            continue
        copy = Answer(
            **{
                **given.model_dump(),
                "id": answer_id,
                "question_id": other.id,
                "author_tag": tag,
                "author_seal": form.who.sealed(f"helper:{answer_id}").box,
            }
        )
        course.answers.add(copy)
        watch_answer(course, other, form.at)
        course.happened(other, "answered", form.at, f"{copy.by} {copy.form}")
        yield from tell_asker(other)
        yield from ticket_cards(course, other, ticket_of(course, other))
        if copy.form == Form.FULL:
            yield from stand_behind(course, other, copy)


def _new_answer(form: Submission, course: Course, question: Question, text: str) -> Answer:
    answer_id = course.chance.token()
    by = By.STAFF if form.role.staff else By.CLASSMATE
    taken = {question.alias, *(one.alias for one in course.answers.of(question.id))}
    return Answer(
        id=answer_id,
        question_id=question.id,
        by=by,
        form=Form(form.text("form") or Form.HINT),
        author_tag=tag_for(form.who, question.id),
        author_seal=form.who.sealed(f"helper:{answer_id}").box,
        alias=_known_alias(form, course, question) or alias(course.chance, taken.intersection)
        if by == By.CLASSMATE
        else "",
        text=text,
        given_at=form.at,
    )


def _known_alias(form: Submission, course: Course, question: Question) -> str:
    """A classmate keeps their alias within one question."""
    tag = tag_for(form.who, question.id)
    answers = course.answers.of(question.id)
    return next((one.alias for one in answers if one.author_tag == tag and one.alias), "")


def _mark_answered(form: Submission, course: Course, question: Question, text: str) -> None:
    """The ticket is answered, unless another member of staff holds it."""
    if not form.role.staff:
        course.tickets.helped(question.id, form.at)
        return
    tag = tag_for(form.who, question.id)
    seal = form.who.sealed(f"holder:{question.id}")
    if not course.tickets.answered(question.id, tag, seal, form.at):
        ticket = ticket_of(course, question)
        if ticket.state == TicketState.CLAIMED:
            raise unsent(held(course, ticket, "answer-late"), text)
        merged = ticket.state == TicketState.MERGED
        raise unsent(course.line("answer-merged" if merged else "answer-closed"), text)


def stand_behind(course: Course, question: Question, given: Answer) -> Iterator[Notice]:
    """Staff stand behind an answer: those who ask the same will find it, and followers are told."""
    make_findable(course, question, Source.ANSWER, stands(given))
    yield from tell_followers(course, question)


def tell_followers(course: Course, question: Question) -> Iterator[Notice]:
    """A notice to everybody who wanted to know too."""
    course.questions.news_for_followers(question.id)
    for follower in course.questions.followers(question.id):
        seal = Seal(f"follower:{question.id}", follower.follower_seal)
        yield Notice(seal, NoticeKind.NEWS, about=question.id)


@routes.press("open-answer", repeats=True, tells=True, lasts=True)
def open_answer(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Open the answer]** breaks the seal, whenever the asker likes.

    Pressed again it is read as it stands now, with what staff have added since; what they have
    taken away is not shown again.
    """
    given, question = _answer_to(press, course)
    if given.wrong_at is not None:
        raise course.refuse("answer-wrong")
    if not readable(closed(course, press), given.by, given.form, given.given_at):
        require_open(course, press)
    require_released(course, Shelves(course, press.at).answer(question, given))
    if course.answers.opened(given.id, press.at):
        course.happened(question, "opened", press.at, given.id)
        course.did(press, "opened an answer")
    who, names = author_of(course, given)
    parts: list[Part] = [
        Line(course.say("answer-from", who=who), names),
        Said(given.text),
        *staff_add(course, given),
    ]
    buttons: tuple[Button, ...] = ()
    if question.state == QuestionState.OPEN:
        parts.append(Line(course.say("outcome-ask")))
        buttons = outcomes(course, given)
    elif question.state in CLOSED:
        buttons = difference_button(course, question)
    for message in pages(parts, buttons):
        yield Reply(message)


def staff_add(course: Course, given: Answer) -> list[Part]:
    """What staff say of a classmate's answer, to be read with it."""
    if given.wrong_at is not None:
        return [Line(course.say("answer-wrong-read"))]
    if given.correction:
        return [
            *no_longer_behind(course, given),
            Line(course.say("answer-corrected")),
            Said(given.correction),
        ]
    return []


def no_longer_behind(course: Course, given: Answer) -> list[Part]:
    """That staff do not stand behind an answer as it was, where they once said that they do."""
    return [] if given.endorsed_at is None else [Line(course.say("no-longer-behind"))]


def _answer_to(press: Press, course: Course) -> tuple[Answer, Question]:
    """An answer to a question of the person who acted.

    Raises:
        Refused: it is gone, or the question is somebody else's.
    """
    given = course.answers.find(press.args[0])
    if given is None:
        raise course.refuse("question-gone")
    return given, course.own(press.who, given.question_id)


def author_of(course: Course, given: Answer) -> tuple[str, tuple[PersonName, ...]]:
    """How somebody who answered appears to the asker: staff by name, classmates by alias."""
    if given.by == By.STAFF and given.author_seal is not None:
        return NAME, (PersonName(Seal(f"helper:{given.id}", given.author_seal)),)
    if given.alias:
        return course.say("who-classmate", alias=given.alias), ()
    return course.say("who-staff"), ()


def speaker(course: Course, line: FollowUp) -> str:
    """How whoever wrote a line to the asker appears: a classmate by alias, staff as staff."""
    if line.by == By.CLASSMATE:
        for given in course.answers.of(line.question_id):
            if given.alias and given.author_tag == line.author_tag:
                return course.say("who-classmate", alias=given.alias)
        return course.say("who-classmate-gone")
    return course.say("who-staff")


def speaks_under(who: Person, course: Course, question: Question) -> bool:
    """Whether somebody asked the question or answered it."""
    tag = tag_for(who, question.id)
    return tag == question.author_tag or any(
        given.author_tag == tag for given in course.answers.of(question.id)
    )


def outcomes(course: Course, given: Answer) -> tuple[Button, ...]:
    """The asker has the last word."""
    say, args = course.say, (given.id,)
    return (
        Button(say("button-solved"), "solved", args, Style.PRIMARY),
        Button(say("button-partly"), "partly", args),
        Button(say("button-not-yet"), "not-yet", args),
        Button(say("button-follow-up"), "follow-up", (given.question_id, given.id)),
    )


@routes.press("solved", repeats=True)
def solved(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Solved]** closes the question and its ticket."""
    given, question = _judge(press, course, Outcome.SOLVED)
    course.happened(question, "solved", press.at, f"{given.by} {given.form}")
    asked, buttons = once_solved(press, course, question)
    key = "outcome-solved" if learned(press, course, question) else "did-it-known"
    said = (Line(course.say(key)), *asked)
    yield Reply(Message(said, (*thank_button(course, given), *buttons)))
    yield from close_posted(course, question, QuestionState.SOLVED, press.at)


@routes.press("partly", repeats=True)
def partly(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Partly]** keeps the question with whoever answered."""
    given, question = _judge(press, course, Outcome.PARTLY)
    course.happened(question, "partly", press.at)
    yield panels.one_line(course, "outcome-partly", _follow_up_button(course, given))


def _follow_up_button(course: Course, given: Answer) -> Button:
    args = (given.question_id, given.id)
    return Button(course.say("button-follow-up"), "follow-up", args, Style.PRIMARY)


@routes.press("not-yet", repeats=True)
def not_yet(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Not yet]** puts the ticket back at its old place: its due time has not moved.

    So it does after [Solved]: whoever finds out later that it was not is where they would be.
    """
    given, question = _answer_to(press, course)
    if question.state in CLOSED:
        course.answers.judged(given.id, Outcome.NOT_YET)
        yield from reopen(press, course, question)
        yield panels.one_line(course, "outcome-not-yet", _follow_up_button(course, given))
        return
    _judge(press, course, Outcome.NOT_YET)
    back = course.tickets.not_yet(question.id)
    course.happened(question, "not yet", press.at)
    watch_target(course, question.id, press.at)
    if not course.jobs.waits(question.id, "class-card"):
        make_findable(course, question, Source.QUESTION)
    if back:
        yield staff_card(course, question, ticket_of(course, question))
        yield from said_anew(course, question, "back", press.at)
    else:
        yield from ticket_cards(course, question, ticket_of(course, question))
    yield panels.one_line(course, "outcome-not-yet", _follow_up_button(course, given))


def _judge(press: Press, course: Course, outcome: Outcome) -> tuple[Answer, Question]:
    given, question = _answer_to(press, course)
    if question.state != QuestionState.OPEN:
        raise closed_to_asker(course, question)
    if not course.answers.judged(given.id, outcome):
        raise course.refuse("outcome-already")
    return given, question
