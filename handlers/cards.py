"""The cards in a course's rooms: the pinned one, the class's, and the staff's tickets."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from handlers.chat.outgoing import (
    NAME,
    Attachment,
    Button,
    Fine,
    Line,
    Message,
    Part,
    PersonName,
    Post,
    Said,
    Style,
)
from handlers.course import Course, author_seal
from handlers.files import files_of
from handlers.rules.pages import title
from handlers.times import time_text
from storage.kinds import (
    Audience,
    By,
    Flagged,
    Form,
    Label,
    QuestionState,
    Room,
    Seal,
    TicketState,
    Wish,
)
from storage.tables import Answer, FollowUp, Measure, Question, Ticket
from storage.ticket_life import OPEN

SHARABLE = (TicketState.ANSWERED, TicketState.SOLVED)
"""The states of a ticket in which the class may be shown what only staff have read."""
BESIDE = 3500
"""Characters of a question and its answer that fit on one card, with what else stands there."""


def ask_card(course: Course) -> Post:
    """The pinned card with **[Ask]**; under a legal hold it says so."""
    say = course.say
    hold = course.work.oversight.hold(course.id)
    held = () if hold is None else (Fine(say("hold-card")),)
    return Post(
        Room.CLASS,
        "ask",
        Message(
            (Line(say("card-ask-welcome")), Fine(say("card-ask-course")), *held),
            (Button(say("button-ask"), "ask", style=Style.PRIMARY),),
        ),
        course=course.id,
        pin=True,
    )


def asker(question: Question, room: Room) -> tuple[str, tuple[PersonName, ...]]:
    """How the asker appears in a room: by name only where they chose so."""
    shown = question.label == Label.NAMED or (
        question.label == Label.CLASSMATES and room == Room.STAFF
    )
    seal = author_seal(question)
    return (NAME, (PersonName(seal),)) if shown and seal else (question.alias, ())


def attached(course: Course, question: Question) -> tuple[Attachment, ...]:
    """A question's files, as they stand under its cards."""
    return tuple(
        Attachment(file.id, file.name, file.media_type, course.say("file-alt", name=file.name))
        for file in files_of(course, question)
    )


def class_card(course: Course, question: Question) -> Post:
    """The question as the class sees it."""
    say = course.say
    who, names = asker(question, Room.CLASS)
    parts: list[Part] = [Line(say("card-asks", who=who), names), Said(question.text)]
    buttons: tuple[Button, ...] = ()
    if question.hidden_at is not None:
        return _class_post(question, Message((Line(say("card-hidden")),)))
    answers = course.answers.of(question.id)
    helped = [
        given
        for given in answers
        if given.by == By.CLASSMATE and given.text and given.wrong_at is None
    ]
    if helped:
        # Whoever answers twice does so under the same alias, and is one classmate.
        count = len({given.alias for given in helped})
        parts.append(Line(say("card-class-answers", count=count)))
    parts += _correction(course, helped)
    shared = shared_answer(course, question)
    if shared is not None:
        parts += shared_parts(course, question.text, shared)
    if question.state == QuestionState.OPEN:
        parts.append(Fine(say("card-class-fine")))
        buttons = (
            Button(say("button-answer"), "answer", (question.id,)),
            Button(say("button-me-too"), "follow", (question.id,)),
            Button(say("button-flag"), "flag", (question.id,)),
        )
    else:
        parts.append(Line(say("card-solved")))
    if shared is not None and is_behind(course, question.text, shared):
        opens = Button(say("button-open-answer"), "open-shared", (question.id,))
        buttons = (opens, *buttons)
    # What only staff were given goes to nobody else with the words its asker has agreed to.
    files = attached(course, question) if question.shared_at is None else ()
    return _class_post(question, Message(tuple(parts), buttons, files))


def shared_answer(course: Course, question: Question) -> Answer | None:
    """The answer that stands on the class's card, because its asker agreed to that."""
    proposal = course.work.proposals.find(question.id) if question.shared_at else None
    given = None if proposal is None else course.answers.find(proposal.answer_id)
    return given if given is not None and given.text else None


def is_behind(course: Course, text: str, given: Answer) -> bool:
    """Whether an answer stands behind a button: sealed, or too long to stand beside a question."""
    sealed = given.form == Form.FULL and course.record.seal_answers
    return sealed or len(text) + len(given.text) > BESIDE


def shared_parts(course: Course, text: str, given: Answer) -> list[Part]:
    """How an answer stands on the class's card."""
    if is_behind(course, text, given):
        return [Line(course.say("card-shared-behind"))]
    return [Line(course.say("card-shared")), Said(given.text)]


def _correction(course: Course, helped: list[Answer]) -> list[Part]:
    """What staff added last to a classmate's answer; to a sealed one, only that they did."""
    added = [given for given in helped if given.correction]
    if not added:
        return []
    newest = max(added, key=lambda given: (given.corrected_at or given.given_at, given.id))
    if newest.form == Form.FULL and course.record.seal_answers:
        return [Line(course.say("card-class-correction-sealed"))]
    return [Line(course.say("card-class-correction")), Said(newest.correction)]


def _class_post(question: Question, message: Message) -> Post:
    return Post(Room.CLASS, f"question:{question.id}", message, about=question.id)


def staff_card(
    course: Course, question: Question, ticket: Ticket, said: datetime | None = None
) -> Post:
    """The ticket as staff see it: what was asked, what was tried, who is on it.

    Args:
        course: its course.
        question: its question.
        ticket: the ticket.
        said: when it is shown, where not on its own card, which stands since it was posted.
    """
    say = course.say
    who, names = asker(question, Room.STAFF)
    wish = say(f"card-wish-{question.wish}")
    parts: list[Part] = [
        Line(say("card-staff-asks", who=who, wish=wish), names),
        Said(question.text),
    ]
    if question.topic:
        parts.append(Line(say("card-topic", topic=question.topic)))
    if question.section:
        parts.append(Line(say("card-section", section=question.section)))
    if question.stuck is not None:
        parts.append(Line(say("card-where", where=say(f"stuck-{question.stuck}"))))
    if question.tried:
        parts.append(Line(say("card-tried", tried=question.tried)))
    if question.posted_at is not None:
        exams = course.work.exams.on(course.id, question.posted_at)
        parts += [Line(say("card-exam", name=exam.name)) for exam in exams[:1]]
    lines = course.answers.follow_ups(question.id)
    parts += [
        Line(say("ask-back-card", text=title(line.text, 200)))
        for line in [line for line in lines if line.by == By.STAFF][-3:]
    ]
    if question.hidden_at is not None:
        parts.append(Line(say("card-staff-hidden")))
    notes = [note for note in course.work.notes.of(question.id) if note.text]
    parts += [Line(say("card-note", text=title(note.text, 200))) for note in notes[-2:]]
    parts.append(state_line(course, ticket, said or waits_since(ticket)))
    parts += _asked_to_share(course, question, ticket)
    together = len(course.tickets.merged_into(question.id))
    if together:
        parts.append(Line(say("card-with", count=together)))
    seen = "" if question.wish == Wish.TALK else f"{say('card-rungs', rung=question.rung)} "
    audience = Audience(question.audience)
    parts.append(Fine(f"{seen}{say(f'card-audience-{audience}')}"))
    return Post(
        Room.STAFF,
        f"ticket:{question.id}",
        Message(tuple(parts), _staff_buttons(course, question, ticket), attached(course, question)),
        about=question.id,
    )


def _asked_to_share(course: Course, question: Question, ticket: Ticket) -> list[Part]:
    """That the asker is asked whether the class may see it, or would rather not."""
    if question.audience != Audience.STAFF or ticket.state not in SHARABLE:
        return []
    proposal = course.work.proposals.find(question.id)
    return [] if proposal is None else [Line(course.say(f"card-share-{proposal.state}"))]


def waits_since(ticket: Ticket) -> datetime:
    """Since when a ticket has been in the line."""
    return ticket.posted_at or ticket.due


def state_line(course: Course, ticket: Ticket, said: datetime) -> Line:
    """How a ticket stands, in one line that was first said at a moment."""
    say = course.say
    match ticket.state:
        case TicketState.WAITING:
            key = "card-reopened" if ticket.reopened else "card-waiting"
            return Line(say(key, time=time_text(course, waits_since(ticket), said)))
        case TicketState.CLAIMED if ticket.holder_seal is not None:
            return Line(say("card-claimed", who=NAME), (PersonName(holder(ticket)),))
        case TicketState.SOLVED:
            return Line(say("card-solved"))
        case TicketState.SNOOZED if ticket.snoozed_until is not None:
            return Line(say("card-snoozed", time=time_text(course, ticket.snoozed_until, said)))
        case TicketState.MERGED if ticket.merged_into is not None:
            lead = course.questions.find(course.id, ticket.merged_into)
            return Line(say("card-merged", who="" if lead is None else lead.alias))
        case _:
            return Line(say("card-answered"))


def holder(ticket: Ticket) -> Seal:
    """Who holds a ticket, locked."""
    return Seal(f"holder:{ticket.question_id}", ticket.holder_seal or "")


def worried_button(course: Course, *args: str) -> Button:
    """**[I'm worried about this person]**, on every card that shows somebody's words."""
    return Button(course.say("button-worried"), "worried", args)


def _staff_buttons(course: Course, question: Question, ticket: Ticket) -> tuple[Button, ...]:
    say, args = course.say, (ticket.question_id,)
    care: tuple[Button, ...] = (
        worried_button(course, *args),
        Button(say("button-moderate"), "moderate", args),
    )
    if ticket.state in OPEN or _may_ask_to_share(course, question, ticket):
        care = (*care, Button(say("button-ticket-more"), "ticket-more", args))
    claim = Button(say("button-claim"), "claim", args, Style.PRIMARY)
    answer = Button(say("button-answer"), "answer", args)
    ask_back = Button(say("button-ask-back"), "ask-back", args)
    match ticket.state:
        case TicketState.WAITING:
            return (claim, answer, *care)
        case TicketState.CLAIMED:
            return (answer, ask_back, Button(say("button-release"), "release", args), *care)
        case TicketState.ANSWERED:
            return (answer, ask_back, *care)
        case TicketState.SNOOZED:
            return (answer, *care)
        case _:
            return care


def _may_ask_to_share(course: Course, question: Question, ticket: Ticket) -> bool:
    """Whether staff have not asked yet if the class may see a solved question of theirs."""
    for_staff = question.audience == Audience.STAFF and question.wish != Wish.TALK
    if not for_staff or ticket.state != TicketState.SOLVED:
        return False
    answers = course.answers.of(question.id)
    answered = any(given.by == By.STAFF and given.text for given in answers)
    return answered and course.work.proposals.find(question.id) is None


def ticket_cards(course: Course, question: Question, ticket: Ticket) -> Iterator[Post]:
    """A ticket's cards in the staff room: its own, and the newest that told of it anew."""
    yield staff_card(course, question, ticket)
    if ticket.anew:
        yield anew_card(course, question, ticket)


def cards_of(course: Course, question: Question) -> Iterator[Post]:
    """A posted question's cards as they are now; the class's only once it has been posted."""
    ticket = course.tickets.find(question.id)
    if ticket is not None:
        yield from ticket_cards(course, question, ticket)
    yield from class_cards(course, question)


def class_cards(course: Course, question: Question) -> Iterator[Post]:
    """The class's card as it is now, if the class has it."""
    if course.work.jobs.waits(question.id, "class-card") or question.audience != Audience.CLASS:
        return
    yield class_card(course, question)


def peer_cards(course: Course, question: Question) -> Iterator[Post]:
    """The cards of what classmates have answered, as they are now."""
    for given in course.answers.of(question.id):
        if given.by == By.CLASSMATE and given.text:
            yield peer_card(course, question, given)


def peer_card(course: Course, question: Question, answer: Answer) -> Post:
    """A classmate's answer as staff see it: to endorse, to correct, or to mark as wrong."""
    say = course.say
    who, names = asker(question, Room.STAFF)
    parts: tuple[Part, ...] = (
        Line(say("peer-card", alias=answer.alias, asker=who), names),
        Said(answer.text),
    )
    args = (question.id, answer.id)
    buttons: tuple[Button, ...] = (
        worried_button(course, *args),
        Button(say("button-moderate"), "moderate", args),
    )
    verdicts = [Button(say("button-correct"), "correct", (answer.id,))]
    if answer.wrong_at is not None:
        parts = (*parts, Line(say("peer-card-wrong")))
    else:
        verdicts.append(Button(say("button-mark-wrong"), "mark-wrong", (answer.id,)))
        if answer.correction:
            parts = (*parts, Line(say("peer-card-corrected")), Said(answer.correction))
        elif answer.endorsed_at is not None:
            parts = (*parts, Line(say("news-endorsed-too")))
        else:
            verdicts.insert(0, Button(say("button-endorse"), "endorse", (answer.id,)))
    buttons = (*verdicts, *buttons)
    return Post(Room.STAFF, f"answer:{answer.id}", Message(parts, buttons), about=question.id)


ANEW = "%Y%m%d%H%M%S"
"""How the moment is written at which a ticket was told of anew."""


def anew_key(question: Question, anew: str) -> str:
    """The key of the card that told of a ticket anew."""
    sort, _, at = anew.partition(" ")
    return f"{sort}:{question.id}:{at}"


def anew_card(course: Course, question: Question, ticket: Ticket) -> Post:
    """A ticket told of in a new message (an edit would notify nobody): back, late, awake again.

    It is edited with the ticket from then on, so that its button goes when nobody need press it.
    """
    say = course.say
    sort, _, moment = ticket.anew.partition(" ")
    said = datetime.strptime(moment, ANEW).replace(tzinfo=UTC)
    who, names = asker(question, Room.STAFF)
    # Who asks for a person has confided something: it is not posted once more.
    talk = question.wish == Wish.TALK
    words = Line(say("card-talk-above")) if talk else Said(question.text)
    if ticket.state == TicketState.WAITING:
        time = time_text(course, waits_since(ticket), said)
        claim = Button(say("button-claim"), "claim", (question.id,), Style.PRIMARY)
        line = Line(say(f"card-{sort}", who=who, time=time), names)
        message = Message((line, words), (claim, worried_button(course, question.id)))
    else:
        key = "card-came-back" if sort == "back" else "card-asks"
        message = Message((Line(say(key, who=who), names), words, state_line(course, ticket, said)))
    return Post(Room.STAFF, anew_key(question, ticket.anew), message, about=question.id)


def follow_up_card(course: Course, question: Question, follow_up: FollowUp) -> Post:
    """What the asker adds, as a new message for staff (an edit would notify nobody)."""
    say = course.say
    who, names = asker(question, Room.STAFF)
    return Post(
        Room.STAFF,
        f"follow-up:{follow_up.id}",
        Message(
            (Line(say("follow-up-card", who=who), names), Said(follow_up.text)),
            (
                Button(say("button-answer"), "answer", (question.id,)),
                Button(say("button-ask-back"), "ask-back", (question.id,)),
                worried_button(course, question.id),
            ),
        ),
        about=question.id,
    )


def flag_card(
    course: Course, question: Question, flags: Mapping[Flagged, int], *, left: bool = False
) -> Post:
    """A question that classmates have flagged, as a new message for staff."""
    say = course.say
    who, names = asker(question, Room.STAFF)
    parts: list[Part] = [Line(say("flag-card", who=who), names), Said(question.text)]
    parts += [Line(say(f"flag-card-{why}", count=count)) for why, count in flags.items()]
    buttons: tuple[Button, ...] = ()
    if left:
        parts.append(Line(say("flag-card-left")))
    else:
        buttons = (
            Button(say("button-moderate"), "moderate", (question.id,)),
            Button(say("button-leave-it"), "leave", (question.id,)),
            worried_button(course, question.id),
        )
    key = f"flag:{question.id}"
    return Post(Room.STAFF, key, Message(tuple(parts), buttons), about=question.id)


def look_again_card(
    course: Course, question: Question, measure: Measure, alias: str, text: str
) -> Post:
    """Somebody whose post was hidden, or who was muted, asks for another look; still hidden."""
    say = course.say
    parts: list[Part] = [Line(say(f"look-again-card-{measure.what}", who=alias))]
    parts += [Said(text)] if text else []
    args = (question.id, measure.answer_id) if measure.answer_id else (question.id,)
    buttons = (
        Button(say("button-moderate"), "moderate", args),
        worried_button(course, *args),
    )
    key = f"look-again:{question.id}:{measure.what}:{measure.answer_id}"
    return Post(Room.STAFF, key, Message(tuple(parts), buttons), about=question.id)


def gone_card(course: Course, room: Room, key: str, why: str) -> Post:
    """What is left of a card when what it showed is deleted."""
    message = Message((Line(course.say(why)),))
    return Post(room, key, message, course=course.id, last=True)
