"""What was published about a week, what staff told the class, and links that open once."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from storage.columns import Moment
from storage.duties import Duty, Nobodys, Tagged
from storage.kinds import Purpose
from storage.tables.record import Record


class Published(Record):
    """A digest, byte for byte as it was published; nothing is ever computed again for its week."""

    course_id: str = Field(primary_key=True)
    week: str = Field(primary_key=True)
    composed_at: datetime = Field(sa_type=Moment)
    content: str = Field(sa_type=Text)


class PublishedTable(Published, table=True):
    """Frozen digests; an erasure leaves them as they are, since nobody can be found in them."""

    __tablename__ = "published"
    duties: ClassVar[tuple[Duty, ...]] = (
        Nobodys("figures that have passed the release rules, and sentences made of them"),
    )


class Told(Record):
    """What staff told the class: *you said, we did*, or what one of them did not know."""

    id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    kind: str
    at: datetime = Field(sa_type=Moment)


class ToldTable(Told, table=True):
    """That something was told, and when; the words stand in the class's room only."""

    __tablename__ = "told"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("that staff told the class something"),)


class OnceLink(Record):
    """An address that opens once: only its hash is kept, and what it opens for whom."""

    hash: str = Field(primary_key=True)
    course_id: str
    kind: str
    about: str = ""
    owner_tag: str | None = None
    owner_seal: str | None = None
    expires_at: datetime = Field(sa_type=Moment)


class OnceLinkTable(OnceLink, table=True):
    """Links that have not been opened; ten minutes at most."""

    __tablename__ = "once_link"
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("owner_tag", Purpose.ONCE, "hash"),)
