"""Every direct message there is: the closed catalogue, written out."""

from datetime import UTC, datetime
from itertools import product

from handlers.chat.outgoing import Message, NoticeKind
from handlers.instruments.shipped import pulse
from handlers.notices import CAN_WAIT, about_pulse, notice
from storage.tables import Course

PLAIN = (*CAN_WAIT, NoticeKind.DIRECT)
ITEMS = (NoticeKind.PULSE, NoticeKind.PULSE_REMINDER)


def catalogue(name: str, contacts: str) -> list[Message]:
    """The texts for a course: whatever stands among direct messages is one of them.

    Args:
        name: the course's.
        contacts: the course's.
    """
    course = Course(
        id="c", name=name, contacts=contacts, created_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    bank = pulse()
    texts = [notice(kind, "en") for kind in PLAIN]
    asked = [
        item
        for items in (*bank.chat.weekly.values(), *bank.chat.rotating.values())
        for item in items
    ]
    for kind, item, count in product(ITEMS, asked, (2, 3)):
        texts += [
            about_pulse(kind, ("t", "1", str(place), str(count), item), course, bank)
            for place in range(count)
        ]
    others = [kind for kind in NoticeKind if kind not in (*PLAIN, *ITEMS)]
    return [*texts, *(about_pulse(kind, ("t",), course, bank) for kind in others)]
