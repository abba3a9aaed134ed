"""Pages that open once: a token for whoever asked, its hash for the database."""

from handlers.chat.incoming import Acted
from handlers.chat.outgoing import Page
from handlers.course import Desk
from storage.kinds import Purpose
from storage.links import LASTS, hashed
from storage.tables import OnceLink


def page(
    event: Acted, desk: Desk, kind: str, text: str, *, course: str = "", about: str = ""
) -> Page:
    """A page for the person who acted.

    Args:
        event: what they did.
        desk: the open work.
        kind: what the page is (``bot/web/documents.py``).
        text: what its link says.
        course: the course's id.
        about: what it is about, such as a week.
    """
    token = f"{desk.chance.token()}{desk.chance.token()}"
    name = hashed(token)
    desk.work.links.add(
        OnceLink(
            hash=name,
            course_id=course,
            kind=kind,
            about=about,
            owner_tag=event.who.tag(Purpose.ONCE, name),
            owner_seal=event.who.sealed(f"link:{name}").box,
            expires_at=event.at + LASTS,
        )
    )
    return Page(token, text)
