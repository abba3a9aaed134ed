"""**[Same question as…]**: several tickets answered together; each keeps its asker and alias."""

from collections.abc import Iterator

from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    BUTTON,
    OPTIONS,
    Advice,
    Choice,
    Form,
    OpenForm,
    Option,
    Outgoing,
    Reply,
)
from handlers.course import Course, tag_for
from handlers.life.anew import cards_now
from handlers.life.due import watch_target
from handlers.life.refusing import step_refused
from handlers.queue import ticket_of
from handlers.routes import STAFF, Routes
from handlers.rules.bm25 import weights
from handlers.rules.pages import title
from storage import ticket_life as life
from storage.kinds import TicketState, Wish
from storage.tables import Question

routes = Routes()


def alike(course: Course, question: Question) -> list[Question]:
    """Tickets that it may be merged into, those that share most of its words first."""
    ids = [one.question_id for one in course.tickets.needing(course.id, limit=200)]
    mine = set(weights(question.text, "", course.record.language))
    others = [
        one for one in course.questions.some(ids) if one.id != question.id and one.wish != Wish.TALK
    ]

    def shared(one: Question) -> tuple[int, str]:
        return -len(mine & set(weights(one.text, "", course.record.language))), one.id

    return sorted(others, key=shared)[:OPTIONS]


@routes.press("merge", reads=True, roles=STAFF)
def open_merge(press: Press, course: Course) -> Iterator[Outgoing]:
    """The same as which other?"""
    question, say = course.live(press.args[0]), course.say
    others = alike(course, question)
    if not others or question.wish == Wish.TALK:
        raise course.refuse("merge-none")
    options = tuple(Option(one.id, title(f"{one.alias}: {one.text}", BUTTON)) for one in others)
    fields = (
        Advice(say("merge-advice")),
        Choice("lead", say("merge-lead"), options, required=True),
    )
    yield OpenForm(Form(say("merge-title"), "merge", fields, say("merge-submit"), (question.id,)))


@routes.submission("merge", roles=STAFF)
def merge(form: Submission, course: Course) -> Iterator[Outgoing]:
    """One is answered together with the other; what was merged into it comes along."""
    question, lead = course.live(form.args[0]), course.live(form.text("lead"))
    into = ticket_of(course, lead)
    fits = into.state in {TicketState.WAITING, TicketState.CLAIMED, TicketState.SNOOZED}
    if lead.id == question.id or not fits or Wish.TALK in {question.wish, lead.wish}:
        raise course.refuse("merge-late")
    brought = [one.question_id for one in course.tickets.merged_into(question.id)]
    mine = tag_for(form.who, question.id)
    if not course.tickets.take(life.MERGE, question.id, mine=mine, into=lead.id):
        raise step_refused(course, question)
    course.happened(question, "merged", form.at)
    yield from cards_now(course, question)
    for other_id in brought:
        course.tickets.take(life.PART, other_id, seen=question.id)
        if course.tickets.take(life.MERGE, other_id, mine="", into=lead.id):
            yield from cards_now(course, course.question(other_id))
    yield from cards_now(course, lead)
    yield Reply(course.line("merged", alias=lead.alias))


@routes.press("part", roles=STAFF)
def part(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Not the same after all]**: back in the line by itself, at its own old place."""
    question = course.live(press.args[0])
    ticket = ticket_of(course, question)
    if ticket.state != TicketState.MERGED or not course.tickets.take(
        life.PART, question.id, seen=ticket.merged_into
    ):
        raise course.refuse("step-late")
    course.happened(question, "parted", press.at)
    watch_target(course, question.id, press.at)
    yield from cards_now(course, question)
    lead = course.questions.find(course.id, ticket.merged_into or "")
    if lead is not None:
        yield from cards_now(course, lead)
    yield Reply(course.line("parted"))
