"""**[Read it]**: everything new for somebody, in every course of theirs.

A notice's button is constant and names no question, so this looks them up by the person's tags.
"""

from collections.abc import Iterator
from datetime import datetime

from handlers import panels
from handlers.answering import author_of, no_longer_behind, outcomes, speaker, staff_add
from handlers.cards import worried_button
from handlers.chat.incoming import Heard, Press
from handlers.chat.outgoing import Button, Fine, Line, Message, Outgoing, Part, Reply, Said, Style
from handlers.course import Course, Desk, tag_for
from handlers.exams import Shelves, closed, exam_line, require_open, require_released
from handlers.life.reopening import reopen_button
from handlers.partners import partner_news
from handlers.queue import ticket_of
from handlers.reveal.telling import reveal_news
from handlers.routes import Routes
from handlers.rules.exams import Period, readable
from handlers.rules.pages import pages, title
from handlers.safety.mutes import look_again
from handlers.sharing import preview
from handlers.times import moment_text
from storage.erasure import own_questions
from storage.kinds import Audience, By, Form, QuestionState, Sharing, TicketState, Wish
from storage.tables import Answer, Question

routes = Routes()


def courses_of(event: Heard, desk: Desk) -> Iterator[Course]:
    """Every course the person has used, the last one first."""
    for course_id in event.courses:
        record = desk.work.courses.find(course_id)
        if record is not None:
            yield Course(desk.work, desk.chance, record)


@routes.press("news", anywhere=True, repeats=True, tells=True)
def read_news(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """Tell what is new; hints are shown at once, full answers stay sealed."""
    nothing = True
    for course in courses_of(press, desk):
        for said in _news(press, course):
            nothing = False
            yield said
    if nothing:
        yield Reply(desk.line("news-none"))


def _news(press: Press, course: Course) -> Iterator[Reply]:
    exam = closed(course, press)
    if exam is not None:
        yield Reply(Message((exam_line(course, exam, "exam-news"),)))
    own = own_questions(course.work.connection, press.who.tag, course.id)
    mine = course.questions.some(own)
    for question in mine:
        yield from _answers(press, course, question, exam)
        yield from _settled(course, question)
        if exam is None:
            yield from _asked_to_share(course, question)
        yield from _follow_ups(press, course, question, exam)
    if exam is None:
        yield from _followed(press, course)
        yield from _as_helper(press, course)
        yield from partner_news(press, course)
    yield from _measures(press, course)
    yield from reveal_news(press, course, mine)


def _measures(press: Press, course: Course) -> Iterator[Reply]:
    """What staff decided about the person's words, said kindly, with a way to ask again."""
    say, care = course.say, course.work.care
    for measure in care.measures(course.id):
        mine = measure.person_tag == tag_for(press.who, measure.question_id)
        if not mine or not measure.news:
            continue
        question = course.question(measure.question_id)
        where = title(question.text)
        if measure.lifted:
            care.forget(measure.question_id, measure.person_tag, measure.what)
            yield Reply(course.line(f"news-{measure.what}-lifted", question=where))
            continue
        care.told(measure.question_id, measure.person_tag, measure.what)
        until = moment_text(course, measure.until)
        lead = Line(say(f"news-{measure.what}", question=where, until=until))
        button = look_again(course, measure.question_id, measure.what)
        yield Reply(Message((lead, Fine(say("news-measure-fine"))), (button,)))


def _answers(
    press: Press, course: Course, question: Question, exam: Period | None
) -> Iterator[Reply]:
    """Answers the asker has not opened, or that staff have endorsed since; closed ones wait."""
    for given in course.answers.of(question.id):
        known = given.opened_at is not None or given.wrong_at is not None
        if not given.text or (known and not given.news):
            continue
        if not readable(exam, given.by, given.form, given.given_at):
            continue
        course.answers.told(given.id)
        parts: list[Part] = []
        buttons: tuple[Button, ...] = ()
        if given.wrong_at is not None or given.opened_at is not None:
            parts, buttons = _said_since(course, question, given)
        else:
            parts, buttons = _unopened(press, course, question, given)
        for message in pages([*parts, Fine(course.say("only-you"))], buttons):
            yield Reply(message)


def _said_since(
    course: Course, question: Question, given: Answer
) -> tuple[list[Part], tuple[Button, ...]]:
    """What staff say of a classmate's answer since it was given."""
    who, _names = author_of(course, given)
    named = {"who": who, "question": title(question.text)}
    is_open = question.state == QuestionState.OPEN
    if given.wrong_at is not None:
        read = "news-wrong" if given.opened_at is not None else "news-wrong-unread"
        back = is_open and ticket_of(course, question).state == TicketState.WAITING
        waits = [Line(course.say("news-back-in-line"))] if back else []
        return [Line(course.say(read, **named)), *no_longer_behind(course, given), *waits], ()
    if given.correction:
        parts: list[Part] = [Line(course.say("news-corrected", **named)), Said(given.correction)]
        parts += no_longer_behind(course, given)
        return parts, outcomes(course, given) if is_open else ()
    return [Line(course.say("news-endorsed", question=named["question"]))], ()


def _settled(course: Course, question: Question) -> Iterator[Reply]:
    """That staff called a question solved, with the way back."""
    button = reopen_button(course, question)
    if button and course.tickets.settled_told(question.id):
        where = title(question.text)
        yield panels.one_line(course, "news-settled", *button, question=where)


def _asked_to_share(course: Course, question: Question) -> Iterator[Reply]:
    """That staff would like to show the class what only they have read."""
    if question.audience != Audience.STAFF:
        return
    proposal = course.work.proposals.find(question.id)
    if proposal is not None and proposal.state == Sharing.ASKED and proposal.news:
        course.work.proposals.told(question.id)
        yield from preview(course, question, proposal)


def _unopened(
    press: Press, course: Course, question: Question, given: Answer
) -> tuple[list[Part], tuple[Button, ...]]:
    """A hint is shown at once; a full answer stays sealed."""
    say = course.say
    who, names = author_of(course, given)
    talking = question.wish == Wish.TALK
    sealed = given.form == Form.FULL and course.record.seal_answers
    opens_at = Shelves(course, press.at).answer(question, given)
    if opens_at is not None:
        time = moment_text(course, opens_at)
        held = say("news-held", who=who, question=title(question.text), time=time)
        return [Line(held, names)], ()
    hint = given.form == Form.HINT and not talking
    key = "news-full" if sealed else "news-hint" if hint else "news-open"
    lead = Line(say(key, who=who, question=title(question.text)), names)
    endorsed = given.endorsed_at is not None and not given.correction
    behind: list[Part] = [Line(say("news-endorsed-too"))] if endorsed else []
    if given.correction and sealed:
        behind = [*no_longer_behind(course, given), Line(say("news-corrected-too"))]
    if sealed:
        return [lead, *behind], _seal(course, given)
    course.answers.opened(given.id, press.at)
    course.happened(question, "opened", press.at, given.id)
    parts: list[Part] = [lead, Said(given.text), *staff_add(course, given), *behind]
    if question.state != QuestionState.OPEN:
        return parts, ()
    if talking:
        return parts, (outcomes(course, given)[-1],)
    return [*parts, Line(say("outcome-ask"))], outcomes(course, given)


def _seal(course: Course, given: Answer) -> tuple[Button, ...]:
    say = course.say
    return (
        Button(say("button-open-answer"), "open-answer", (given.id,), Style.PRIMARY),
        Button(say("button-follow-up"), "follow-up", (given.question_id, given.id)),
    )


def _follow_ups(
    press: Press, course: Course, question: Question, exam: Period | None
) -> Iterator[Reply]:
    """What helpers asked back."""
    say = course.say
    for line in course.answers.follow_ups(question.id):
        if line.by == By.ASKER or line.read_at is not None:
            continue
        if not readable(exam, line.by, None, line.said_at):
            continue
        who = speaker(course, line)
        lead = Line(say("news-follow-up", who=who, question=title(question.text)))
        args = (question.id, line.answer_id) if line.answer_id else (question.id,)
        button = Button(say("button-follow-up"), "follow-up", args, Style.PRIMARY)
        for message in pages([lead, Said(line.text)], (button,)):
            yield Reply(message)
    if exam is None:
        for side in (By.STAFF, By.CLASSMATE):
            course.answers.read(question.id, side, press.at)


def _followed(press: Press, course: Course) -> Iterator[Reply]:
    """Answers to questions the person also asked."""
    say = course.say
    for follower in course.questions.followed(course.id):
        mine = follower.follower_tag == tag_for(press.who, follower.question_id)
        if not mine or not follower.news:
            continue
        question = course.questions.find(course.id, follower.question_id)
        if question is None:
            continue
        if (opens_at := _waits(course, question, press)) is not None:
            time = moment_text(course, opens_at)
            named = {"question": title(question.text), "time": time}
            yield panels.one_line(course, "news-followed-held", **named)
            continue
        course.questions.told_follower(question.id, follower.follower_tag)
        if course.search.answer_to(question.id) is None and _taken_away(course, question):
            where = title(question.text)
            yield panels.one_line(course, "news-followed-wrong", question=where)
            continue
        lead = Line(say("news-followed", question=title(question.text)))
        args = (question.id,)
        button = Button(say("button-open-answer"), "open-shared", args, Style.PRIMARY)
        for message in pages([lead], (button,)):
            yield Reply(message)


def _taken_away(course: Course, question: Question) -> bool:
    """Whether staff have taken an answer back that they stood behind."""
    return any(given.wrong_at is not None for given in course.answers.of(question.id))


def _waits(course: Course, question: Question, press: Press) -> datetime | None:
    """When the shared answer to a question opens, if it is held back."""
    entry = course.search.answer_to(question.id)
    return None if entry is None else Shelves(course, press.at).entry(entry)


@routes.press("open-shared", reads=True)
def open_shared(press: Press, course: Course) -> Iterator[Outgoing]:
    """The answer to a question the class may read, for somebody who also asked it."""
    entry = course.search.answer_to(press.args[0])
    if entry is None:
        raise course.refuse("followed-waiting")
    require_open(course, press)
    require_released(course, Shelves(course, press.at).entry(entry))
    parts: list[Part] = [Line(course.say("reused-sealed", title=entry.title)), Said(entry.body)]
    for message in pages(parts):
        yield Reply(message)


def _as_helper(press: Press, course: Course) -> Iterator[Reply]:
    """What askers follow up on answers that the person gave as a classmate."""
    say = course.say
    mine = [
        (answer_id, question_id)
        for answer_id, question_id, tag in course.answers.authors(course.id)
        if tag == tag_for(press.who, question_id)
    ]
    for answer_id, question_id in mine:
        question = course.questions.find(course.id, question_id)
        given = course.answers.find(answer_id)
        if question is not None and given is not None and given.thanks:
            course.answers.thanks_read(answer_id)
            yield panels.one_line(course, "news-thanked", question=title(question.text))
        if question is not None and given is not None and given.author_news:
            course.answers.author_told(answer_id)
            yield from _of_mine(course, question, given)
        unread = [
            line
            for line in course.answers.follow_ups(question_id)
            if line.by == By.ASKER and line.answer_id == answer_id and line.read_at is None
        ]
        if question is None or not unread:
            continue
        lead = Line(say("news-helper", who=say("who-asker"), question=title(question.text)))
        args = (question_id, answer_id)
        button = Button(say("button-follow-up"), "follow-up", args, Style.PRIMARY)
        said = [Said(line.text) for line in unread]
        for message in pages([lead, *said], (button, worried_button(course, question_id))):
            yield Reply(message)
        course.answers.read(question_id, By.ASKER, press.at, answer_id)


def _of_mine(course: Course, question: Question, given: Answer) -> Iterator[Reply]:
    """What staff say of an answer that the person gave as a classmate."""
    key = "news-yours-corrected" if given.wrong_at is None else "news-yours-wrong"
    parts: list[Part] = [Line(course.say(key, question=title(question.text)))]
    if given.wrong_at is None:
        parts.append(Said(given.correction))
    for message in pages([*parts, Fine(course.say("news-yours-fine"))]):
        yield Reply(message)
