"""What a link opens, by its kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.digest.page import POLICY, page
from bot.owner import Owner
from bot.web.mine import archive
from storage.kinds import Seal
from storage.store import Work
from storage.tables import OnceLink


@dataclass(frozen=True, slots=True)
class Document:
    """A page or a file.

    Attributes:
        name: of the file; says nothing of anybody.
        media_type: of its content.
        content: its bytes.
        policy: what a browser may do with it (Content-Security-Policy).
    """

    name: str
    media_type: str
    content: bytes = field(repr=False)
    policy: str


Meet = Callable[[Seal], Owner]
"""Opens the seal of whoever asked for a link (:meth:`bot.door.Door.owner`)."""
_FILE = "default-src 'none'; sandbox; frame-ancestors 'none'"


def _digest(work: Work, link: OnceLink, _meet: Meet, _at: datetime) -> Document | None:
    found = work.digests.find(link.course_id, link.about)
    if found is None:
        return None
    html = page(found.content).encode()
    return Document(f"digest-{found.week}.html", "text/html", html, POLICY)


def _mine(work: Work, link: OnceLink, meet: Meet, at: datetime) -> Document | None:
    if link.owner_seal is None:
        return None
    owner = meet(Seal(f"link:{link.hash}", link.owner_seal))
    return Document("askwell-my-data.zip", "application/zip", archive(work, owner, at), _FILE)


KINDS: Mapping[str, Callable[[Work, OnceLink, Meet, datetime], Document | None]] = {
    "digest": _digest,
    "mine": _mine,
}
"""Every kind of page, listed by hand."""


def document(work: Work, link: OnceLink, meet: Meet, at: datetime) -> Document | None:
    """What a link opens; ``None`` if that is gone.

    Args:
        work: an open transaction.
        link: it.
        meet: opens the seal of whoever asked for it.
        at: now.
    """
    return KINDS[link.kind](work, link, meet, at)
