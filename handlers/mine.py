"""``/my``: one's own questions, everything one was told, unlink, delete everything."""

from collections.abc import Iterator

from handlers import forms, panels
from handlers.afterwards import CLOSED, difference_button
from handlers.answering import author_of, outcomes, speaker, staff_add
from handlers.cards import class_cards, gone_card, worried_button
from handlers.chat.incoming import Command, Press, Submission
from handlers.chat.outgoing import (
    BUTTONS,
    Button,
    Cut,
    Fine,
    Forget,
    Heading,
    Item,
    Line,
    Message,
    Outgoing,
    Part,
    Reply,
    Said,
    Style,
)
from handlers.continuing import continue_button, my_parts
from handlers.course import Course, Desk, tag_for
from handlers.exams import closed, exam_line, require_open
from handlers.files import files_of
from handlers.findable import FOUND
from handlers.holding import hold_line
from handlers.life.anew import cards_now
from handlers.life.due import watch_target
from handlers.life.reopening import reopen_button
from handlers.links import page
from handlers.membership import membership_parts
from handlers.news import courses_of
from handlers.pulse.offering import on_page
from handlers.refusal import Refused
from handlers.reveal.deciding import decides_somewhere
from handlers.routes import Routes
from handlers.rules.exams import readable
from handlers.rules.pages import pages, title
from handlers.sharing import look_button, withdraw_from
from handlers.silence import PANEL
from storage.anew import unlink as cut_off
from storage.erasure import erase, export, own_questions
from storage.kinds import By, QuestionState, Room, TicketState
from storage.tables import Answer, Question, Showing

routes = Routes()
NEWEST = 20
"""How many questions the page lists; the download has them all."""


@routes.press("my", reads=True, anywhere=True)
@routes.command("my", reads=True, anywhere=True)
def my_page(event: Command | Press, desk: Desk) -> Iterator[Outgoing]:
    """The person's own page."""
    say = desk.say
    items: list[Part] = []
    count = 0
    for course in courses_of(event, desk):
        own = own_questions(desk.work.connection, event.who.tag, course.id)
        count += len(own)
        for question in course.questions.some(own)[: NEWEST - len(items)]:
            text = say(f"my-{_state(course, question)}", title=title(question.text))
            if len(event.courses) > 1:
                text = say("my-in-course", course=course.record.name, text=text)
            items.append(Item(text, Button(say("button-open"), "my-question", (question.id,))))
    parts: list[Part] = [Heading(say("my-heading")), *(items or [Line(say("my-none"))])]
    if count > len(items):
        parts.append(Fine(say("my-more", count=len(items))))
    for course in courses_of(event, desk):
        exam = closed(course, event)
        parts += _with_others(event, course) if exam is None else [exam_line(course, exam)]
    parts += membership_parts(event, desk)
    parts += [Line(line) for course in courses_of(event, desk) if (line := hold_line(course))]
    parts.append(Fine(say("my-fine")))
    decides = decides_somewhere(event, desk)
    requests = (Button(say("button-reveals-page"), "reveals"),) if decides else ()
    buttons = (
        Button(say("button-ask"), "ask", style=Style.PRIMARY),
        Button(say("button-read-it"), "news"),
        *on_page(event, desk),
        *requests,
        Button(say("button-accounts"), "accounts"),
        Button(say("button-my-data"), "my-data"),
        Button(say("button-my-delete"), "my-delete", style=Style.DANGER),
    )
    for message in pages(parts, buttons):
        yield Reply(message)


@routes.press("my-data", reads=True, anywhere=True)
def my_data(_press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[What is stored]**: in plain words, and the way to all of it."""
    say = desk.say
    parts: tuple[Part, ...] = (
        Heading(say("my-data-heading")),
        *(Line(say(f"my-data-{number}")) for number in range(1, 5)),
        Fine(say("my-data-fine")),
    )
    yield Reply(Message(parts, (Button(say("button-my-download"), "my-download"),)))


@routes.press("my-download", anywhere=True, repeats=True)
def download(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Download]**: everything stored about whoever pressed, behind a link that opens once.

    What was answered is in it, so it waits where an exam closes that.
    """
    for course in courses_of(press, desk):
        if (exam := closed(course, press)) is not None:
            raise Refused(Message((exam_line(course, exam, "exam-download"),)))
    opens = page(press, desk, "mine", desk.say("my-download-link"))
    yield Reply(Message((Line(desk.say("my-download-lead")),), page=opens))


def _with_others(event: Command | Press, course: Course) -> list[Part]:
    """Questions of others that the person also asked, or helped with: listed, never counted."""
    say = course.say
    followed = [
        follower.question_id
        for follower in course.questions.followed(course.id)
        if follower.follower_tag == tag_for(event.who, follower.question_id)
    ]
    helped = [
        question_id
        for _answer_id, question_id, tag in course.answers.authors(course.id)
        if tag == tag_for(event.who, question_id)
    ]
    parts: list[Part] = []
    for key, name, ids in (
        ("my-followed", "open-shared", followed),
        ("my-helped", "my-help", helped),
    ):
        parts += [
            Item(
                say(key, title=title(question.text)),
                Button(say("button-open"), name, (question.id,)),
            )
            for question in course.questions.some(ids)[:NEWEST]
        ]
    return parts


@routes.press("my-help", reads=True)
def my_help(press: Press, course: Course) -> Iterator[Outgoing]:
    """What the person wrote to help somebody, and what came back."""
    say = course.say
    question = course.question(press.args[0])
    tag = tag_for(press.who, question.id)
    mine = [given for given in course.answers.of(question.id) if given.author_tag == tag]
    if not mine:
        raise course.refuse("question-gone")
    require_open(course, press)
    parts: list[Part] = [Line(say("my-asked", alias=question.alias)), Said(question.text)]
    for given in mine:
        parts += [Line(say("my-wrote")), Said(given.text)]
        parts += staff_add(course, given)
        if given.thanks is not None:
            parts.append(Line(say("my-thanked")))
    for line in course.answers.follow_ups(question.id):
        if line.author_tag == tag:
            parts += [Line(say("my-said-you")), Said(line.text)]
        elif line.by == By.ASKER and line.answer_id in {given.id for given in mine}:
            parts += [Line(say("my-said-them", who=question.alias)), Said(line.text)]
    buttons = (worried_button(course, question.id),)
    for message in pages([*parts, Fine(say("my-fine"))], buttons):
        yield Reply(message)


def _state(course: Course, question: Question) -> str:
    """A question's state in one word, as its asker sees it."""
    if question.state != QuestionState.OPEN:
        return question.state
    ticket = course.tickets.find(question.id)
    shown = {TicketState.CLAIMED: "claimed", TicketState.ANSWERED: "answered"}
    return "open" if ticket is None else shown.get(ticket.state, "open")


@routes.press("my-question", reads=True)
def my_question(press: Press, course: Course) -> Iterator[Outgoing]:
    """Everything about one of one's own questions, to be read again."""
    question = course.own(press.who, press.args[0])
    say = course.say
    parts: list[Part] = [Line(say("my-question")), Said(question.text)]
    if question.posted_at is not None and question.label.hidden:
        parts.append(Line(say("my-as-alias", alias=question.alias)))
    parts += my_parts(course, question)
    files = files_of(course, question)
    parts += [Line(say("my-file", name=file.name)) for file in files]
    exam = closed(course, press)
    if exam is not None:
        parts.append(exam_line(course, exam, "exam-my"))
    for showing in [] if exam is not None else course.questions.shown(question.id):
        parts += _shown(course, showing)
    answers = [given for given in course.answers.of(question.id) if given.text]
    for given in answers:
        if readable(exam, given.by, given.form, given.given_at):
            parts += _answer(course, given)
    for line in course.answers.follow_ups(question.id):
        if not readable(exam, line.by, None, line.said_at):
            continue
        own = line.by == By.ASKER
        said = say("my-said-you") if own else say("my-said-them", who=speaker(course, line))
        parts += [Line(said), Said(line.text)]
    if question.difference and exam is None:
        parts += [Line(say("my-difference")), Said(question.difference)]
    parts.append(Fine(say("my-fine")))
    for message in pages(parts, _buttons(course, question, answers)):
        yield Reply(message)


def _shown(course: Course, showing: Showing) -> list[Part]:
    """What was shown, with what staff have said since where it was an answer to somebody else."""
    again = panels.said_again(course, showing)
    about = showing.source.removeprefix(f"entry:{FOUND}")
    for given in course.answers.of(about) if about != showing.source else []:
        if given.wrong_at is not None and showing.text in {given.text, given.correction}:
            return [again[0], Line(course.say("answer-wrong"))]
        if showing.text == given.text:
            return [*again, *staff_add(course, given)]
    return again


def _answer(course: Course, given: Answer) -> list[Part]:
    who, names = author_of(course, given)
    if given.wrong_at is not None:
        return [Line(course.say("my-wrong", who=who), names)]
    if given.opened_at is None:
        return [Line(course.say("my-sealed"))]
    said: list[Part] = [Line(course.say("my-answer", who=who), names), Said(given.text)]
    return [*said, *staff_add(course, given)]


def _buttons(course: Course, question: Question, answers: list[Answer]) -> tuple[Button, ...]:
    """What can still be done, by the question's state."""
    say, args = course.say, (question.id,)
    unlink = Button(say("button-unlink"), "unlink", args, Style.DANGER)
    if question.state == QuestionState.PRIVATE:
        edit = Button(say("button-edit"), "edit", args)
        return (*panels.panel_buttons(course, question, people_first=False), edit, unlink)
    sealed = [given for given in answers if given.opened_at is None and given.wrong_at is None]
    buttons = [
        Button(say("button-open-answer"), "open-answer", (given.id,), Style.PRIMARY)
        for given in sealed[:2]
    ]
    if question.state in CLOSED:
        buttons += difference_button(course, question)
    if question.state != QuestionState.OPEN:
        reopen = reopen_button(course, question)
        more = (*look_button(course, question), *continue_button(course, question))
        return (*buttons, *reopen, *more, unlink)
    opened = [one for one in answers if one.opened_at is not None and one.wrong_at is None]
    rest: tuple[Button, ...] = (
        Button(say("button-did-it"), "that-did-it", args),
        Button(say("button-follow-up"), "follow-up", args),
    )
    if opened:
        rest = outcomes(course, opened[-1])
    # What waits unopened comes before asking the same person something new.
    new = () if sealed else continue_button(course, question)
    others = Button(say("button-more"), "more", args)
    rest = (*rest, *look_button(course, question), *new, others, unlink)
    return (*buttons[: BUTTONS - len(rest)], *rest)


@routes.press("unlink", reads=True, lasts=True)
def open_unlink(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Unlink]** says first what it means."""
    question = _unlinkable(press, course)
    yield forms.confirm(course, "unlink", (question.id,))


@routes.submission("unlink", lasts=True)
def unlink(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Cut a question from its author for ever."""
    question = _unlinkable(form, course)
    cut_off(course.work, question.id, question.author_tag)
    course.jobs.drop(question.id, PANEL)
    course.happened(question, "unlinked", form.at)
    yield from withdraw_from(course, course.question(question.id))
    yield Reply(course.line("unlinked"))
    yield Cut(question.id)


def _unlinkable(event: Press | Submission, course: Course) -> Question:
    """One's own question, unless a legal hold keeps it as it is."""
    question = course.own(event.who, event.args[0])
    if course.work.oversight.hold(course.id) is not None:
        raise course.refuse("unlink-held")
    return question


@routes.press("my-delete", reads=True, anywhere=True)
def open_delete(_press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Delete everything]** says first what it means."""
    yield forms.confirm(desk, "delete")


@routes.submission("delete", anywhere=True)
def delete_everything(form: Submission, desk: Desk) -> Iterator[Outgoing]:
    """Nothing of the person is left, here or on the cards."""
    count = 0
    cards: list[Outgoing] = []
    helped: list[tuple[Course, str]] = []
    parted: list[tuple[Course, str]] = []
    held = desk.work.oversight.held()
    for course in courses_of(form, desk):
        if course.id in held:
            continue
        authors = course.answers.authors(course.id)
        helped += [
            (course, about) for _id, about, tag in authors if tag == tag_for(form.who, about)
        ]
        own = own_questions(desk.work.connection, form.who.tag, course.id)
        count += len(own)
        for question_id in own:
            course.search.remove_question(question_id)
            parted += [(course, one.question_id) for one in course.tickets.merged_into(question_id)]
            cards += _gone_question(course, question_id)
        cards += _gone_answers(form, course)
    erase(desk.work.connection, form.who.tag, held)
    yield from cards
    for course, about in helped:
        question = course.questions.find(course.id, about)
        if question is not None and question.state == QuestionState.OPEN:
            yield from class_cards(course, question)
    for course, about in parted:
        other = course.questions.find(course.id, about)
        if other is not None:
            watch_target(course, other.id, form.at)
            yield from cards_now(course, other)
    if held and (export(desk.work.connection, form.who.tag).keys() - {"allowance"}):
        names = [one.record.name for one in courses_of(form, desk) if one.id in held]
        yield Reply(desk.line("deleted-held", courses=", ".join(names) or "…"))
        return
    yield Reply(desk.line("deleted", count=count))
    yield Forget()


def _gone_question(course: Course, question_id: str) -> Iterator[Outgoing]:
    """Every card that shows something of a question is emptied, also one just being posted."""
    posted = course.work.cards.about(question_id) | course.work.outbox.in_hand(question_id)
    for key, room in sorted(posted):
        yield gone_card(course, room, key, "card-deleted")


def _gone_answers(event: Submission, course: Course) -> Iterator[Outgoing]:
    """What the person wrote to help a classmate stands on a card of its own for staff.

    Where staff stood behind it, others could find it; nobody does any more.
    """
    for answer_id, question_id, tag in course.answers.authors(course.id):
        if tag != tag_for(event.who, question_id):
            continue
        posted = course.work.cards.about(question_id) | course.work.outbox.in_hand(question_id)
        if (f"answer:{answer_id}", Room.STAFF) in posted:
            yield gone_card(course, Room.STAFF, f"answer:{answer_id}", "card-deleted-answer")
        given, findable = course.answers.find(answer_id), course.search.answer_to(question_id)
        if given is not None and findable is not None and findable.body == given.text:
            course.search.remove_question(question_id)
