"""What a link opens, by its kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.digest.page import POLICY, page
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


def _digest(work: Work, link: OnceLink) -> Document | None:
    found = work.digests.find(link.course_id, link.about)
    if found is None:
        return None
    html = page(found.content).encode()
    return Document(f"digest-{found.week}.html", "text/html", html, POLICY)


KINDS: Mapping[str, Callable[[Work, OnceLink], Document | None]] = {"digest": _digest}
"""Every kind of page, listed by hand."""


def document(work: Work, link: OnceLink) -> Document | None:
    """What a link opens; ``None`` if that is gone."""
    return KINDS[link.kind](work, link)
