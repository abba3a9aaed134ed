"""The replies nearest to a question, each with the button that begins an answer with it."""

from handlers.chat.outgoing import Button, Item, Part
from handlers.course import Course
from handlers.rules.bm25 import weights
from handlers.rules.pages import title
from storage.kinds import Wish
from storage.tables import KeptReply, Question

NEAREST = 3
"""Replies that are shown beside a question; the rest stands behind a button."""


def nearest(course: Course, question: Question) -> list[KeptReply]:
    """What the course keeps, those first that share most words with the question."""
    mine = set(weights(question.text, question.topic, course.record.language))

    def shared(reply: KeptReply) -> int:
        return -len(mine & set(weights(reply.text, reply.name, course.record.language)))

    return sorted(course.work.replies.of(course.id), key=shared)


def reply_items(course: Course, question: Question, most: int = NEAREST) -> list[Part]:
    """A line for each of the nearest replies; none for somebody who asked to talk to a person."""
    if question.wish == Wish.TALK:
        return []
    say, kept = course.say, nearest(course, question)
    items: list[Part] = [
        Item(
            say("reply-item", name=reply.name, text=title(reply.text)),
            Button(say("button-use-reply"), "use-reply", (question.id, reply.id)),
        )
        for reply in kept[:most]
    ]
    if len(kept) > most:
        more = Button(say("button-all-replies"), "all-replies", (question.id,))
        items.append(Item(say("reply-more", count=len(kept) - most), more))
    return items
